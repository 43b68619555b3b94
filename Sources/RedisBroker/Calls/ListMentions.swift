import Base
import Broker
import ChatProtocol
import RedisClient

extension RedisBackend {
  func run(_ call: ListMentions, reply: @escaping ListMentions.Completion) {
    send(to: .people) { command in
      command.add("LRANGE" as StaticString)
      command.add(keys.mentions(of: call.user))
      command.add(0)
      command.add(-1)
    } completion: { result in
      reply(result.reading { cursor in cursor.array().flatMap { cursor.mentions($0) } })
    }
  }
}

extension ReplyCursor {
  /// What can't be read is another version's, or not ours.
  fileprivate mutating func mentions(_ count: Int) -> [Mention]? {
    var mentions: [Mention] = []
    for _ in 0..<count {
      guard let entry = bytes() else { return nil }
      var words = WordScanner(entry)
      if let room = words.word().flatMap({ RoomName(stored: $0) }),
        let position = words.word().flatMap({ Position($0) }), let time = words.number(Int64.self)
      {
        mentions.append(Mention(room, at: position, time: time))
      }
    }
    return mentions
  }
}
