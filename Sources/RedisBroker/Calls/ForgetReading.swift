import Broker
import RedisClient

extension RedisBackend {
  func run(_ call: ForgetReading, reply: @escaping ForgetReading.Completion) {
    send(to: .people) { command in
      command.add("DEL" as StaticString)
      command.add(keys.readMarks(of: call.user))
    } completion: { result in
      reply(result.reading { $0.done() })
    }
  }
}
