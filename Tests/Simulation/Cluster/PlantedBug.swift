import Chat

/// A bug that is planted to see whether the simulation finds it, and what it must be found by.
package struct PlantedBug: Sendable, CustomStringConvertible {
  enum Place {
    case store(SimulatedRedis.Mutation)
    /// Each instance alters what its rooms are about to do in a way of its own.
    case rooms(@Sendable () -> any RoomTampering)
  }

  package let name: String
  /// The weather in which it shows.
  package let scenario: Scenario
  /// One of these, at least.
  package let anomalies: Set<String>
  let place: Place

  package var description: String { name }

  private init(_ mutation: SimulatedRedis.Mutation, _ scenario: Scenario, _ anomalies: Set<String>) {
    name = mutation.rawValue
    self.scenario = scenario
    self.anomalies = anomalies
    place = .store(mutation)
  }

  private init(
    _ name: String, _ scenario: Scenario, _ anomalies: Set<String>,
    _ tamper: @escaping @Sendable () -> any RoomTampering
  ) {
    self.name = name
    self.scenario = scenario
    self.anomalies = anomalies
    place = .rooms(tamper)
  }

  package static let all = ofStore + ofRooms

  private static let ofStore = [
    PlantedBug(.forgetsIDs, .connections, ["duplicated"]),
    PlantedBug(.noGenerations, .failover, ["lost", "divergent", "sender order"]),
    PlantedBug(.noFence, .failover, ["sender order"]),
    PlantedBug(.noJudgement, .governed, ["against policy"]),
    PlantedBug(.publishesBeforeStoring, .calm, ["divergent", "retracted"]),
    PlantedBug(.acknowledgesUnstored, .calm, ["lost"]),
    PlantedBug(.skipsOne, .connections, ["lost", "stuck"]),
    PlantedBug(.movesIncompletely, .shards, ["retracted"]),
  ]

  private static let ofRooms = [
    PlantedBug("no-dedupe", .connections, ["duplicated"]) { AlteredAction.newID },
    PlantedBug("no-hole-filling", .connections, ["lost", "stuck"]) { AlteredAction.noFetch },
    PlantedBug("merges-without-hold", .pages, ["lost", "gap"]) { AlteredCatchUp { $0.forgetRest() } },
    PlantedBug("live-too-early", .instances, ["lost", "gap"]) { AlteredCatchUp { $0.isWhole = true } },
    PlantedBug("fence-removed", .failover, ["sender order"]) { AlteredAction.noFence },
    PlantedBug("restore-skips", .failover, ["lost"]) { AlteredAction.firstElsewhere },
    PlantedBug("restore-out-of-order", .failover, ["sender order"]) { AlteredAction.newestFirst },
    PlantedBug("restores-text-alone", .failover, ["changed"]) { AlteredAction.textAlone },
    PlantedBug("calls-unjudged", .governed, ["against policy"]) { AlteredAction.unjudgedCall },
    PlantedBug("acknowledges-early", .connections, ["lost"]) { AlteredAction.earlyAnswer },
  ]
}
