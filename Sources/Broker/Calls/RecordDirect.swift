import ChatProtocol

/// Remembers that the two have a direct room, so that each finds it when they come back, and tells the fleet that
/// `sender` wrote there (`FleetEvent.direct`). Kept as long as the room's messages.
package struct RecordDirect: BrokerCall {
  package let room: RoomName
  package let sender: User
  package let recipient: User

  package init(_ room: RoomName, from sender: User, to recipient: User) {
    self.room = room
    self.sender = sender
    self.recipient = recipient
  }

  package typealias Reply = Void

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
