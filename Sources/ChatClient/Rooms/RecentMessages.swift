/// The newest messages and changes of the policy that were shown, by author and id. After a failover the fleet stores again what the store forgot,
/// with new places in the order: by this they are known for what they are, and not shown twice.
struct RecentMessages {
  struct Name: Hashable {
    let author: String
    let id: String
  }

  private let limit: Int
  private var ring: [Name] = []
  private var next = 0
  /// Filled when the order begins anew; empty as long as nothing can return, which is nearly always.
  private var mayReturn: Set<Name> = []

  init(limit: Int) { self.limit = max(limit, 1) }

  mutating func add(_ name: Name) {
    if ring.count < limit {
      ring.append(name)
    } else {
      ring[next] = name
      next = (next + 1) % limit
    }
  }

  /// What was shown may be stored again from now on.
  mutating func expectReturns() { mayReturn.formUnion(ring) }

  /// Whether what has this name was shown before; told once for each.
  mutating func recognises(_ name: Name) -> Bool {
    guard !mayReturn.isEmpty else { return false }
    return mayReturn.remove(name) != nil
  }
}
