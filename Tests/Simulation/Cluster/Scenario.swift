import Audit

/// A kind of weather for a simulated fleet: which faults come, and what is expected of the fleet all the same.
package struct Scenario: Sendable, CustomStringConvertible {
  package let name: String
  package let faults: [Cluster.Fault]
  /// The longest pause between two messages of a client, in milliseconds.
  let pace: Double
  /// What an instance's log of a room holds at least, once it has had as many.
  let logMessages: Int
  /// Whether people are muted and let speak again all the time.
  let isGoverned: Bool
  /// How many shards keep the rooms, of which there is one for each.
  let shards: Int

  package var description: String { name }

  private init(
    _ name: String, _ faults: [Cluster.Fault], pace: Double = 200, logMessages: Int = 4_096, isGoverned: Bool = false,
    shards: Int = 1
  ) {
    self.name = name
    self.faults = faults
    self.pace = pace
    self.logMessages = logMessages
    self.isGoverned = isGoverned
    self.shards = shards
  }

  package static let calm = Scenario("calm", [])
  package static let instances = Scenario("instances", [.kill, .freeze, .drain, .vanish])
  package static let connections = Scenario(
    "connections", [.cutCommands, .cutSubscriber, .silentLoss, .slowReplies, .pause, .away, .restart])
  /// Logs so short that many of those who come back are answered from the store, which takes its time.
  package static let pages = Scenario("pages", instances.faults + [.slowReplies], pace: 50, logMessages: 8)
  package static let everything = Scenario(
    "everything", instances.faults + connections.faults)
  package static let failover = Scenario("failover", [.failOver])
  package static let wipe = Scenario("wipe", [.wipe])
  /// Everything but the end of an instance, which may be the only one to have what the store forgot.
  package static let forgetful = Scenario(
    "forgetful",
    [
      .failOver, .wipe, .restart, .vanish, .freeze, .cutCommands, .cutSubscriber, .silentLoss, .slowReplies, .pause,
      .away,
    ])

  package static let governed = Scenario(
    "governed", connections.faults + [.failOver, .wipe, .vanish, .freeze], pace: 30, isGoverned: true)

  /// Rooms on three shards that move between them, while one or the other is away.
  package static let shards = Scenario("shards", everything.faults + [.move, .move, .move], shards: 3)
  /// A replica takes over from a primary that goes on beside it, in a cluster whose rooms move.
  package static let twoPrimaries = Scenario(
    "two-primaries", [.twoPrimaries, .move, .cutCommands, .cutSubscriber, .silentLoss, .slowReplies], shards: 3)

  package static let all = [
    calm, instances, connections, pages, everything, failover, wipe, forgetful, governed, shards, twoPrimaries,
  ]

  /// Lives through one schedule of it.
  package func run(seed: UInt64, planting bug: PlantedBug? = nil) -> Outcome {
    let cluster = Cluster(
      seed: seed, shards: shards, pace: pace, logMessages: logMessages, isGoverned: isGoverned, planting: bug)
    defer { cluster.end() }
    let histories = cluster.run(faults)
    return Outcome(scenario: self, seed: seed, histories, cluster)
  }

  /// Whether the store forgets in it, so that clients are told to take things back.
  var isForgetful: Bool { faults.contains { [.failOver, .wipe, .twoPrimaries].contains($0) } }
}

/// What one schedule showed.
package struct Outcome: Equatable, Sendable, CustomStringConvertible {
  package let scenario: String
  package let seed: UInt64
  package let acknowledged: Int
  /// What went wrong, by name: the audit's anomalies, `stuck` when clients did not get their say, `retracted` when they
  /// were told to take something back although nothing had been forgotten, `against policy` when something was stored that the
  /// policy at its place forbids, `changed` when a message was shown with another answer or other data than it was sent with,
  /// `misplaced` when one was not the next on its connection.
  package let anomalies: Set<String>
  /// How many messages came back, after the store had forgotten them, behind others than they had been shown before. Each
  /// client is told, and shows the new order; it is rare, not impossible, as instances hear of a failover at different times.
  package let overtaken: Int
  private let details: String

  init(scenario: Scenario, seed: UInt64, _ histories: [History], _ cluster: Cluster) {
    let verdicts = histories.map(Verdict.init)
    // Each request of a poll may go another way: what the store forgot is put back by an instance that has it, and the next
    // message comes in by one that never had.
    let findings = verdicts.flatMap(\.findings).filter { finding in
      !(finding.anomaly == .senderOrder && scenario.isForgetful && cluster.isPolled(finding.message))
    }
    var anomalies = Set(findings.map(\.anomaly.rawValue))
    if !cluster.isAtRest { anomalies.insert("stuck") }
    if cluster.retractions > 0, !scenario.isForgetful { anomalies.insert("retracted") }
    if cluster.forbiddenMessages > 0 { anomalies.insert("against policy") }
    if cluster.changedMessages > 0 { anomalies.insert("changed") }
    if cluster.misplacedMessages > 0 { anomalies.insert("misplaced") }
    self.scenario = scenario.name
    self.seed = seed
    self.anomalies = anomalies
    overtaken = cluster.overtakenMessages(in: histories)
    acknowledged = verdicts.reduce(0) { $0 + $1.acknowledged }
    details = "\(findings.prefix(5)) after \(cluster.faults)"
  }

  package var isClean: Bool { anomalies.isEmpty && acknowledged > 0 }

  /// How to see it again, and what was wrong.
  package var description: String {
    let found = acknowledged == 0 ? ["nothing acknowledged"] : anomalies.sorted()
    return "simulate --scenario \(scenario) --seed \(seed): \(found.joined(separator: ", ")): \(details)"
  }
}
