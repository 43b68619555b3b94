import Simulation
import Testing

/// That schedules can be run again; what they show is for `simulate --suite`, which is built for speed.
@Suite("A fleet in virtual time")
struct SimulationTests {
  @Test("takes the same course for the same seed")
  func replays() {
    let courses = (0..<2).map { _ in Scenario.forgetful.run(seed: 7) }
    #expect(courses[0] == courses[1])
    #expect(courses[0] != Scenario.forgetful.run(seed: 8))
  }
}
