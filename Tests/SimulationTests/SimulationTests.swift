import Audit
import Foundation
import Testing

@testable import Chat

@Suite("A fleet in virtual time")
struct SimulationTests {
  /// How many schedules each test runs. More with SIMULATION_SCHEDULES; one alone with SIMULATION_SEED.
  private var seeds: [UInt64] {
    let environment = ProcessInfo.processInfo.environment
    if let seed = environment["SIMULATION_SEED"].flatMap({ UInt64($0) }) { return [seed] }
    return Array(1...(environment["SIMULATION_SCHEDULES"].flatMap { UInt64($0) } ?? 6))
  }

  private func expectClean(
    _ kinds: [Cluster.Fault], pace: Double = 200, ruledOut: [Verdict.Anomaly] = Verdict.Anomaly.allCases
  ) {
    for seed in seeds {
      let cluster = Cluster(seed: seed, pace: pace)
      let verdict = Verdict(cluster.run(kinds))
      let findings = verdict.findings.filter { ruledOut.contains($0.anomaly) }
      #expect(
        findings.isEmpty && cluster.isAtRest,
        "SIMULATION_SEED=\(seed): \(findings.prefix(5)), at rest: \(cluster.isAtRest), after \(cluster.faults)")
      #expect(verdict.acknowledged > 0)
      let mayForget = kinds.contains(.failOver) || kinds.contains(.wipe)
      #expect(mayForget || cluster.retractions == 0, "SIMULATION_SEED=\(seed): after \(cluster.faults)")
    }
  }

  @Test("loses, doubles and reorders nothing when nothing goes wrong")
  func calm() { expectClean([]) }

  @Test("loses nothing when instances are killed, frozen and drained, and clients vanish")
  func instances() { expectClean([.kill, .freeze, .drain, .vanish]) }

  @Test("loses nothing when connections to Redis break, lose messages, or Redis is away")
  func connections() { expectClean([.cutCommands, .cutSubscriber, .silentLoss, .away]) }

  @Test("loses nothing when all of that comes together")
  func everything() {
    expectClean([.kill, .freeze, .drain, .vanish, .cutCommands, .cutSubscriber, .silentLoss, .away])
  }

  /// Messages that are sent before an instance has noticed the loss may be stored before those that are put back: the
  /// room still has one order, and everybody sees it, but it need not be the sender's.
  private static let promisedAfterLoss: [Verdict.Anomaly] = [
    .lost, .duplicated, .reordered, .phantom, .divergent, .gap, .partial,
  ]

  @Test("puts back what a failover forgot")
  func failover() { expectClean([.failOver], pace: 1_000, ruledOut: Self.promisedAfterLoss) }

  @Test("puts back what a wiped Redis forgot")
  func wipe() { expectClean([.wipe], pace: 1_000, ruledOut: Self.promisedAfterLoss) }

  @Test("finds planted bugs", arguments: SimulatedRedis.Mutation.allCases.filter { $0 != .noFence })
  func mutations(mutation: SimulatedRedis.Mutation) {
    let kinds: [Cluster.Fault] =
      mutation == .noGenerations ? [.failOver] : [.cutCommands, .cutSubscriber, .silentLoss, .kill, .vanish]
    let isFound = (1...30).contains { seed in
      let cluster = Cluster(seed: UInt64(seed))
      cluster.redis.mutation = mutation
      let verdict = Verdict(cluster.run(kinds))
      return !verdict.isClean || !cluster.isAtRest || (mutation != .noGenerations && cluster.retractions > 0)
    }
    #expect(isFound)
  }
}
