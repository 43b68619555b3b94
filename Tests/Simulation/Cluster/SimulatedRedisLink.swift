import Base
import Broker
import ChatProtocol

/// An instance's two connections to one simulated Redis: everything takes time, keeps its order, and can be cut.
final class SimulatedRedisLink {
  private let shards: SimulatedShards
  private let index: Int
  private unowned let broker: SimulatedBroker
  private var scheduler: Scheduler { shards.scheduler }
  /// The one that it reaches: the shard's primary, or one that has been replaced and does not know yet.
  private(set) var redis: SimulatedRedis

  /// Grows when the command connection is cut: answers to older calls do not come any more.
  private var commandLink = 0
  private var subscriberLink = 0
  private var isCommandUp = true
  private var owesStanding = false
  private var isSubscriberUp = true
  private var lastCall = Instant.distantPast
  private var lastAnswer = Instant.distantPast
  private var lastArrival = Instant.distantPast

  init(_ index: Int, of shards: SimulatedShards, for broker: SimulatedBroker) {
    self.shards = shards
    self.index = index
    self.broker = broker
    redis = shards.primaries[index]
  }

  /// How long it takes to connect anew: at most as long as the longest pause of the real one (`RedisConfiguration.lastPause`).
  private static let pause = 5.0...250.0

  var isAnswering: Bool { isCommandUp && !redis.isAway && !redis.isPaused }

  // MARK: - Faults

  func cutCommands() {
    commandLink += 1
    isCommandUp = false
    scheduler.after(Self.pause) { self.restoreCommands() }
  }

  private func restoreCommands() {
    guard !broker.isDead, !isCommandUp else { return }
    guard !redis.isAway else { return scheduler.after(50...200) { self.restoreCommands() } }
    isCommandUp = true
    tellStanding()
  }

  func cutSubscriber() {
    subscriberLink += 1
    isSubscriberUp = false
    redis.unfollowAll(broker)
    scheduler.after(Self.pause) { self.restoreSubscriber() }
  }

  /// Hears that its primary has been replaced.
  func switchOver() {
    guard redis !== shards.primaries[index] else { return }
    cutCommands()
    cutSubscriber()
    redis = shards.primaries[index]
  }

  private func restoreSubscriber() {
    guard !broker.isDead, !isSubscriberUp else { return }
    guard !redis.isAway else { return scheduler.after(50...200) { self.restoreSubscriber() } }
    isSubscriberUp = true
    broker.refollow(shard: index)
    owesStanding = true
    tellStanding()
  }

  /// Told once what was missed can be read.
  private func tellStanding() {
    guard owesStanding, isCommandUp else { return }
    owesStanding = false
    broker.tellStanding(shard: index)
  }

  // MARK: - Commands

  /// A command and its answer, each a while on the way.
  func call<Answer>(
    _ room: RoomName, _ completion: @escaping (Result<Answer, BrokerFailure>) -> Void,
    _ body: @escaping (SimulatedRedis) -> Result<Answer, BrokerFailure>
  ) {
    guard isCommandUp else { return broker.enterSoon { completion(.failure(SimulatedBroker.away)) } }
    let link = commandLink
    let redis = redis
    lastCall = max(lastCall, scheduler.now + .microseconds(scheduler.pick(50...1_500)))
    scheduler.at(lastCall) {
      redis.whenTurning {
        guard link == self.commandLink, !redis.isAway else {
          return self.answer(link, .failure(SimulatedBroker.away), completion)
        }
        self.shards.whenSettled(room) {
          guard self.shards.index(of: room) == self.index else { return self.broker.redirect(room, completion, body) }
          self.answer(link, body(redis), completion)
        }
      }
    }
  }

  /// What Redis said arrives after what it said before. Whether it was done before a cut, nobody knows.
  private func answer<Answer>(
    _ link: Int, _ answer: Result<Answer, BrokerFailure>,
    _ completion: @escaping (Result<Answer, BrokerFailure>) -> Void
  ) {
    let delay = scheduler.pick(50...1_500) + scheduler.pick(0...broker.slowness) * 1_000
    lastAnswer = max(lastAnswer, scheduler.now + .microseconds(delay))
    scheduler.at(lastAnswer) {
      self.broker.enterNow { completion(link == self.commandLink ? answer : .failure(SimulatedBroker.away)) }
    }
  }

  // MARK: - Subscriptions

  func follow(_ room: RoomName, reply: @escaping Subscribe.Completion) {
    let link = subscriberLink
    scheduler.after(0.1...2) {
      let isHere = self.shards.index(of: room) == self.index
      guard isHere, self.isSubscriberUp, link == self.subscriberLink, !self.redis.isAway else {
        return self.broker.enterNow { reply(.failure(SimulatedBroker.away)) }
      }
      self.redis.follow(room, self.broker)
      self.broker.enterSoon { reply(.success(())) }
    }
  }

  func arrive(_ body: @escaping () -> Void) {
    let link = subscriberLink
    lastArrival = max(lastArrival, scheduler.now + .microseconds(scheduler.pick(50...3_000)))
    scheduler.at(lastArrival) {
      if link == self.subscriberLink { self.broker.enterNow(body) }
    }
  }
}
