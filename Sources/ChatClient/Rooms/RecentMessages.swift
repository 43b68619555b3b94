/// The newest messages that were shown, by author and id. After a failover the fleet stores again what the store forgot,
/// with new places in the order: by this they are known for what they are, and not shown twice.
struct RecentMessages {
  private struct Key: Hashable {
    let author: String
    let id: String
  }

  private let limit: Int
  private var ring: [Key] = []
  private var next = 0
  /// Filled when the order begins anew; empty as long as nothing can return, which is nearly always.
  private var mayReturn: Set<Key> = []

  init(limit: Int) { self.limit = max(limit, 1) }

  mutating func add(_ message: RoomMessage) {
    let key = Key(author: message.from.id, id: message.id)
    if ring.count < limit {
      ring.append(key)
    } else {
      ring[next] = key
      next = (next + 1) % limit
    }
  }

  /// What was shown may be stored again from now on.
  mutating func expectReturns() { mayReturn.formUnion(ring) }

  /// Whether this message was shown before; told once for each.
  mutating func recognises(_ message: RoomMessage) -> Bool {
    guard !mayReturn.isEmpty else { return false }
    return mayReturn.remove(Key(author: message.from.id, id: message.id)) != nil
  }
}
