import JSON

/// What is told to a room when somebody comes or goes.
///
/// In a small room each change is told with its user. In a crowd that would cost the square of its size, so there only
/// the count is told, and not more often than every `crowdInterval`.
package enum PresenceNotice {
  /// The largest number of users for which each change is told by itself.
  package static let detailLimit = 50
  /// The shortest time between two notices in a room with more users: milliseconds.
  package static let crowdInterval: Int64 = 2_000

  package enum State: String, Sendable { case joined, left }

  /// The user of a notice that names none.
  package static let nobody: User.ID = ""

  /// One user's coming or going; `count` is how many there are now.
  package static func change(_ user: User, _ state: State, in room: RoomName, count: Int) -> Ephemeral {
    let json = JSONWriter.object { writer in
      writer.member("type", "presence")
      writer.member("room", room.text)
      writer.member("user", object: { $0.user(user) })
      writer.member("state", state.rawValue)
      writer.member("count", count)
    }
    return Ephemeral(kind: .presence, user: user.id, json: json)
  }

  /// How many there are now, after any number of changes.
  package static func crowd(in room: RoomName, count: Int) -> Ephemeral {
    let json = JSONWriter.object { writer in
      writer.member("type", "presence")
      writer.member("room", room.text)
      writer.member("count", count)
    }
    return Ephemeral(kind: .presence, user: nobody, json: json)
  }
}
