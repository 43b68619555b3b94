import ChatProtocol

/// One page of a room's history for reading back.
package struct HistoryPage: Equatable, Sendable {
  /// Empty when there is no such room.
  package let epoch: String
  /// Ascending.
  package let messages: [StoredMessage]
  /// Whether more follow in the direction asked for.
  package let hasMore: Bool

  package init(epoch: String, messages: [StoredMessage], hasMore: Bool) {
    self.epoch = epoch
    self.messages = messages
    self.hasMore = hasMore
  }
}
