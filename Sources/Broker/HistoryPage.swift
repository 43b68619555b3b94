import ChatProtocol

/// One page of a room's history for reading back.
package struct HistoryPage: Equatable, Sendable {
  /// Empty when there is no such room.
  package let epoch: String
  /// Ascending.
  package let messages: [StoredMessage]
  /// Whether more follow in the direction asked for.
  package let hasMore: Bool
  /// The seqs of those that were edited: their newest text lies further on in the room. Only where that was asked for.
  package let edited: Set<UInt64>

  package init(epoch: String, messages: [StoredMessage], hasMore: Bool, edited: Set<UInt64> = []) {
    self.epoch = epoch
    self.messages = messages
    self.hasMore = hasMore
    self.edited = edited
  }
}
