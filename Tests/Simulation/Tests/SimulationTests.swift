import Foundation
import Simulation
import Testing

@Suite("A fleet in virtual time")
struct SimulationTests {
  /// How many schedules each test runs: more with SIMULATION_SCHEDULES. What `simulate` prints runs one again.
  private static let schedules =
    ProcessInfo.processInfo.environment["SIMULATION_SCHEDULES"].flatMap { UInt64($0) } ?? 6

  @Test("loses, doubles and reorders nothing, whatever goes wrong", arguments: Scenario.all)
  func holds(scenario: Scenario) {
    for seed in 1...Self.schedules {
      let outcome = scenario.run(seed: seed)
      #expect(outcome.isClean, "\(outcome)")
    }
  }

  @Test("takes the same course for the same seed")
  func replays() {
    let courses = (0..<2).map { _ in Scenario.forgetful.run(seed: 7) }
    #expect(courses[0] == courses[1])
    #expect(courses[0] != Scenario.forgetful.run(seed: 8))
  }

  @Test("finds bugs planted in the store, by name", arguments: PlantedBug.all)
  func finds(bug: PlantedBug) {
    let isFound = (1...60).contains { seed in
      !bug.scenario.run(seed: seed, planting: bug.mutation).anomalies.isDisjoint(with: bug.anomalies)
    }
    #expect(isFound)
  }
}

/// A bug of the store, and what it must be found by.
struct PlantedBug: Sendable, CustomTestStringConvertible {
  let mutation: SimulatedRedis.Mutation
  let scenario: Scenario
  let anomalies: Set<String>

  var testDescription: String { mutation.rawValue }

  static let all = [
    PlantedBug(mutation: .forgetsIDs, scenario: .connections, anomalies: ["duplicated"]),
    PlantedBug(mutation: .noGenerations, scenario: .failover, anomalies: ["lost", "divergent", "sender order"]),
    PlantedBug(mutation: .noFence, scenario: .failover, anomalies: ["sender order"]),
    PlantedBug(mutation: .publishesBeforeStoring, scenario: .calm, anomalies: ["divergent", "retracted"]),
    PlantedBug(mutation: .acknowledgesUnstored, scenario: .calm, anomalies: ["lost"]),
    PlantedBug(mutation: .skipsOne, scenario: .connections, anomalies: ["lost", "stuck"]),
  ]
}
