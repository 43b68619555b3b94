/// Where a user was mentioned.
package struct RoomMention: Equatable, Sendable {
  /// As messages call it.
  package let room: String
  package let position: String
  package let seq: UInt64
  /// Milliseconds since 1970.
  package let time: Int64

  package init(room: String, position: String, seq: UInt64, time: Int64) {
    self.room = room
    self.position = position
    self.seq = seq
    self.time = time
  }
}
