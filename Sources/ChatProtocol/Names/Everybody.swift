/// How a message calls everybody who is in its room: by a word behind an `@`.
package enum Everybody: String, CaseIterable, Sendable {
  /// Those who are connected and in the room.
  case here
  /// Those who are away, too.
  case all

  /// What the word means that stands behind an `@`; nothing else is looked at than its letters, for `Ali` looks like `all`.
  init?(word: Substring) {
    switch word.lowercased() {
    case "here": self = .here
    case "all", "everyone", "channel": self = .all
    default: return nil
    }
  }
}
