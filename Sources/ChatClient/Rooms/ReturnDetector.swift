/// The newest messages of a room, by their names. After a failover the fleet stores again what the store forgot, at new places
/// in the order: by this it is known for what it is, and not taken for news.
package struct ReturnDetector<Name: Hashable & Sendable>: Sendable {
  private let limit: Int
  private var ring: [Name] = []
  private var next = 0
  /// Filled when the order begins anew; empty as long as nothing can return, which is nearly always: an author may use an id
  /// again on another day.
  private var mayReturn: Set<Name> = []

  /// - Parameter limit: how many names are kept.
  package init(limit: Int) { self.limit = max(limit, 1) }

  package mutating func add(_ name: Name) {
    if ring.count < limit {
      ring.append(name)
    } else {
      ring[next] = name
      next = (next + 1) % limit
    }
  }

  /// What there was may be stored again from now on.
  package mutating func expectReturns() { mayReturn.formUnion(ring) }

  /// Takes the name of what came, unless it is there again.
  /// - Returns: whether it is new; each that returns is known once.
  package mutating func isNew(_ name: Name) -> Bool {
    if !mayReturn.isEmpty, mayReturn.remove(name) != nil { return false }
    add(name)
    return true
  }
}
