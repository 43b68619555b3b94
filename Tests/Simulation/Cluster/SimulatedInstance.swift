import Base
import Chat
import MemoryBroker

/// One instance: a hub on its broker, in virtual time.
final class SimulatedInstance {
  let name: String
  let hub: Hub
  let broker: SimulatedBroker
  private let scheduler: Scheduler
  private(set) var isAlive = true
  /// What is to be done once it is awake again; `nil` while it is awake.
  private var backlog: [() -> Void]?
  /// Polls that are not answered yet.
  var calls: [SimulatedCall] = []

  init(_ name: String, _ shards: SimulatedShards, _ safe: MemoryStore, logMessages: Int, planting bug: PlantedBug?) {
    self.name = name
    scheduler = shards.scheduler
    broker = SimulatedBroker(shards, MemoryBroker(store: safe, instance: name))
    var configuration = HubConfiguration()
    configuration.instance = name
    configuration.messageRate = 0
    configuration.requestRate = 0
    configuration.quotas = .off
    // A client that is told of another history starts over with what one page holds: here all of it.
    configuration.pageLimit = 5_000
    configuration.firstRead = min(configuration.firstRead, logMessages)
    configuration.logMessages = logMessages
    configuration.logBytes = logMessages * 512
    hub = Hub(configuration: configuration, broker: broker, entropy: SimulatedEntropy(shards.scheduler))
    if case .rooms(let tamper) = bug?.place { hub.tampering = tamper() }
    broker.enter = { [unowned self] body in self.turn(body) }
    tick()
  }

  /// A loop turn.
  func turn(_ body: @escaping () -> Void) {
    guard isAlive else { return }
    guard backlog == nil else {
      backlog?.append(body)
      return
    }
    hub.time = HubTime(now: scheduler.now, wallClock: scheduler.wallClock)
    body()
    broker.drainSafe()
    hub.endTurn()
    broker.drainSafe()
    calls.removeAll { $0.endTurn() }
  }

  private func tick() {
    guard isAlive else { return }
    turn { self.hub.tick() }
    scheduler.at(scheduler.now + .seconds(1) / Hub.ticksPerSecond) { [weak self] in self?.tick() }
  }

  /// Stands still for a while, as under SIGSTOP.
  func freeze() {
    backlog = backlog ?? []
    scheduler.after(500...5_000) {
      let missed = self.backlog ?? []
      self.backlog = nil
      for body in missed { self.turn(body) }
    }
  }

  func kill() {
    isAlive = false
    broker.die()
  }
}

final class SimulatedEntropy: Entropy {
  private let scheduler: Scheduler
  init(_ scheduler: Scheduler) { self.scheduler = scheduler }
  func next() -> UInt64 { UInt64(scheduler.pick(0...Int.max)) }
}
