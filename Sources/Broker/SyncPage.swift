import ChatProtocol

/// How a position that was handed back relates to the room's history.
package enum SyncVerdict: Equatable, Sendable {
  /// No position was given: the page holds the latest messages.
  case fresh
  /// The page continues right after the position.
  case recovered
  /// What followed the position has been trimmed or has expired; the page begins with the oldest that is left.
  case gap
  /// The store failed over and forgot what lay after `base`; the page continues after `base`.
  case rewind(base: Position)
  /// The position belongs to another history: the page holds the latest messages.
  case reset
}

/// One page of a room's history, and how it relates to the position asked for.
package struct SyncPage: Equatable, Sendable {
  package let verdict: SyncVerdict
  /// The room's newest position.
  package let head: Position
  /// Ascending, without a hole.
  package let messages: [StoredMessage]
  /// Whether messages follow the page.
  package let hasMore: Bool
  /// Which policy the room has, as of the head; empty for none.
  package let policy: String

  package init(
    verdict: SyncVerdict, head: Position, messages: [StoredMessage], hasMore: Bool, policy: String = ""
  ) {
    self.verdict = verdict
    self.head = head
    self.messages = messages
    self.hasMore = hasMore
    self.policy = policy
  }
}
