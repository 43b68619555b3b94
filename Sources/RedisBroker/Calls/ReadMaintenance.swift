import Broker
import RedisClient

extension RedisBackend {
  func run(_ call: ReadMaintenance, reply: @escaping ReadMaintenance.Completion) {
    send(to: .people) { command in
      command.add("GET" as StaticString)
      command.add(keys.maintenance)
    } completion: { result in
      reply(
        result.reading { cursor in
          if cursor.nothing() { return Maintenance(isOn: false, message: "") }
          return cursor.bytes().flatMap { Maintenance(stored: $0) }
        })
    }
  }
}
