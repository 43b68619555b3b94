import Foundation
import Simulation

/// What `simulate` was asked to do.
struct Run {
  static let usage = """
    usage: simulate [--scenario NAME]… [--seed N] [--schedules N] [--planted BUG] [--until-failure]
           simulate --suite [--schedules N]

    Lives through schedules of a simulated fleet in virtual time, and judges what its clients saw.

      --scenario NAME      one of \(Scenario.all.map(\.name).joined(separator: ", ")); more than one; all if left out,
                           or the one in which a planted bug shows
      --seed N             the first schedule's seed; drawn at random if left out
      --schedules N        how many of each scenario: 1 with a seed, 100 without
      --planted BUG        plant a bug: \(PlantedBug.all.map(\.name).joined(separator: ", "))
      --until-failure      end at the first schedule that fails
      --suite              run every scenario from seed 1, 50 schedules unless told otherwise, and look for every planted
                           bug; ends with the line `N passed, N failed`

    Prints what failed, each with the call that shows it again, and how fast it went. Exit status: 0 when all was well,
    1 when something failed, 2 when the call was not understood.

    """

  private var scenarios: [Scenario] = []
  private var seed: UInt64?
  private var schedules: UInt64?
  private var bug: PlantedBug?
  private var stopsAtFailure = false
  private var isSuite = false
  private var isUnderstood = true

  init(arguments: [String]) {
    var words = arguments.dropFirst()
    while let option = words.popFirst() {
      guard takeFlag(option) || words.popFirst().map({ take(option, $0) }) == true else {
        isUnderstood = false
        return
      }
    }
  }

  private mutating func takeFlag(_ option: String) -> Bool {
    switch option {
    case "--until-failure": stopsAtFailure = true
    case "--suite": isSuite = true
    default: return false
    }
    return true
  }

  private mutating func take(_ option: String, _ value: String) -> Bool {
    switch option {
    case "--scenario":
      guard let scenario = Scenario.all.first(where: { $0.name == value }) else { return false }
      scenarios.append(scenario)
    case "--seed":
      seed = UInt64(value)
      return seed != nil
    case "--schedules":
      schedules = UInt64(value)
      return schedules != nil
    case "--planted":
      bug = PlantedBug.all.first { $0.name == value }
      return bug != nil
    default: return false
    }
    return true
  }

  /// Runs, prints, and says with which status to end.
  func report() -> Int32 {
    guard isUnderstood else {
      print(Self.usage, terminator: "")
      return 2
    }
    if isSuite { return Suite(schedules: schedules ?? 50).report() }
    let first = seed ?? UInt64.random(in: 1...UInt64(Int32.max)) * 1_000_000
    let count = schedules ?? (seed == nil ? 100 : 1)
    let start = ContinuousClock.now
    var total = 0
    var failures: [String: Int] = [:]
    let usual = bug.map { [$0.scenario] } ?? Scenario.all
    runs: for scenario in scenarios.isEmpty ? usual : scenarios {
      for number in 0..<count {
        total += 1
        let outcome = scenario.run(seed: first &+ number, planting: bug)
        guard !outcome.isClean else { continue }
        print(outcome)
        // Seen at once, also in a file.
        fflush(nil)
        for anomaly in outcome.anomalies { failures[anomaly, default: 0] += 1 }
        if stopsAtFailure { break runs }
      }
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let pace = Int(Double(total) / seconds * 60)
    print("\(total) schedules from seed \(first) in \(Int(seconds)) s, \(pace) a minute; failures: \(failures)")
    return failures.isEmpty ? 0 : 1
  }
}
