import Broker
import RedisClient

extension RedisBackend {
  func run(_ call: UnlistRoom, reply completion: @escaping UnlistRoom.Completion) {
    send(to: .people) { command in
      command.add("ZREM" as StaticString)
      command.add(keys.rooms)
      command.add(call.room.text)
    } completion: { result in
      completion(result.reading { reply in reply.integer().map { _ in } })
    }
  }
}
