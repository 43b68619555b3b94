import Broker
import RedisClient

extension RedisBackend {
  func run(_ call: FindPageFile, reply: @escaping FindPageFile.Completion) {
    send(to: .people) { command in
      command.add("HGET" as StaticString)
      command.add(keys.page(call.version))
      command.add(call.path)
    } completion: { result in
      reply(
        result.reading { (cursor) -> [UInt8]?? in
          if cursor.nothing() { return .some(nil) }
          return cursor.bytes().map { [UInt8]($0) }
        })
    }
  }
}
