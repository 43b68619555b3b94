import ChatProtocol

/// Everything after a position, a page of it that ends with the message that brings its bodies to
/// `BacklogLimits.pageBytes`. Creates the room if need be.
package struct Synchronize: BrokerCall {
  package let room: RoomName
  /// `nil` for the latest messages.
  package let position: Position?
  /// Messages, 1–1,000.
  package let limit: Int
  /// How many of the latest are wanted in place of what follows, where the position is of another history; none for who
  /// has them.
  package let latest: Int

  package init(_ room: RoomName, after position: Position?, limit: Int, latest: Int? = nil) {
    self.room = room
    self.position = position
    self.limit = limit
    self.latest = min(latest ?? limit, limit)
  }

  package typealias Reply = SyncPage

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
