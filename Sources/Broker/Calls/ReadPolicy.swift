import ChatProtocol

/// What may be done in a room, as of now; does not create the room.
package struct ReadPolicy: BrokerCall {
  package let room: RoomName

  package init(of room: RoomName) { self.room = room }

  package typealias Reply = Policy

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
