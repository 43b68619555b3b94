import ChatProtocol

/// Forgets a room's messages and its epoch, as their expiry would later, if nobody is there, no instance follows it, and
/// nothing has happened there for so long; all this is judged as it is done. A policy stays. Whoever knew the room is told
/// that its history is another one.
///
/// Answered with whether it was done.
package struct RemoveRoom: BrokerCall {
  package let room: RoomName
  /// Seconds.
  package let unusedFor: Int

  package init(_ room: RoomName, unusedFor seconds: Int) {
    self.room = room
    unusedFor = seconds
  }

  package typealias Reply = Bool

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
