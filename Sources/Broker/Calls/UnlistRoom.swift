import ChatProtocol

/// Takes a room out of what `ListRooms` finds, until `NoteActivity` names it again. May be lost.
package struct UnlistRoom: BrokerCall {
  package let room: RoomName

  package init(_ room: RoomName) { self.room = room }

  package typealias Reply = Void

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
