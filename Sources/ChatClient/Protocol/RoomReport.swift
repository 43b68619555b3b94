/// That somebody has reported a message of a room.
package struct RoomReport: Equatable, Sendable {
  /// As messages call it.
  package let room: String
  /// The message's.
  package let position: String
  package let seq: UInt64
  /// When it was reported: milliseconds since 1970.
  package let time: Int64
  /// Whose id and name it is who reported it.
  package let user: String
  package let name: String
  /// Empty for none.
  package let reason: String
}

/// What lets whoever shows it into a closed room.
package struct RoomInvitation: Equatable, Sendable {
  package let room: String
  package let word: String
  /// Milliseconds since 1970.
  package let until: Int64
}
