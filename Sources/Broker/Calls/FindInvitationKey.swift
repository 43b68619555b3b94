import ChatProtocol

/// The key by which a room's invitations are known again; `nil` where none was ever asked for.
package struct FindInvitationKey: BrokerCall {
  package let room: RoomName

  package init(of room: RoomName) {
    self.room = room
  }

  package typealias Reply = String?

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
