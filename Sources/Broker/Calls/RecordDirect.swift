import ChatProtocol

/// Remembers that the two have a direct room, so that each finds it when they come back, and tells the fleet that
/// `sender` wrote there (`FleetEvent.direct`). Kept as long as the room's messages.
///
/// Of more rooms than `DirectRoom.kept` one of the user's yields: one that is forgotten, else the least recently used of
/// those in which they have not written, else the least recently used of all. So strangers push out none but strangers.
package struct RecordDirect: BrokerCall {
  package let room: RoomName
  package let sender: User
  package let recipient: User

  package init(_ room: RoomName, from sender: User, to recipient: User) {
    self.room = room
    self.sender = sender
    self.recipient = recipient
  }

  /// Whether the room is the sender's first one with the recipient, or the one before is forgotten.
  package typealias Reply = Bool

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
