import Audit
import Base
import Chat
import ChatProtocol
import JSON
import MemoryBroker

/// A whole fleet with its Redis, or a cluster of them, and its clients, in one process and in virtual time.
package final class Cluster {
  /// What is thrown at it.
  package enum Fault: Sendable {
    /// An instance dies, stands still, or is taken out of service in order.
    case kill, freeze, drain
    /// One of an instance's two connections to a Redis breaks.
    case cutCommands, cutSubscriber
    /// Much of what is published does not arrive at an instance; what Redis answers arrives late.
    case silentLoss, slowReplies
    /// A Redis stands still, is out of reach, or starts again with all that it knew.
    case pause, away, restart
    /// A room goes to another shard.
    case move
    /// A client goes without a word and comes back.
    case vanish
    /// These take back what Redis had acknowledged.
    case failOver, wipe
    /// The same, while the old primary goes on for those who have not heard of the new one.
    case twoPrimaries
  }

  let scheduler: Scheduler
  let shards: SimulatedShards
  private let safe: MemoryStore
  private(set) var instances: [SimulatedInstance] = []
  private var clients: [SimulatedClient] = []
  private let rooms: [RoomName]
  /// The longest pause between two messages of a client, in milliseconds.
  let pace: Double
  private let logMessages: Int
  private let bug: PlantedBug?
  private var started = 0
  private(set) var faults: [String] = []

  init(
    seed: UInt64, instances count: Int = 3, shards shardCount: Int, pace: Double = 200,
    logMessages: Int, isGoverned: Bool = false, planting bug: PlantedBug? = nil
  ) {
    self.pace = pace
    self.logMessages = logMessages
    self.bug = bug
    let scheduler = Scheduler(seed: seed)
    self.scheduler = scheduler
    shards = SimulatedShards(scheduler, count: shardCount)
    if case .store(let mutation) = bug?.place { for redis in shards.primaries { redis.mutation = mutation } }
    // A room a shard, with three clients each; of one alone, six.
    rooms = (0..<shardCount).compactMap { RoomName("room-\($0)") }
    safe = MemoryStore(
      clock: { scheduler.wallClock }, makeEpoch: { "safe" }, soon: { _ in })
    for _ in 0..<count { start() }
    clients = (0..<max(6, 3 * shardCount)).map { number in
      SimulatedClient("c\(number)", in: rooms[number / 3 % rooms.count].text, polls: number % 3 == 2, cluster: self)
    }
    self.isGoverned = isGoverned
    if isGoverned { governNow() }
  }

  // MARK: - Governing

  private(set) var isGoverned = false
  private var isGoverning = true
  private var governings = 0

  /// Mutes somebody or lets them speak again, and says who may call everybody, through any instance, and goes on with that.
  private func governNow() {
    guard isGoverning, let name = scheduler.pick(rooms) else { return }
    scheduler.after(1...150) { self.governNow() }
    guard let instance = scheduler.pick(usable), let user = scheduler.pick(clients.compactMap(\.user)) else { return }
    governings += 1
    let change = PolicyChange(
      settings: .init(everybody: scheduler.chance(50) ? .members : .nobody), person: .init(id: user, name: ""),
      role: scheduler.chance(50) ? .muted : .member)
    let id = "g\(governings)"
    instance.turn { instance.hub.govern(change, by: .operators, in: name, id: id) { _ in } }
  }

  /// How many messages are stored that the policy at their place forbids.
  var forbiddenMessages: Int { rooms.reduce(0) { $0 + shards.primary(of: $1).forbidden(in: $1) } }

  var usable: [SimulatedInstance] { instances.filter(\.isAlive) }

  private func start() {
    started += 1
    instances.append(SimulatedInstance("i\(started)", shards, safe, logMessages: logMessages, planting: bug))
  }

  // MARK: - Faults

  /// Lets things go wrong for a while, then lets all recover, and says what was seen.
  func run(_ kinds: [Fault], rounds count: Int = 6) -> [History] {
    scheduler.run(until: scheduler.now + .milliseconds(300))
    for _ in 0..<count {
      if let fault = scheduler.pick(kinds) { inject(fault) }
      scheduler.run(until: scheduler.now + .milliseconds(scheduler.pick(200...4_000)))
    }
    recover()
    return rooms.map(history)
  }

  private func inject(_ fault: Fault) {
    faults.append("\(fault) at \(scheduler.wallClock) ms")
    let instance = scheduler.pick(usable)
    let shard = scheduler.pick(0...shards.count - 1)
    let redis = shards.primaries[shard]
    switch fault {
    case .kill:
      instance?.kill()
      scheduler.after(100...2_000) { self.start() }
    case .freeze: instance?.freeze()
    case .drain: if let instance { drain(instance) }
    case .cutCommands: instance?.broker.links[shard].cutCommands()
    case .cutSubscriber: instance?.broker.links[shard].cutSubscriber()
    case .silentLoss:
      instance?.broker.silentLoss = 30
      scheduler.after(200...2_000) { instance?.broker.silentLoss = 0 }
    case .slowReplies:
      instance?.broker.slowness = 300
      scheduler.after(500...3_000) { instance?.broker.slowness = 0 }
    case .pause:
      redis.isPaused = true
      scheduler.after(100...2_000) { redis.isPaused = false }
    case .vanish: scheduler.pick(clients)?.vanish()
    case .away: takeAway(shard) { _ in }
    case .restart: takeAway(shard) { $0.restart() }
    case .move: if let room = scheduler.pick(rooms) { shards.move(room) }
    case .failOver: failOver(shard)
    case .wipe: takeAway(shard) { $0.wipe() }
    case .twoPrimaries: replace(shard)
    }
  }

  /// A Redis can't be reached for a while, by nobody, and then is another.
  private func takeAway(_ shard: Int, _ change: @escaping (SimulatedRedis) -> Void) {
    let redis = shards.primaries[shard]
    guard !redis.isAway else { return }
    redis.goAway()
    for instance in usable {
      instance.broker.links[shard].cutCommands()
      instance.broker.links[shard].cutSubscriber()
    }
    scheduler.after(100...2_000) {
      change(redis)
      redis.comeBack()
    }
  }

  /// What is published from here on until the failure has not reached the replica, but some of the instances.
  private func leaveReplicaBehind(_ shard: Int) {
    shards.primaries[shard].replicate()
    scheduler.run(until: scheduler.now + .milliseconds(scheduler.pick(1...600)))
  }

  private func failOver(_ shard: Int) {
    guard !shards.primaries[shard].isAway else { return }
    leaveReplicaBehind(shard)
    takeAway(shard) { $0.failOver() }
  }

  /// A primary that was thought dead serves on for those who have not heard that it was replaced, until it hears it itself.
  private func replace(_ shard: Int) {
    let old = shards.primaries[shard]
    guard !old.isAway else { return }
    leaveReplicaBehind(shard)
    shards.promoteReplica(of: shard)
    for instance in usable { scheduler.after(0...1_500) { instance.broker.links[shard].switchOver() } }
    scheduler.after(1_500...1_500) {
      old.goAway()
      for instance in self.usable { instance.broker.links[shard].switchOver() }
    }
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
    for redis in shards.primaries { redis.isPaused = false }
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

  /// How many messages came back, after the store had forgotten them, behind others than they had been shown before: to those
  /// who are told at once what is stored.
  func overtakenMessages(in histories: [History]) -> Int {
    histories.reduce(0) { count, history in
      let places = Dictionary(history.backlog.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
      let watchers = clients.filter { $0.room == history.room && !$0.polls }
      return count + watchers.reduce(0) { $0 + inversions(of: $1.firstShown.compactMap { places[$0] }) }
    }
  }

  private func inversions(of places: [Int]) -> Int {
    zip(places, places.dropFirst()).count { $0 > $1 }
  }

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

  private func history(of room: RoomName) -> History {
    let clients = clients.filter { $0.room == room.text }
    var history = History(room: room.text)
    history.sendings = clients.flatMap(\.sendings)
    history.views = clients.map { History.View(viewer: $0.name, messages: $0.view) }
    let stored = shards.primary(of: room).rooms[room]?.messages.filter { $0.header.kind == .message } ?? []
    history.backlog = stored.compactMap { (try? JSONParser.parseObject($0.body))?["id"]?.string }
    return history
  }
}
