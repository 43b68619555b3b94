import ChatProtocol

/// A user's read marks, those first that were moved last.
package struct ListReadMarks: BrokerCall {
  package let user: User.ID

  package init(of user: User.ID) {
    self.user = user
  }

  package typealias Reply = [RoomMark]

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}

/// How far somebody has read a room.
package struct RoomMark: Equatable, Sendable {
  package let room: RoomName
  package let mark: ReadMark

  package init(_ room: RoomName, _ mark: ReadMark) {
    self.room = room
    self.mark = mark
  }
}
