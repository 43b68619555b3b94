import ChatProtocol

/// Takes all reports of a message off its room's list, and tells those who follow the room if there were any. Answered with how many there were.
package struct RemoveReports: BrokerCall {
  /// The message's, of which the identity counts.
  package let position: Position
  package let room: RoomName

  package init(about position: Position, in room: RoomName) {
    self.position = position
    self.room = room
  }

  package typealias Reply = Int

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
