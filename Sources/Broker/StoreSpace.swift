/// How much of a store's memory is taken: bytes.
///
/// What people write ends at `messageShare`: the rest is kept so that signing in, presence and an operator's own messages, in
/// rooms that there are, go on when the chat is full.
package struct StoreSpace: Equatable, Sendable {
  /// Parts of the limit in hundredths: up to where messages are taken, and from where on memory is spared.
  private static let messageShare = 90
  private static let sparingShare = 80

  package let used: Int
  /// At least 1.
  package let limit: Int

  package init(used: Int, limit: Int) {
    self.used = max(used, 0)
    self.limit = max(limit, 1)
  }

  /// How much of the limit is taken; 1 is all.
  package var share: Double { Double(used) / Double(limit) }

  /// What messages may still take.
  package var left: Int { max(limit / 100 * Self.messageShare - used, 0) }

  /// Whether no more messages are taken.
  package var isFull: Bool { left == 0 }

  /// Whether memory is spared: no new rooms are taken, and request ids are remembered for less long. It is time to look for
  /// more of it.
  package var isFilling: Bool { used > limit / 100 * Self.sparingShare }

  /// For operators, why no more messages are taken; `nil` while they are.
  package var refusal: String? {
    isFull ? "\(Int(share * 100)) % of its memory are taken; the rest is for signing in" : nil
  }
}
