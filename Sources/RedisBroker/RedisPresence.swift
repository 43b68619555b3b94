import Broker
import ChatProtocol

extension RedisBroker {
  package func run(_ call: UpdatePresence, reply completion: @escaping UpdatePresence.Completion) {
    callPresence(call.room, present: call.present, gone: call.gone, limit: -1) { [self] result in
      answer(result, completion) { reply in reply.array() == nil ? nil : reply.bytes().flatMap { decimal($0) } }
    }
  }

  package func run(_ call: ListMembers, reply completion: @escaping ListMembers.Completion) {
    let limit = min(max(call.limit, 0), 100_000)
    callPresence(call.room, present: [], gone: [], limit: limit) { [self] result in
      answer(result, completion) { reply in Members(&reply, limit: limit) }
    }
  }

  private func callPresence(
    _ room: RoomName, present: [User], gone: [User.ID], limit: Int, completion: @escaping CommandConnection.Completion
  ) {
    // What is not an id can hold nothing, and must not reach a key or a JSON text.
    let present = present.filter { User.isID($0.id) }
    let gone = gone.filter { User.isID($0) }
    let channel = RedisKeys.channel(room)
    commands.call(.presence, keys: 3, count: 11 + 2 * present.count + gone.count) { writer in
      writer.add(channel, ":h")
      writer.add(channel, ":u")
      writer.add(channel, ":n")
      writer.add(channel)
      writer.add(room.text)
      writer.add(holder)
      writer.add(max(1, configuration.presenceLifetime) * 1_000)
      writer.add(PresenceNotice.detailLimit)
      writer.add(PresenceNotice.crowdInterval)
      writer.add(String(limit))
      writer.add(present.count)
      for user in present {
        writer.add(user.id)
        writer.add(user.person)
      }
      for id in gone { writer.add(id) }
    } completion: {
      completion($0)
    }
  }
}

extension Members {
  /// What `presence.lua` returns: the count, then ids and '<holds> <kind><name>'s. The list may be somewhat longer than
  /// asked for, and while Redis rearranges the hash it may name somebody twice.
  fileprivate init?(_ reply: inout ReplyCursor, limit: Int) {
    guard let elements = reply.array(), let count: Int = reply.bytes().flatMap({ decimal($0) }) else { return nil }
    var users: [User] = []
    var seen = Set<User.ID>()
    for _ in 0..<max(0, elements - 1) / 2 {
      guard let id = reply.text(), let text = reply.bytes() else { return nil }
      var words = WordScanner(text)
      guard words.take() != nil, let user = User(id: id, person: words.remainder) else { return nil }
      if users.count < limit, seen.insert(id).inserted { users.append(user) }
    }
    self.init(users: users, count: count)
  }
}
