/// What is told to a room when somebody comes or goes.
///
/// In a small room each change is told with its user. In a crowd that would cost the square of its size, so there only
/// the count is told, and not more often than every `crowdInterval`.
package enum PresenceNotice {
  /// The largest number of users for which each change is told by itself.
  package static let intimacy = 50
  /// The shortest time between two notices in a room with more users: milliseconds.
  package static let crowdInterval: Int64 = 2_000

  package enum State: String, Sendable { case joined, left }

  /// The user of a notice that names none.
  package static let nobody: User.ID = ""

  /// One user's coming or going; `count` is how many there are now.
  static func change(_ user: User, _ state: State, in room: RoomName, count: Int) -> Ephemeral {
    let json =
      #"{"type":"presence","room":"\#(room.text)","user":\#(Self.json(of: user)),"#
      + #""state":"\#(state.rawValue)","count":\#(count)}"#
    return Ephemeral(kind: .presence, user: user.id, json: Array(json.utf8))
  }

  /// How many there are now, after any number of changes.
  static func crowd(in room: RoomName, count: Int) -> Ephemeral {
    let json = #"{"type":"presence","room":"\#(room.text)","count":\#(count)}"#
    return Ephemeral(kind: .presence, user: nobody, json: Array(json.utf8))
  }

  /// A user as the protocol's object `{"id":…,"name":…,"kind":…}`.
  package static func json(of user: User) -> String {
    #"{"id":"\#(user.id)","name":"\#(escaped(user.name))","kind":"\#(user.kind.rawValue)"}"#
  }

  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": escaped += "\\\(scalar)"
      case "\u{0}"..<" ", "\u{7F}":
        let digits = String(scalar.value, radix: 16)
        escaped += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
