import Base
import Broker
import ChatProtocol
import EventLoop
import RedisClient

/// A Redis Cluster: a shard for each of its primaries, and which of them has what.
///
/// Each call goes to the shard that has its slot. Nodes say so when a slot is elsewhere (`SlotQueue`), and where all are is
/// learnt anew from then on (`ClusterWatch`).
final class Cluster {
  /// How long a node that has just been heard of may take to be reached.
  static let startTimeout: TimeSpan = .seconds(2)
  /// How long a primary may have no slots before its connections are given up.
  private static let keptTime: TimeSpan = .seconds(5)
  /// After which the nodes miss one of them that is away for all: twice what they wait by default. Whatever they don't miss by
  /// then is away for this instance alone.
  private static let missingTime: TimeSpan = .seconds(30)

  /// So many numbers are enough for one in each slot.
  static let tagCount = 110_000

  private struct QueueName: Hashable {
    let slot: HashSlot
    let lane: Shard.Lane
  }

  private let reactor: Reactor
  private let configuration: RedisBrokerConfiguration
  private let watch: ClusterWatch
  let subscriptions: RoomSubscriptions
  private var map = SlotMap()
  private var shardsByAddress: [RedisAddress: Shard] = [:]
  /// Since when those have no slots that had some.
  private var unused: [RedisAddress: Instant] = [:]
  /// When those were last asked for what was on its way to them.
  private var asked: [RedisAddress: Instant] = [:]
  private var queues: [QueueName: SlotQueue] = [:]
  private(set) var isEnded = false
  /// The words with which keys can be made that lie on a shard.
  private var tags: [RedisAddress: String] = [:]
  /// Who has what is no room's.
  private weak var people: Shard?
  /// What the fleet was told.
  var onFleet: (UnsafeRawBufferPointer) -> Void = { _ in }
  /// Told whenever something may have been missed that is no room's.
  var onInterrupted: () -> Void = {}

  init(_ reactor: Reactor, _ configuration: RedisBrokerConfiguration, seeds: [RedisAddress]) {
    self.reactor = reactor
    self.configuration = configuration
    watch = ClusterWatch(reactor, configuration.redis, seeds: seeds)
    subscriptions = RoomSubscriptions(reactor, timeout: configuration.callTimeout)
    subscriptions.cluster = self
    watch.onMap = { [weak self] in self?.take($0) }
  }

  func start() { watch.start() }

  func end() {
    isEnded = true
    for shard in shardsByAddress.values { shard.end() }
    watch.end()
    subscriptions.end()
    let failure = RedisFailure(.unknown, "this instance ends")
    for queue in queues.values { queue.end(failure) }
    queues = [:]
  }

  // MARK: - Who has what

  /// Those with slots, in the order of their first ones.
  var shards: [Shard] { map.primaries.compactMap { shardsByAddress[$0] } }

  func shard(of slot: HashSlot) -> Shard? { map.primary(of: slot).flatMap { shard(at: $0) } }

  func shard(at address: RedisAddress) -> Shard? {
    guard !isEnded else { return nil }
    if let shard = shardsByAddress[address] { return shard }
    guard !address.host.isEmpty else { return nil }
    var configuration = configuration
    configuration.redis.server = configuration.redis.server.node(at: address)
    let shard = Shard(reactor, configuration) { [weak self] in self?.mark(at: address) }
    shardsByAddress[address] = shard
    listen(to: shard, at: address)
    return shard
  }

  /// The one that is asked for what is on its way to it. It need not have slots yet.
  func shard(askedAt address: RedisAddress) -> Shard? {
    asked[address] = reactor.now
    return shard(at: address)
  }

  private func listen(to shard: Shard, at address: RedisAddress) {
    shard.onFleet = { [weak self, weak shard] payload in
      // Each node passes it on, and it is heard once.
      if let self, self.people === shard { self.onFleet(payload) }
    }
    shard.onStanding = { [weak self, weak shard] in
      guard let self, let shard else { return }
      self.subscriptions.stand(on: shard, isTold: self.people === shard)
      if self.people === shard { self.onInterrupted() }
    }
    shard.onDown = { [weak self] in self?.refresh() }
    shard.gate?.onRedirected = { [weak self] in self?.note($0, from: address) }
    shard.subscriber.onInterrupted = { [weak self, weak shard] channel in
      guard let self, let shard else { return }
      self.refresh()
      self.subscriptions.interrupted(channel, on: shard)
    }
  }

  private func take(_ news: SlotMap) {
    let isNew = news != map
    map = news
    letGo()
    if isNew { mapChanged() }
  }

  /// A node has sent something elsewhere.
  func note(_ redirection: Redirection, from address: RedisAddress?) {
    refresh()
    if case .moved(let slot, let target) = redirection { learned(slot, target.told(by: address)) }
  }

