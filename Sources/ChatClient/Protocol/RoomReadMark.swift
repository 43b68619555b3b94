/// Up to where a user has read a room.
package struct RoomReadMark: Equatable, Sendable {
  /// As messages call it.
  package let room: String
  package let position: String
  /// When what lies there was stored: milliseconds since 1970.
  package let time: Int64
  /// Whether what lies there is the first that is still to be read, rather than the last that was.
  package let isBefore: Bool

  package init(room: String, position: String, time: Int64, isBefore: Bool) {
    self.room = room
    self.position = position
    self.time = time
    self.isBefore = isBefore
  }
}
