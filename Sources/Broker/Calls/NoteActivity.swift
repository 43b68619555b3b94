import ChatProtocol

/// Somebody came into these rooms, or said something there: notes it for `ListRooms`, as far as they are public. Kept as
/// long as the rooms' messages. May be lost.
package struct NoteActivity: BrokerCall {
  /// At most 1,000.
  package let rooms: [RoomName]

  package init(in rooms: [RoomName]) {
    self.rooms = rooms
  }

  package typealias Reply = Void

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
