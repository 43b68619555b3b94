import Audit

@testable import Chat

/// A whole fleet with its Redis and its clients, in one process and in virtual time.
final class Cluster {
  /// What is thrown at it.
  enum Fault: CaseIterable {
    case kill, freeze, drain, cutCommands, cutSubscriber, silentLoss, away, vanish
    /// These take back what Redis had acknowledged.
    case failOver, wipe
  }

  let scheduler: Scheduler
  let redis: SimulatedRedis
  private let safe: MemoryStore
  private(set) var instances: [SimulatedInstance] = []
  private var clients: [SimulatedClient] = []
  private let room = "room"
  /// The longest pause between two messages of a client, in milliseconds.
  let pace: Double
  private var started = 0
  private(set) var faults: [String] = []

  init(seed: UInt64, instances count: Int = 3, clients clientCount: Int = 6, pace: Double = 200) {
    self.pace = pace
    let scheduler = Scheduler(seed: seed)
    self.scheduler = scheduler
    redis = SimulatedRedis(scheduler)
    safe = MemoryStore(clock: { Int64(scheduler.now / 1_000_000) }, makeEpoch: { "safe" })
    for _ in 0..<count { start() }
    clients = (0..<clientCount).map { SimulatedClient("c\($0)", in: room, cluster: self) }
  }

  var usable: [SimulatedInstance] { instances.filter(\.isAlive) }

  private func start() {
    started += 1
    instances.append(SimulatedInstance("i\(started)", redis, safe))
  }

  // MARK: - Faults

  /// Lets things go wrong for a while, then heal, and says what was seen.
  func run(_ kinds: [Fault], rounds: Int = 6) -> History {
    scheduler.run(until: scheduler.now + 300_000_000)
    for _ in 0..<rounds {
      if let fault = scheduler.pick(kinds) { inject(fault) }
      scheduler.run(until: scheduler.now + UInt64(scheduler.pick(200...4_000)) * 1_000_000)
    }
    heal()
    return history()
  }

  private func inject(_ fault: Fault) {
    faults.append("\(fault) at \(scheduler.now / 1_000_000) ms")
    let instance = scheduler.pick(usable)
    switch fault {
    case .kill:
      instance?.kill()
      scheduler.after(100...2_000) { self.start() }
    case .freeze: instance?.freeze()
    case .drain: if let instance { drain(instance) }
    case .cutCommands: instance?.broker.cutCommands()
    case .cutSubscriber: instance?.broker.cutSubscriber()
    case .silentLoss:
      instance?.broker.silentLoss = 30
      scheduler.after(200...2_000) { instance?.broker.silentLoss = 0 }
    case .away: takeAway {}
    case .vanish: scheduler.pick(clients)?.vanish()
    case .failOver: failOver()
    case .wipe: wipe()
    }
  }

  /// Redis can't be reached for a while, by nobody, and then is another.
  private func takeAway(_ change: @escaping () -> Void) {
    redis.goAway()
    for instance in usable {
      instance.broker.cutCommands()
      instance.broker.cutSubscriber()
    }
    scheduler.after(100...2_000) {
      change()
      self.redis.comeBack()
    }
  }

  private func failOver() {
    redis.replicate()
    // What is published from here on until the failure has not reached the replica, but all the instances.
    scheduler.run(until: scheduler.now + UInt64(scheduler.pick(1...600)) * 1_000_000)
    loseWhatAllHave { self.redis.failOver() }
  }

  private func wipe() {
    loseWhatAllHave { self.redis.wipe() }
  }

  /// What is lost must be in some instance's log: what nobody has, nobody can put back. So the failure waits until what
  /// was published has arrived somewhere, and the instances stay up until it is restored.
  private func loseWhatAllHave(_ change: @escaping () -> Void) {
    redis.goAway()
    scheduler.run(until: scheduler.now + 50_000_000)
    takeAway(change)
    scheduler.run(until: scheduler.now + 12_000_000_000)
  }

  /// Waits until nothing is wrong.
  private func settle() {
    scheduler.run(until: scheduler.now + 25_000_000_000)
  }

  private func drain(_ instance: SimulatedInstance) {
    instance.turn { instance.hub.askToReconnect(.restart, window: 500) }
    scheduler.after(600...900) {
      instance.kill()
      self.start()
    }
  }

  private func heal() {
    for instance in usable { instance.broker.silentLoss = 0 }
    for client in clients { client.fallSilent() }
    var patience = 40
    repeat {
      settle()
      patience -= 1
    } while patience > 0 && !isAtRest
    settle()
  }

  /// Whether all clients came back and said what they had to say.
  var isAtRest: Bool { clients.allSatisfy(\.isAtRest) }

  /// How often a client was told to take back what it had shown.
  var retractions: Int { clients.reduce(0) { $0 + $1.retractions } }

  private func history() -> History {
    var history = History(room: room)
    history.sendings = clients.flatMap(\.sendings)
    history.views = clients.map { History.View(viewer: $0.name, messages: $0.view) }
    let stored = RoomName(room).flatMap { redis.rooms[$0]?.messages } ?? []
    history.backlog = stored.compactMap { (try? JSONParser.parseObject($0.body))?["id"]?.string }
    return history
  }
}