  /// A node has said that a slot is another's.
  private func learned(_ slot: HashSlot, _ address: RedisAddress) {
    guard !address.host.isEmpty, map.primary(of: slot) != address else { return }
    map.give(slot, to: address)
    mapChanged()
  }

  private func refresh() {
    if !isEnded { watch.refresh() }
  }

  /// To be called at the end of each turn of the loop.
  func turnEnded() {
    for shard in shardsByAddress.values { shard.gate?.turnEnded() }
  }

  private func mapChanged() {
    tags = tags.filter { map.primary(of: HashSlot(ofKey: $0.value)) == $0.key }
    for address in map.primaries { _ = shard(at: address) }
    let before = people
    people = shard(of: Place.people.slot)
    subscriptions.place()
    if let people, people !== before, people.subscriber.stands { onInterrupted() }
  }

  /// Gives up the connections to those that have had no slots for a while.
  private func letGo() {
    asked = asked.filter { reactor.now - $0.value <= Self.keptTime }
    for (address, shard) in shardsByAddress where asked[address] == nil {
      if map.primaries.contains(address) {
        unused[address] = nil
      } else if let since = unused[address] {
        guard reactor.now - since > Self.keptTime else { continue }
        unused[address] = nil
        shardsByAddress[address] = nil
        shard.end()
      } else {
        unused[address] = reactor.now
      }
      if unused[address] != nil { shard.leaveIfSilent() }
    }
  }

  /// A key that lies on a shard.
  private func mark(at address: RedisAddress) -> String? {
    if tags[address] == nil, map.slot(of: address) != nil {
      tags[address] = (0..<Self.tagCount).lazy.map { String($0) }.first { [map] in
        map.primary(of: HashSlot(ofKey: $0)) == address
      }
    }
    return tags[address].map { RedisKeys.mark(configuration.instance, tag: $0) }
  }

  // MARK: - Calls

  /// Has `attempt` send something to the shard that has a place, again and elsewhere as it is told to.
  func route<Value>(
    _ place: Place, _ lane: Shard.Lane, _ completion: @escaping (Result<Value, RedisFailure>) -> Void,
    attempt: @escaping (Shard, _ asks: Bool, @escaping (Result<Value, RedisFailure>) -> Void) -> Void
  ) {
    let call = RoutedCall(deadline: reactor.now + configuration.callTimeout) { shard, asks, settle in
      attempt(shard, asks) { result in
        if case .failure(let failure) = result {
          if settle(failure) { return }
        } else {
          _ = settle(nil)
        }
        completion(result)
      }
    } fail: {
      completion(.failure($0))
    }
    let name = QueueName(slot: place.slot, lane: lane)
    let queue = queues[name] ?? SlotQueue(reactor, name.slot, lane, of: self)
    queues[name] = queue
    queue.submit(call)
  }

  func ended(_ queue: SlotQueue, _ slot: HashSlot, _ lane: Shard.Lane) {
    let name = QueueName(slot: slot, lane: lane)
    // It may have one in its place already.
    if queues[name] === queue { queues[name] = nil }
  }

  // MARK: - How it is

  /// Why nothing is known of it.
  var reason: String { watch.reason }

  var condition: BrokerCondition {
    guard !map.primaries.isEmpty else { return .impaired(reason: watch.reason) }
    var short: String?
    var away: (address: RedisAddress, reason: String)?
    var awayCount = 0
    for address in map.primaries {
      guard let shard = shardsByAddress[address] else { continue }
      if let reason = shard.interruption {
        away = away ?? (address, reason)
        awayCount += 1
      } else if let reason = shard.gate?.impairment {
        short = short ?? "the shard at \(address): \(reason)"
      }
    }
    if let (address, reason) = away {
      let isAlike = watch.hasLostSlots || (awayCount == 1 && isAwayForAll(address))
      return impaired("the shard at \(address): \(reason)", isAlike: isAlike)
    }
    if let short { return impaired(short, isAlike: true) }
    if map.isWhole { return .delivering }
    return impaired("a part of the cluster's slots is nobody's", isAlike: watch.hasLostSlots)
  }

  /// - Parameter isAlike: whether it is the same on every instance. Then this one is as good as any other.
  private func impaired(_ reason: String, isAlike: Bool) -> BrokerCondition {
    isAlike && people?.condition == .delivering ? .partial(reason: reason) : .impaired(reason: reason)
  }

  /// Whether the only shard that is away is so for everybody, as far as can be told before the nodes say so: another node is
  /// within reach.
  private func isAwayForAll(_ address: RedisAddress) -> Bool {
    guard let node = watch.node, node != address, let shard = shardsByAddress[address] else { return false }
    return !shard.isUnheard(for: Self.missingTime)
  }

  var isListening: Bool { people?.subscriber.stands ?? false }

  var writeRefusal: String? {
    for address in map.primaries {
      if let refusal = shardsByAddress[address]?.writeProbe.refusal { return "the shard at \(address): \(refusal)" }
    }
    return nil
  }
}
