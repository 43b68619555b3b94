import Base
import Broker
import ChatProtocol
import RedisClient

/// An update that asserts nothing, so that what has expired is not listed.
extension ListMembers: ScriptedCall {
  static var script: RedisScript { UpdatePresence.script }

  private var boundedLimit: Int { min(max(limit, 0), 100_000) }

  var place: Place { .room(room) }

  func write(to command: inout CommandWriter, _ context: CallContext) {
    UpdatePresence(in: room, present: [], gone: []).write(to: &command, context, listing: boundedLimit)
  }

  /// The count, then ids and '<holds> <kind><name>'s. The list may be somewhat longer than asked for, and while Redis
  /// rearranges the hash it may name somebody twice.
  func read(_ reply: inout ReplyCursor) -> Members? {
    guard let elements = reply.array(), let count: Int = reply.bytes().flatMap({ decimal($0) }) else { return nil }
    var users: [User] = []
    var seen = Set<User.ID>()
    for _ in 0..<max(0, elements - 1) / 2 {
      guard let id = reply.text(), let text = reply.bytes() else { return nil }
      var words = WordScanner(text)
      guard words.take() != nil, let user = User(id: id, person: words.remainder) else { return nil }
      if users.count < boundedLimit, seen.insert(id).inserted { users.append(user) }
    }
    return Members(users: users, count: count)
  }
}
