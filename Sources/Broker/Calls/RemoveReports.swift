import ChatProtocol

/// Takes reports of a message off its room's list, and tells those who follow the room if there were some and are none any more.
/// Answered with how many there were.
package struct RemoveReports: BrokerCall {
  /// The message's, of which the identity counts.
  package let position: Position
  /// Whose; `nil` for everybody's.
  package let user: User.ID?
  package let room: RoomName

  package init(about position: Position, by user: User.ID? = nil, in room: RoomName) {
    self.position = position
    self.user = user
    self.room = room
  }

  package typealias Reply = Int

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
