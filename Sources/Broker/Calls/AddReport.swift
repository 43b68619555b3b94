import ChatProtocol

/// Puts a report on its room's list, and tells those who follow the room. The list keeps `Report.kept`, of one person and of one
/// message `Report.keptOfOne`, and none for longer than `Report.lifetime`: where there would be more, the oldest goes of the person
/// or the message that has most there. Answered with whether it is news: the same person's of the same message stands there once,
/// and is told once.
package struct AddReport: BrokerCall {
  package let room: RoomName
  package let position: Position
  package let user: User
  package let reason: String

  package init(_ position: Position, by user: User, reason: String, in room: RoomName) {
    self.room = room
    self.position = position
    self.user = user
    self.reason = reason
  }

  package typealias Reply = Bool

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
