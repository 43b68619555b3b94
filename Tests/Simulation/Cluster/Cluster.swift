import Audit
import Base
import Chat
import ChatProtocol
import JSON
import MemoryBroker

/// A whole fleet with its Redis and its clients, in one process and in virtual time.
package final class Cluster {
  /// What is thrown at it.
  package enum Fault: Sendable {
    /// An instance dies, stands still, or is taken out of service in order.
    case kill, freeze, drain
    /// One of an instance's two connections to Redis breaks.
    case cutCommands, cutSubscriber
    /// Much of what is published does not arrive at an instance; what Redis answers arrives late.
    case silentLoss, slowReplies
    /// Redis stands still, is out of reach, or starts again with all that it knew.
    case pause, away, restart
    /// A client goes without a word and comes back.
    case vanish
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
  private let logMessages: Int
  private let bug: PlantedBug?
  private var started = 0
  private(set) var faults: [String] = []

  init(
    seed: UInt64, instances count: Int = 3, clients clientCount: Int = 6, pace: Double = 200,
    logMessages: Int, isGoverned: Bool = false, planting bug: PlantedBug? = nil
  ) {
    self.pace = pace
    self.logMessages = logMessages
    self.bug = bug
    let scheduler = Scheduler(seed: seed)
    self.scheduler = scheduler
    redis = SimulatedRedis(scheduler)
    if case .store(let mutation) = bug?.place { redis.mutation = mutation }
    safe = MemoryStore(
      clock: { scheduler.wallClock }, makeEpoch: { "safe" }, soon: { _ in })
    for _ in 0..<count { start() }
    clients = (0..<clientCount).map { SimulatedClient("c\($0)", in: room, polls: $0 % 3 == 2, cluster: self) }
    if isGoverned { governNow() }
  }

  // MARK: - Governing

  private var isGoverning = true
  private var governings = 0

  /// Mutes somebody or lets them speak again, through any instance, and goes on with that.
  private func governNow() {
    guard isGoverning, let name = RoomName(room) else { return }
    scheduler.after(1...150) { self.governNow() }
    guard let instance = scheduler.pick(usable), let user = scheduler.pick(clients.compactMap(\.user)) else { return }
    governings += 1
    let change = PolicyChange(person: .init(id: user, name: ""), role: scheduler.chance(50) ? .muted : nil)
    let id = "g\(governings)"
    instance.turn { instance.hub.govern(change, by: .operators, in: name, id: id) { _ in } }
  }

  /// How many messages are stored that the policy at their place forbids.
  var forbiddenMessages: Int { RoomName(room).map { redis.forbidden(in: $0) } ?? 0 }

  var usable: [SimulatedInstance] { instances.filter(\.isAlive) }

  private func start() {
    started += 1
    instances.append(SimulatedInstance("i\(started)", redis, safe, logMessages: logMessages, planting: bug))
  }

  // MARK: - Faults

  /// Lets things go wrong for a while, then lets all recover, and says what was seen.
  func run(_ kinds: [Fault], rounds: Int = 6) -> History {
    scheduler.run(until: scheduler.now + .milliseconds(300))
    for _ in 0..<rounds {
      if let fault = scheduler.pick(kinds) { inject(fault) }
      scheduler.run(until: scheduler.now + .milliseconds(scheduler.pick(200...4_000)))
    }
    recover()
    return history()
  }

  private func inject(_ fault: Fault) {
    faults.append("\(fault) at \(scheduler.wallClock) ms")
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
    case .slowReplies:
      instance?.broker.slowness = 300
      scheduler.after(500...3_000) { instance?.broker.slowness = 0 }
    case .pause:
      redis.isPaused = true
      scheduler.after(100...2_000) { self.redis.isPaused = false }
    case .vanish: scheduler.pick(clients)?.vanish()
    case .away: takeAway {}
    case .restart: takeAway { self.redis.restart() }
    case .failOver: failOver()
    case .wipe: takeAway { self.redis.wipe() }
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

  /// What is published from here on until the failure has not reached the replica, but some of the instances.
  private func failOver() {
    redis.replicate()
    scheduler.run(until: scheduler.now + .milliseconds(scheduler.pick(1...600)))
    takeAway { self.redis.failOver() }
  }

  /// Waits until nothing is wrong.
  private func waitOut() {
    scheduler.run(until: scheduler.now + .seconds(25))
  }

  private func drain(_ instance: SimulatedInstance) {
    instance.turn { instance.hub.askToReconnect(.restart, window: 500) }
    scheduler.after(600...900) {
      instance.kill()
      self.start()
    }
  }

  private func recover() {
    redis.isPaused = false
    isGoverning = false
    for instance in usable { instance.broker.recover() }
    for client in clients { client.fallSilent() }
    var timeout = 40
    repeat {
      waitOut()
      timeout -= 1
    } while timeout > 0 && !isAtRest
    waitOut()
  }

  /// What a message was sent with besides its text.
  func extra(of message: String) -> Extra? { clients.lazy.compactMap { $0.extras[message] }.first }

  /// How often a message was shown otherwise than it was sent.
  var changedMessages: Int { clients.reduce(0) { $0 + $1.changed } }

  /// Whether its author polls.
  func isPolled(_ message: String) -> Bool {
    clients.contains { $0.polls && $0.sendings.contains { $0.message == message } }
  }

  /// How many messages did not come as the next ones on their connections.
  var misplacedMessages: Int { clients.reduce(0) { $0 + $1.misplacedCount } }

  /// Whether all clients came back and said what they had to say.
  var isAtRest: Bool { clients.allSatisfy(\.isAtRest) }

  /// How often a client was told to take back what it had shown.
  var retractions: Int { clients.reduce(0) { $0 + $1.retractions } }

  /// Takes it apart: its parts hold each other, and thousands of clusters live in one process.
  func end() {
    scheduler.end()
    for client in clients { client.leave() }
    clients = []
    for instance in instances { instance.kill() }
    scheduler.end()
  }

  private func history() -> History {
    var history = History(room: room)
    history.sendings = clients.flatMap(\.sendings)
    history.views = clients.map { History.View(viewer: $0.name, messages: $0.view) }
    let stored = RoomName(room).flatMap { redis.rooms[$0]?.messages.filter { $0.header.kind == .message } } ?? []
    history.backlog = stored.compactMap { (try? JSONParser.parseObject($0.body))?["id"]?.string }
    return history
  }
}
