import Base
import ChatProtocol
import EventLoop
import RedisClient

/// The rooms that are followed in a cluster, each at the shard that has it, wherever that is now.
///
/// What was said while a room was followed nowhere, or at a node that had it no more, has gone by: `onInterrupted` tells whenever
/// one is followed again.
final class RoomSubscriptions {
  /// How long a room may take to be followed for the first time.
  private static let timeout: TimeSpan = .seconds(4)
  /// Before those that are followed nowhere are looked at again.
  private static let pause: TimeSpan = .milliseconds(25)

  private final class Subscription {
    let room: RoomName
    let channel: String
    let slot: HashSlot
    /// Where it is, or is about to be, followed.
    var shard: Shard?
    var stands = false
    /// Whether it ever stood: then it is not given up.
    var isKept = false
    var waiting: [SubscriberConnection.Completion] = []
    let deadline: Instant

    init(_ room: RoomName, deadline: Instant) {
      self.room = room
      self.deadline = deadline
      channel = RedisKeys.channel(room)
      slot = HashSlot(ofKey: channel)
    }

    func answer(_ result: Result<Void, RedisFailure>) {
      let completions = waiting
      waiting = []
      for completion in completions { completion(result) }
    }
  }

  weak var cluster: Cluster?
  private let reactor: Reactor
  private var subscriptions: [RoomName: Subscription] = [:]
  /// Those that are followed nowhere.
  private var lost: [RoomName: Subscription] = [:]
  private var timer: Timer?
  var onMessage: (UnsafeRawBufferPointer, RoomName) -> Void = { _, _ in }
  /// Told whenever a room is followed again.
  var onInterrupted: (RoomName) -> Void = { _ in }

  init(_ reactor: Reactor) { self.reactor = reactor }

  func begin(_ room: RoomName, completion: @escaping SubscriberConnection.Completion) {
    if let known = subscriptions[room] {
      if known.stands, known.shard?.subscriber.link.isUp == true { return reactor.soon { completion(.success(())) } }
      return known.waiting.append(completion)
    }
    let subscription = Subscription(room, deadline: reactor.now + Self.timeout)
    subscription.waiting.append(completion)
    subscriptions[room] = subscription
    follow(subscription)
  }

  func end(_ room: RoomName) {
    guard let subscription = subscriptions.removeValue(forKey: room) else { return }
    lost[room] = nil
    guard let shard = subscription.shard else {
      let waiting = subscription.waiting
      return reactor.soon { for completion in waiting { completion(.success(())) } }
    }
    shard.subscriber.unfollow(subscription.channel)
  }

  func end() {
    timer?.cancel()
    timer = nil
  }

  // MARK: - Where

  /// Follows each room where the cluster has it now.
  func place() {
    guard let cluster else { return }
    for subscription in subscriptions.values {
      guard let shard = subscription.shard, cluster.shard(of: subscription.slot) !== shard else { continue }
      shard.subscriber.unfollow(subscription.channel)
      lose(subscription)
    }
    followLost()
  }

  /// A shard has let go of a channel.
  func interrupted(_ channel: String, on shard: Shard) {
    guard let room = room(of: channel), let subscription = subscriptions[room], subscription.shard === shard else {
      return
    }
    lose(subscription)
  }

  /// Everything that is followed at a shard is, for the first time or again.
  /// - Parameter isTold: whether all rooms are told of it anyhow.
  func stand(on shard: Shard, isTold: Bool) {
    for subscription in subscriptions.values where subscription.shard === shard && subscription.isKept {
      subscription.stands = true
      subscription.answer(.success(()))
      if !isTold { onInterrupted(subscription.room) }
    }
    followLost()
  }

  private func room(of channel: String) -> RoomName? {
    var channel = channel
    return channel.withUTF8 { bytes in
      RedisKeys.roomText(ofChannel: UnsafeRawBufferPointer(bytes))
        .flatMap { RoomName(stored: String(decoding: $0, as: UTF8.self)) }
    }
  }

  private func lose(_ subscription: Subscription) {
    subscription.shard = nil
    subscription.stands = false
    lost[subscription.room] = subscription
    soon()
  }

  private func soon() {
    guard timer == nil, !lost.isEmpty else { return }
    timer = reactor.after(Self.pause) { [weak self] in
      guard let self else { return }
      self.timer = nil
      self.followLost()
    }
  }

  private func followLost() {
    let all = lost
    lost = [:]
    for subscription in all.values { follow(subscription) }
  }

  private func follow(_ subscription: Subscription) {
    guard let shard = cluster?.shard(of: subscription.slot), shard.subscriber.link.isUp else {
      return notFollowed(subscription, RedisFailure(.unknown, cluster?.reason ?? "this instance ends"))
    }
    subscription.shard = shard
    let room = subscription.room
    shard.subscriber.follow(subscription.channel) { [weak self] payload in
      self?.onMessage(payload, room)
    } completion: { [weak self] result in
      self?.followed(subscription, on: shard, result)
    }
  }

  private func followed(_ subscription: Subscription, on shard: Shard, _ result: Result<Void, RedisFailure>) {
    // It has ended meanwhile.
    guard subscriptions[subscription.room] === subscription else { return subscription.answer(result) }
    // It is followed elsewhere meanwhile.
    guard subscription.shard === shard else { return }
    switch result {
    case .success:
      let isAgain = subscription.isKept
      subscription.stands = true
      subscription.isKept = true
      subscription.answer(result)
      if isAgain { onInterrupted(subscription.room) }
    case .failure(let failure):
      if case .moved(let slot, let address) = failure.redirection {
        cluster?.learned(slot, address.told(by: shard.address))
      }
      if subscription.shard === shard { notFollowed(subscription, failure) }
    }
  }

  private func notFollowed(_ subscription: Subscription, _ failure: RedisFailure) {
    if subscription.isKept || reactor.now < subscription.deadline { return lose(subscription) }
    subscriptions[subscription.room] = nil
    reactor.soon { subscription.answer(.failure(failure)) }
  }
}
