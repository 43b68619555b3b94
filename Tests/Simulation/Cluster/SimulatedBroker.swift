import Base
import Broker
import ChatProtocol
import ChatTestSupport
import MemoryBroker

/// An instance's way to the simulated shards: by two connections to each.
final class SimulatedBroker: Broker {
  weak var events: (any BrokerEvents)?
  private let shards: SimulatedShards
  private(set) lazy var links = (0..<shards.count).map { SimulatedRedisLink($0, of: shards, for: self) }
  /// Sessions, presence and the rest: kept safe in a store of its own.
  private let safe: MemoryBroker
  private var scheduler: Scheduler { shards.scheduler }
  /// How what arrives gets into the instance: with its time, and a turn's end behind it.
  var enter: (@escaping () -> Void) -> Void = { $0() }

  private(set) var isDead = false
  /// Percent of what is published that does not arrive although nothing was cut.
  var silentLoss = 0
  /// How much longer answers may take, in milliseconds.
  var slowness = 0
  private var followed: Set<RoomName> = []
  /// By which link a room is asked for, and how many of these calls are not answered: it changes only where there are none,
  /// so that a room's calls keep their order.
  private var ways: [RoomName: (link: SimulatedRedisLink, calls: Int)] = [:]

  init(_ shards: SimulatedShards, _ safe: MemoryBroker) {
    self.shards = shards
    self.safe = safe
  }

  var condition: BrokerCondition { .delivering }
  func isAnswering(in room: RoomName) -> Bool { links[shards.index(of: room)].isAnswering }

  // MARK: - Faults

  /// The process is gone: nothing is answered and nothing arrives.
  func die() {
    isDead = true
    for link in links { link.redis.unfollowAll(self) }
  }

  /// Nothing is wrong any more.
  func recover() {
    silentLoss = 0
    slowness = 0
  }

  // MARK: - Turns

  static let away = BrokerFailure.unavailable(reason: "away")

  func enterNow(_ body: @escaping () -> Void) { if !isDead { enter(body) } }
  func enterSoon(_ body: @escaping () -> Void) { scheduler.after(0...1) { self.enterNow(body) } }

  // MARK: - Rooms

  private func call<Answer>(
    _ room: RoomName, _ completion: @escaping (Result<Answer, BrokerFailure>) -> Void,
    _ body: @escaping (SimulatedRedis) -> Result<Answer, BrokerFailure>
  ) {
    var way = ways[room] ?? (links[shards.index(of: room)], 0)
    way.calls += 1
    ways[room] = way
    way.link.call(
      room,
      { [self] answer in
        ways[room]?.calls -= 1
        if ways[room]?.calls == 0 { ways[room] = nil }
        completion(answer)
      }, body)
  }

  /// The room is on another shard by now: `MOVED`.
  func redirect<Answer>(
    _ room: RoomName, _ completion: @escaping (Result<Answer, BrokerFailure>) -> Void,
    _ body: @escaping (SimulatedRedis) -> Result<Answer, BrokerFailure>
  ) {
    links[shards.index(of: room)].call(room, completion, body)
  }

  // MARK: - Subscriptions

  /// The subscriptions of a shard stand again.
  func refollow(shard: Int) {
    let rooms = followed.filter { shards.index(of: $0) == shard }
    for room in rooms { links[shard].redis.follow(room, self) }
  }

  func tellStanding(shard: Int) {
    enterNow { [self] in
      let rooms = followed.filter { shards.index(of: $0) == shard }
      // Of a server alone, all are told.
      guard shards.count > 1 else { return events?.brokerMayHaveMissedMessages() ?? () }
      for room in rooms.sorted(by: { $0.text < $1.text }) { events?.brokerMayHaveMissedMessages(in: room) }
    }
  }

  /// A shard has ended a subscription, as the room is elsewhere.
  func isUnfollowed(_ room: RoomName) {
    scheduler.after(5...400) { [self] in
      guard !isDead, followed.contains(room) else { return }
      links[shards.index(of: room)].follow(room) { result in
        if case .failure = result { return self.isUnfollowed(room) }
        self.events?.brokerMayHaveMissedMessages(in: room)
      }
    }
  }

  func unsubscribe(from room: RoomName) {
    followed.remove(room)
    for link in links { link.redis.unfollow(room, self) }
  }

  func arrive(_ message: BroadcastMessage, in room: RoomName, from redis: SimulatedRedis) {
    guard !scheduler.chance(silentLoss) || silentLoss == 0 else { return }
    guard let link = links.first(where: { $0.redis === redis }) else { return }
    link.arrive { self.events?.broker(received: message, in: room) }
  }

  // MARK: - The rest

  func perform<Call: BrokerCall>(_ call: Call, reply: @escaping Call.Completion) { call.run(on: self, reply: reply) }
  func announce(_ typing: Typing, in room: RoomName) {}
  func announce(_ report: UsageReport) {}
  func announce(_ report: InstanceReport) {}

  /// Lets what is kept safe be answered.
  func drainSafe() { while safe.hasQueued { safe.deliverQueued() } }
}

extension SimulatedBroker: PartialBackend {
  func run(_ call: Publish, reply: @escaping Publish.Completion) {
    self.call(call.publication.room, reply) {
      $0.publish(call.publication, expecting: call.known, judgedBy: call.judgement)
    }
  }

  func run(_ call: FindReceipt, reply: @escaping FindReceipt.Completion) {
    self.call(call.room, reply) { .success($0.receipt(of: call.id, by: call.author, in: call.room)) }
  }

  func run(_ call: ReadPolicy, reply: @escaping ReadPolicy.Completion) {
    self.call(call.room, reply) { .success($0.policy(of: call.room)) }
  }

  func run(_ call: Synchronize, reply: @escaping Synchronize.Completion) {
    self.call(call.room, reply) { .success($0.synchronize(call.room, after: call.position, limit: call.limit)) }
  }

  func run(_ call: Subscribe, reply: @escaping Subscribe.Completion) {
    followed.insert(call.room)
    links[shards.index(of: call.room)].follow(call.room, reply: reply)
  }

  func run(_ call: ReadHistory, reply: @escaping ReadHistory.Completion) {
    guard case .after(let seq) = call.range else { return enterSoon { reply(.failure(Self.away)) } }
    self.call(call.room, reply) { .success($0.history(of: call.room, after: seq, limit: call.limit)) }
  }

  func run(_ call: Erase, reply: @escaping Erase.Completion) { enterSoon { reply(.failure(Self.away)) } }

  /// The rest is kept safe.
  func otherwise<Call: BrokerCall>(_ call: Call, reply: @escaping Call.Completion) { safe.perform(call, reply: reply) }
}
