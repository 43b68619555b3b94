import Broker
import RedisClient

extension RedisBackend {
  func run(_ call: FindInvitationKey, reply completion: @escaping FindInvitationKey.Completion) {
    send(to: .room(call.room)) { command in
      command.add("HGET" as StaticString)
      command.add(RedisKeys.channel(call.room), RoomKey.policy)
      command.add("k" as StaticString)
    } completion: { result in
      completion(
        result.reading { (reply: inout ReplyCursor) -> String?? in
          reply.nothing() ? .some(nil) : reply.text().map { .some($0) }
        })
    }
  }
}
