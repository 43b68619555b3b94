/// Which primary of a cluster has which slots, as one node knows it.
package struct SlotMap: Equatable, Sendable {
  /// Those that have slots, in the order of their first ones.
  package private(set) var primaries: [RedisAddress] = []
  /// All nodes that were named: whom to ask next.
  package private(set) var nodes: [RedisAddress] = []
  /// The place in `primaries` of each slot's; nobody's is `Self.nobody`.
  private var owners = [UInt16](repeating: nobody, count: HashSlot.count)

  private static let nobody = UInt16.max
  /// More than this are a mistake: Redis itself advises no more than 1,000.
  private static let mostPrimaries = 2_000

  package init() {}

  /// What `CLUSTER SLOTS` answers: for each range its first and last slot, the primary, and its replicas, each of them a host,
  /// a port, and more.
  /// - Parameter node: who answered.
  init?(_ reply: inout ReplyCursor, toldBy node: RedisAddress) {
    guard let count = reply.array() else { return nil }
    for _ in 0..<count {
      guard let elements = reply.array(), elements >= 3, let first = reply.integer(), let last = reply.integer(),
        first <= last, (0..<Int64(HashSlot.count)).contains(first), (0..<Int64(HashSlot.count)).contains(last),
        let primary = Self.node(&reply)
      else { return nil }
      let owner = primary.told(by: node)
      if !owner.host.isEmpty, !owner.isUnknown { give(Int(first)...Int(last), to: owner) }
      for _ in 0..<elements - 3 {
        guard let replica = Self.node(&reply)?.told(by: node) else { return nil }
        if !replica.host.isEmpty, !replica.isUnknown, !nodes.contains(replica) { nodes.append(replica) }
      }
    }
    if primaries.isEmpty, count > 0 { return nil }
  }

  private static func node(_ reply: inout ReplyCursor) -> RedisAddress? {
    guard let elements = reply.array(), elements >= 2 else { return nil }
    let host = reply.nothing() ? "" : reply.text()
    guard let host, let port = reply.integer().flatMap({ UInt16(exactly: $0) }), port > 0 else { return nil }
    for _ in 0..<elements - 2 { reply.skip() }
    return RedisAddress(host: host, port: port)
  }

  package func primary(of slot: HashSlot) -> RedisAddress? {
    let owner = owners[slot.number]
    return owner == Self.nobody ? nil : primaries[Int(owner)]
  }

  /// A slot of a primary's, if it has any.
  package func slot(of primary: RedisAddress) -> HashSlot? {
    guard let place = primaries.firstIndex(of: primary) else { return nil }
    return owners.firstIndex(of: UInt16(place)).flatMap { HashSlot($0) }
  }

  /// Whether each slot has a primary.
  package var isWhole: Bool { !owners.contains(Self.nobody) }

  /// A node has said that a slot is another's.
  package mutating func give(_ slot: HashSlot, to primary: RedisAddress) {
    give(slot.number...slot.number, to: primary)
  }

  private mutating func give(_ slots: ClosedRange<Int>, to primary: RedisAddress) {
    if !primaries.contains(primary) {
      guard primaries.count < Self.mostPrimaries else { return }
      primaries.append(primary)
    }
    if !nodes.contains(primary) { nodes.append(primary) }
    guard let place = primaries.firstIndex(of: primary) else { return }
    for slot in slots { owners[slot] = UInt16(place) }
  }
}
