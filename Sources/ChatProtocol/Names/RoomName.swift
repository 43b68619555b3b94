import Base

/// The name of a room, checked: what it admits is safe in a Redis key, in a URL and in a log line.
///
/// Rooms that people make are named by 1–64 bytes of `[a-z0-9_-]`. The room of two people's direct messages is
/// `@<id>.<id>`, their ids in ascending order, so that both see the same one.
package struct RoomName: Hashable, Sendable {
  /// The longest name of a public room, in bytes.
  package static let maximumLength = 64

  package let text: String

  /// A room that people make. `nil` when `text` is not such a name.
  package init?(_ text: String) {
    guard Self.isPublic(text) else { return nil }
    self.text = text
  }

  /// The room of the direct messages between two users.
  package init(between first: User.ID, and second: User.ID) {
    text = first < second ? "@\(first).\(second)" : "@\(second).\(first)"
  }

  /// A name that was written by this fleet: a public room's, or a direct one's. `nil` when it is neither.
  package init?(stored text: String) {
    guard Self.isPublic(text) || Self.isDirect(text) else { return nil }
    self.text = text
  }

  /// The two users of a direct room; `nil` for a public one.
  package var participants: (User.ID, User.ID)? {
    guard text.utf8.first == UInt8(ascii: "@") else { return nil }
    let ids = text.dropFirst().split(separator: ".")
    return ids.count == 2 ? (String(ids[0]), String(ids[1])) : nil
  }

  private static func isPublic(_ text: String) -> Bool {
    (1...maximumLength).contains(text.utf8.count) && text.utf8.allSatisfy(admits)
  }

  private static func isDirect(_ text: String) -> Bool {
    guard text.utf8.first == UInt8(ascii: "@") else { return false }
    let ids = text.dropFirst().split(separator: ".", omittingEmptySubsequences: false)
    return ids.count == 2 && ids[0] < ids[1] && ids.allSatisfy { User.isID($0) }
  }

  private static func admits(_ byte: UInt8) -> Bool {
    ASCII.isLowercase(byte) || ASCII.isDigit(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
  }
}

extension User {
  package typealias ID = String

  /// Whether `text` has the form of a user's id.
  package static func isID(_ text: some StringProtocol) -> Bool {
    (1...15).contains(text.utf8.count)
      && text.utf8.allSatisfy { ASCII.isLowercase($0) || ASCII.isDigit($0) }
  }

  /// How long a guest's id is. Those of applications' users and of bots, who come back with the same one, are longer.
  package static let guestIDLength = 12

  /// Whether the user is one by name alone, and gone for good with the last session.
  package var isGuest: Bool { kind == .user && id.utf8.count == Self.guestIDLength }
}
