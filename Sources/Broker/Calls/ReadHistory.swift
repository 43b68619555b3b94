import ChatProtocol

/// A page of a room for reading back; does not create the room.
package struct ReadHistory: BrokerCall {
  package let room: RoomName
  package let range: HistoryRange
  /// Messages, 1–1,000.
  package let limit: Int
  /// The page ends with the message that brings its bodies to so much.
  package let bytes: Int
  /// Whether to tell which of the messages were edited.
  package let tellsEdited: Bool

  package init(
    of room: RoomName, _ range: HistoryRange, limit: Int, bytes: Int = BacklogLimits.pageBytes,
    tellsEdited: Bool = false
  ) {
    self.room = room
    self.range = range
    self.limit = limit
    self.bytes = min(bytes, BacklogLimits.pageBytes)
    self.tellsEdited = tellsEdited
  }

  package typealias Reply = HistoryPage

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
