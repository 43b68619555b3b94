import ChatProtocol
import JSON

/// An incoming webhook: a program that may post into a room without a session, by the secret in its address.
///
/// The secret (a token) is told once, to whoever made the hook; only its hash is kept.
package struct Hook: Equatable, Sendable {
  /// Where it may post.
  package enum Reach: String, CaseIterable, Sendable {
    /// Into its room alone.
    case room
    /// Into any public room that exists, and to any user who is signed in.
    case any
  }

  /// How many a fleet has at most.
  package static let maximum = 1_000
  /// Messages a minute: at most, and unless it is said otherwise.
  package static let greatestRate = 6_000
  package static let usualRate = 60

  /// Also the author's id of what it posts.
  package let id: User.ID
  package let room: RoomName
  /// Shown where a payload brings no name of its own.
  package let name: String
  package let reach: Reach
  /// Messages a minute, a minute's worth of them at once; 0 for no limit.
  package let rate: Int
  /// A `HookTemplate`'s text; empty for none.
  package let template: String
  /// Milliseconds since 1970, by the clock of the instance that made it.
  package let created: Int64

  package init(
    id: User.ID, room: RoomName, name: String, reach: Reach, rate: Int, template: String, created: Int64
  ) {
    self.id = id
    self.room = room
    self.name = name
    self.reach = reach
    self.rate = rate
    self.template = template
    self.created = created
  }
}

extension Hook {
  /// The members of its object, as it is kept and as operators see it.
  package func write(to writer: inout JSONWriter) {
    writer.member("id", id)
    writer.member("room", room.text)
    writer.member("name", name)
    writer.member("channels", reach.rawValue)
    writer.member("rate", rate)
    writer.member("template", template)
    writer.member("created", created)
  }

  package var json: [UInt8] { JSONWriter.object { write(to: &$0) } }

  /// Reads what `write` wrote, in this version or another: what is not known is left out, and a reach that is not known
  /// is the narrower one.
  package init?(_ object: JSONObject) {
    guard let id = object["id"]?.string, User.isID(id), let room = object["room"]?.string.flatMap({ RoomName($0) }),
      let name = object["name"]?.string, let rate = object["rate"]?.integer.flatMap({ Int(exactly: $0) }), rate >= 0
    else { return nil }
    self.init(
      id: id, room: room, name: name, reach: object["channels"]?.string.flatMap { Reach(rawValue: $0) } ?? .room,
      rate: rate, template: object["template"]?.string ?? "", created: object["created"]?.integer ?? 0)
  }
}
