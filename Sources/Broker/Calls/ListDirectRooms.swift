import ChatProtocol

/// The direct rooms of a user, at most `DirectRoom.kept`, the most recently used ones first.
package struct ListDirectRooms: BrokerCall {
  package let user: User.ID

  package init(of user: User.ID) {
    self.user = user
  }

  package typealias Reply = [DirectRoom]

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}

/// A direct room of a user's, and who else is in it.
package struct DirectRoom: Equatable, Sendable {
  /// How many of a user's are remembered: the ones used last.
  package static let kept = 200

  package let room: RoomName
  package let other: User

  package init(room: RoomName, other: User) {
    self.room = room
    self.other = other
  }
}
