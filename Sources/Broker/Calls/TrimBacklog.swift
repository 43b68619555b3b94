import ChatProtocol

/// Forgets those messages of a room that are older than `BacklogLimits.seconds`, or than its policy's `retain`: the oldest
/// `step` of them at most, so that no room keeps the others waiting. Positions stay good, and the room keeps its epoch and
/// its head, should nothing be left.
/// Answered with `nil` when there is no such room.
package struct TrimBacklog: BrokerCall {
  /// Messages.
  package static let step = 10_000

  package let room: RoomName

  package init(of room: RoomName) {
    self.room = room
  }

  package struct Trimmed: Equatable, Sendable {
    package let epoch: String
    /// Of the oldest message that is kept; the one to come when none is.
    package let first: UInt64
    /// Whether there are more to forget.
    package let hasMore: Bool

    package init(epoch: String, first: UInt64, hasMore: Bool) {
      self.epoch = epoch
      self.first = first
      self.hasMore = hasMore
    }
  }

  package typealias Reply = Trimmed?

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
