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

  package var description: String { name }

  private init(
    _ name: String, _ faults: [Cluster.Fault], pace: Double = 200, logMessages: Int = 4_096, isGoverned: Bool = false
  ) {
    self.name = name
    self.faults = faults
    self.pace = pace
    self.logMessages = logMessages
    self.isGoverned = isGoverned
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

  package static let all = [calm, instances, connections, pages, everything, failover, wipe, forgetful, governed]

  /// Lives through one schedule of it.
  package func run(seed: UInt64, planting bug: PlantedBug? = nil) -> Outcome {
    let cluster = Cluster(seed: seed, pace: pace, logMessages: logMessages, isGoverned: isGoverned, planting: bug)
    defer { cluster.end() }
    let verdict = Verdict(cluster.run(faults))
    return Outcome(scenario: self, seed: seed, verdict: verdict, cluster)
  }

  /// Whether the store forgets in it, so that clients are told to take things back.
  var isForgetful: Bool { faults.contains(.failOver) || faults.contains(.wipe) }
}

/// What one schedule showed.
package struct Outcome: Equatable, Sendable, CustomStringConvertible {
  package let scenario: String
  package let seed: UInt64
  package let acknowledged: Int
  /// What went wrong, by name: the audit's anomalies, `stuck` when clients did not get their say, `retracted` when they
  /// were told to take something back although nothing had been forgotten, `against policy` when something was stored that the
  /// policy at its place forbids, `changed` when a message was shown with another answer or other data than it was sent with, `misplaced` when one was not the next on its connection.
  package let anomalies: Set<String>
  private let details: String

  init(scenario: Scenario, seed: UInt64, verdict: Verdict, _ cluster: Cluster) {
    // Each request of a poll may go another way: what the store forgot is put back by an instance that has it, and the next
    // message comes in by one that never had.
    let findings = verdict.findings.filter { finding in
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
    acknowledged = verdict.acknowledged
    details = "\(findings.prefix(5)) after \(cluster.faults)"
  }

  package var isClean: Bool { anomalies.isEmpty && acknowledged > 0 }

  /// How to see it again, and what was wrong.
  package var description: String {
    let found = acknowledged == 0 ? ["nothing acknowledged"] : anomalies.sorted()
    return "simulate --scenario \(scenario) --seed \(seed): \(found.joined(separator: ", ")): \(details)"
  }
}
