import Broker
import ChatProtocol
import RedisClient

extension RedisBackend {
  func run(_ call: ReadPolicy, reply completion: @escaping ReadPolicy.Completion) {
    send(to: .room(call.room)) { command in
      command.add("HGETALL" as StaticString)
      command.add(RedisKeys.channel(call.room), RoomKey.policy)
    } completion: { result in
      completion(result.reading { reply in Policy(&reply) })
    }
  }
}

extension Policy {
  fileprivate init?(_ reply: inout ReplyCursor) {
    guard let count = reply.array() else { return nil }
    self.init()
    for _ in 0..<max(count, 0) / 2 {
      guard let field = reply.text(), let value = reply.bytes() else { return nil }
      read(field, value)
    }
  }
}
