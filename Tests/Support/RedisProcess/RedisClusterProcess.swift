import TestTimeout

/// A real Redis Cluster for tests: primaries that share the slots evenly, and behind each as many replicas as are asked for.
package final class RedisClusterProcess {
  package static let slotCount = 16_384

  package let primaries: [RedisProcess]
  /// Of each primary in its turn.
  package private(set) var replicas: [RedisProcess] = []

  package init(shards: Int = 3, replicas: Int = 0, _ options: [String] = []) throws {
    let all = try (0..<shards * (1 + replicas)).map { _ in try Self.makeNode(options) }
    primaries = Array(all[..<shards])
    self.replicas = Array(all[shards...])
    for (place, primary) in primaries.enumerated() {
      let first = place * Self.slotCount / shards
      let last = (place + 1) * Self.slotCount / shards - 1
      try primary.command("CLUSTER", "ADDSLOTSRANGE", String(first), String(last))
      try primary.command("CLUSTER", "SET-CONFIG-EPOCH", String(place + 1))
      for other in all.dropFirst(place + 1) { try Self.meet(primary, other) }
    }
    try waitUntil("the cluster to be whole") { try all.allSatisfy { try self.isWhole($0, nodes: all.count) } }
    for (place, replica) in self.replicas.enumerated() {
      try replica.command("CLUSTER", "REPLICATE", try Self.identifier(of: primaries[place % shards]))
    }
    try waitUntil("the replicas to follow") {
      try self.replicas.allSatisfy { try $0.command("INFO", "replication").contains("master_link_status:up") }
    }
  }

  /// Of the many ports one may be taken between the look at it and the start.
  package static func makeNode(_ options: [String] = []) throws -> RedisProcess {
    for _ in 0..<3 {
      do {
        return try startNode(options)
      } catch let failure as RedisProcess.Failed where failure == .endedAtOnce {}
    }
    return try startNode(options)
  }

  private static func startNode(_ options: [String]) throws -> RedisProcess {
    let bus = try ReservedPort()
    return try RedisProcess(
      [
        "--cluster-enabled", "yes", "--cluster-config-file", "nodes.conf", "--cluster-node-timeout", "15000",
        "--cluster-port", String(bus.number), "--cluster-replica-validity-factor", "0",
      ] + options, bus: bus)
  }

  /// From now on a node that is silent for so long is taken for dead by the others: milliseconds. That is long until then, since
  /// a busy machine makes those silent, too, that live.
  package func missNodes(after timeout: Int) throws {
    for node in primaries + replicas where node.isRunning {
      try node.command("CONFIG", "SET", "cluster-node-timeout", String(timeout))
    }
  }

  private static func meet(_ node: RedisProcess, _ other: RedisProcess) throws {
    let facts = try other.command("CONFIG", "GET", "cluster-port").split(separator: "\r\n")
    try node.command("CLUSTER", "MEET", "127.0.0.1", String(other.port), String(facts.last ?? "0"))
  }

  private func isWhole(_ node: RedisProcess, nodes: Int) throws -> Bool {
    let facts = try node.command("CLUSTER", "INFO")
    return facts.contains("cluster_state:ok") && facts.contains("cluster_slots_assigned:\(Self.slotCount)")
      && facts.contains("cluster_known_nodes:\(nodes)")
  }

  package static func identifier(of node: RedisProcess) throws -> String {
    String(try node.command("CLUSTER", "MYID").split(separator: "\r\n").last ?? "")
  }

  /// The primary that has a slot, as the first one knows it.
  package func owner(of slot: Int) throws -> RedisProcess {
    for node in primaries + replicas where node.isRunning {
      let isPrimary = try node.command("ROLE").contains("master")
      if isPrimary, try node.command("CLUSTER", "COUNTKEYSINSLOT", String(slot)).hasPrefix(":"),
        try owns(node, slot)
      {
        return node
      }
    }
    throw RedisProcess.Failed(description: "nobody has slot \(slot)")
  }

  private func owns(_ node: RedisProcess, _ slot: Int) throws -> Bool {
    let lines = try node.command("CLUSTER", "NODES").split { $0.isNewline }
    guard let line = lines.first(where: { $0.contains("myself") }) else { return false }
    return line.split(separator: " ").dropFirst(8).contains { range in
      let ends = range.split(separator: "-").compactMap { Int($0) }
      return !range.hasPrefix("[") && (ends.first ?? .max) <= slot && slot <= (ends.last ?? -1)
    }
  }

  // MARK: - Moving a slot

  /// A slot on its way from one primary to another.
  package struct Move {
    package let slot: Int
    package let source: RedisProcess
    package let target: RedisProcess
    fileprivate let sourceID: String
    fileprivate let targetID: String
  }

  /// Begins to move a slot: from now on what is not (any more) at the source is asked of the target.
  package func begin(moving slot: Int, to target: RedisProcess) throws -> Move {
    let source = try owner(of: slot)
    let move = Move(
      slot: slot, source: source, target: target, sourceID: try Self.identifier(of: source),
      targetID: try Self.identifier(of: target))
    try set(slot, "IMPORTING", move.sourceID, at: target)
    try set(slot, "MIGRATING", move.targetID, at: source)
    return move
  }

  /// Until the node takes it: what it has heard of the others may be older than what they know.
  private func set(_ slot: Int, _ state: String, _ identifier: String, at node: RedisProcess) throws {
    try waitUntil("slot \(slot) to be \(state)") {
      try node.command("CLUSTER", "SETSLOT", String(slot), state, identifier).hasPrefix("+")
    }
  }

  /// Moves some of the keys.
  /// - Returns: how many.
  @discardableResult
  package func migrate(_ move: Move, keys count: Int = 100) throws -> Int {
    let found = try move.source.command("CLUSTER", "GETKEYSINSLOT", String(move.slot), String(count))
    let keys = found.split(separator: "\r\n").filter { !$0.hasPrefix("*") && !$0.hasPrefix("$") }.map(String.init)
    guard !keys.isEmpty else { return 0 }
    // All at once: what waits for the slot does not wait for long, also where each command takes its time.
    let words = ["MIGRATE", "127.0.0.1", String(move.target.port), "", "0", "60000", "KEYS"] + keys
    let answer = try move.source.command(words)
    guard answer.hasPrefix("+") else { throw RedisProcess.Failed(description: "MIGRATE: \(answer)") }
    return keys.count
  }

  /// Ends it: all keys have been moved, and the slot is the target's.
  package func finish(_ move: Move) throws {
    while try migrate(move) > 0 {}
    for node in [move.target, move.source] + primaries where node.isRunning {
      try set(move.slot, "NODE", move.targetID, at: node)
    }
  }
}
