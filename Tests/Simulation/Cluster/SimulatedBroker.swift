import Base
import Broker
import ChatProtocol
import ChatTestSupport
import MemoryBroker

/// An instance's two connections to the simulated Redis: everything takes time, keeps its order, and can be cut.
final class SimulatedBroker: Broker {
  weak var events: (any BrokerEvents)?
  private let redis: SimulatedRedis
  /// Sessions, presence and the rest: kept safe in a store of its own.
  private let safe: MemoryBroker
  private var scheduler: Scheduler { redis.scheduler }
  /// How what arrives gets into the instance: with its time, and a turn's end behind it.
  var enter: (@escaping () -> Void) -> Void = { $0() }

  /// Grows when the command connection is cut: answers to older calls do not come any more.
  private var commandLink = 0
  private var subscriberLink = 0
  private var isCommandUp = true
  private var isSubscriberUp = true
  private var isDead = false
  /// Percent of what is published that does not arrive although nothing was cut.
  var silentLoss = 0
  /// How much longer answers may take, in milliseconds.
  var slowness = 0
  private var followed: Set<RoomName> = []
  private var lastCall = Instant.distantPast
  private var lastAnswer = Instant.distantPast
  private var lastArrival: Instant = .distantPast

  init(_ redis: SimulatedRedis, _ safe: MemoryBroker) {
    self.redis = redis
    self.safe = safe
  }

  var condition: BrokerCondition { .delivering }

  // MARK: - Faults

  /// The process is gone: nothing is answered and nothing arrives.
  func die() {
    isDead = true
    redis.unfollowAll(self)
  }

  /// Nothing is wrong any more.
  func recover() {
    silentLoss = 0
    slowness = 0
  }

  func cutCommands() {
    commandLink += 1
    isCommandUp = false
    scheduler.after(5...400) { self.isCommandUp = true }
  }

  func cutSubscriber() {
    subscriberLink += 1
    isSubscriberUp = false
    redis.unfollowAll(self)
    scheduler.after(5...400) { self.restoreSubscriber() }
  }

  private func restoreSubscriber() {
    guard !isDead else { return }
    guard !redis.isAway else { return scheduler.after(50...200) { self.restoreSubscriber() } }
    isSubscriberUp = true
    for room in followed { redis.follow(room, self) }
    enter { self.events?.brokerMayHaveMissedMessages() }
  }

  // MARK: - Messages

  private static let away = BrokerFailure.unavailable(reason: "away")

  /// A command and its answer, each a while on the way.
  private func call<Answer>(
    _ completion: @escaping (Result<Answer, BrokerFailure>) -> Void,
    _ body: @escaping () -> Result<Answer, BrokerFailure>
  ) {
    guard isCommandUp else { return enterSoon { completion(.failure(Self.away)) } }
    let link = commandLink
    lastCall = max(lastCall, scheduler.now + .microseconds(scheduler.pick(50...1_500)))
    scheduler.at(lastCall) {
      self.redis.whenTurning {
        let isReached = link == self.commandLink && !self.redis.isAway
        let answer = isReached ? body() : .failure(Self.away)
        self.answer { completion(link == self.commandLink ? answer : .failure(Self.away)) }
      }
    }
  }

  /// What Redis said arrives after what it said before. Whether it was done before a cut, nobody knows.
  private func answer(_ body: @escaping () -> Void) {
    let delay = scheduler.pick(50...1_500) + scheduler.pick(0...slowness) * 1_000
    lastAnswer = max(lastAnswer, scheduler.now + .microseconds(delay))
    scheduler.at(lastAnswer) { if !self.isDead { self.enter(body) } }
  }

  private func enterSoon(_ body: @escaping () -> Void) {
    scheduler.after(0...1) { if !self.isDead { self.enter(body) } }
  }

  func perform<Call: BrokerCall>(_ call: Call, reply: @escaping Call.Completion) { call.run(on: self, reply: reply) }

  func unsubscribe(from room: RoomName) {
    followed.remove(room)
    redis.unfollow(room, self)
  }

  func arrive(_ message: BroadcastMessage, in room: RoomName) {
    guard !scheduler.chance(silentLoss) || silentLoss == 0 else { return }
    let link = subscriberLink
    lastArrival = max(lastArrival, scheduler.now + .microseconds(scheduler.pick(50...3_000)))
    scheduler.at(lastArrival) {
      guard !self.isDead, link == self.subscriberLink else { return }
      self.enter { self.events?.broker(received: message, in: room) }
    }
  }

  func announce(_ typing: Typing, in room: RoomName) {}
  func announce(_ report: UsageReport) {}
  func announce(_ report: InstanceReport) {}

  /// Lets what is kept safe be answered.
  func drainSafe() { while safe.hasQueued { safe.deliverQueued() } }
}

extension SimulatedBroker: PartialBackend {
  func run(_ call: Publish, reply: @escaping Publish.Completion) {
    self.call(reply) { self.redis.publish(call.publication, expecting: call.known, judgedBy: call.judgement) }
  }

  func run(_ call: FindReceipt, reply: @escaping FindReceipt.Completion) {
    self.call(reply) { .success(self.redis.receipt(of: call.id, by: call.author, in: call.room)) }
  }

  func run(_ call: ReadPolicy, reply: @escaping ReadPolicy.Completion) {
    self.call(reply) { .success(self.redis.policy(of: call.room)) }
  }

  func run(_ call: Synchronize, reply: @escaping Synchronize.Completion) {
    self.call(reply) { .success(self.redis.synchronize(call.room, after: call.position, limit: call.limit)) }
  }

  func run(_ call: Subscribe, reply: @escaping Subscribe.Completion) {
    followed.insert(call.room)
    let link = subscriberLink
    scheduler.after(0.1...2) {
      guard !self.isDead else { return }
      guard self.isSubscriberUp, link == self.subscriberLink, !self.redis.isAway else {
        return self.enter { reply(.failure(Self.away)) }
      }
      self.redis.follow(call.room, self)
      self.enterSoon { reply(.success(())) }
    }
  }

  func run(_ call: ReadHistory, reply: @escaping ReadHistory.Completion) {
    guard case .after(let seq) = call.range else { return enterSoon { reply(.failure(Self.away)) } }
    self.call(reply) { .success(self.redis.history(of: call.room, after: seq, limit: call.limit)) }
  }

  func run(_ call: Erase, reply: @escaping Erase.Completion) { enterSoon { reply(.failure(Self.away)) } }

  /// The rest is kept safe.
  func otherwise<Call: BrokerCall>(_ call: Call, reply: @escaping Call.Completion) { safe.perform(call, reply: reply) }
}
