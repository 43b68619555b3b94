import Foundation
import Simulation
import Testing

@Suite("A fleet in virtual time")
struct SimulationTests {
  /// How many schedules each test runs: more with SIMULATION_SCHEDULES. What `simulate` prints runs one again.
  private static let schedules =
    ProcessInfo.processInfo.environment["SIMULATION_SCHEDULES"].flatMap { UInt64($0) } ?? 6
  /// How many are searched for a planted bug, at most.
  private static let searched: UInt64 = 60

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

  @Test("finds each planted bug, by name", arguments: PlantedBug.all)
  func finds(bug: PlantedBug) {
    let isFound = (1...Self.searched).contains { seed in
      !bug.scenario.run(seed: seed, planting: bug).anomalies.isDisjoint(with: bug.anomalies)
    }
    #expect(isFound)
  }
}
