import Base
import ChatProtocol
import EventLoop
import RedisClient

/// The rooms that are followed in a cluster, each at the shard that has it, wherever that is now.
///
/// What was said while a room was followed nowhere, or at a node that had it no more, has gone by: `onInterrupted` tells whenever
/// one is followed again.
final class RoomSubscriptions {
  /// Before those that are followed nowhere are looked at again.
  private static let pause: TimeSpan = .milliseconds(25)
  /// So many of them are followed at a time.
  private static let batch = 500

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
    /// Until when those wait.
    var timer: Timer?

    init(_ room: RoomName) {
      self.room = room
      channel = RedisKeys.channel(room)
      slot = HashSlot(ofKey: channel)
    }

    func answer(_ result: Result<Void, RedisFailure>) {
      timer?.cancel()
      timer = nil
      let completions = waiting
      waiting = []
      for completion in completions { completion(result) }
    }
  }

  weak var cluster: Cluster?
  private let reactor: Reactor
  /// How long whoever wants to follow a room waits for it.
  private let timeout: TimeSpan
  private var subscriptions: [RoomName: Subscription] = [:]
  /// Those that are followed nowhere.
  private var lost: [RoomName: Subscription] = [:]
  private var timer: Timer?
  var onMessage: (UnsafeRawBufferPointer, RoomName) -> Void = { _, _ in }
  /// Told whenever a room is followed again.
  var onInterrupted: (RoomName) -> Void = { _ in }

  init(_ reactor: Reactor, timeout: TimeSpan) {
    self.reactor = reactor
    self.timeout = timeout
  }

  func begin(_ room: RoomName, completion: @escaping SubscriberConnection.Completion) {
    if let known = subscriptions[room] {
      if known.stands, known.shard?.subscriber.link.isUp == true { return reactor.soon { completion(.success(())) } }
      return wait(for: known, completion)
    }
    let subscription = Subscription(room)
    subscriptions[room] = subscription
    wait(for: subscription, completion)
    follow(subscription)
  }

  private func wait(for subscription: Subscription, _ completion: @escaping SubscriberConnection.Completion) {
    subscription.waiting.append(completion)
    guard subscription.timer == nil else { return }
    subscription.timer = reactor.after(timeout) { [weak self, weak subscription] in
      if let subscription { self?.giveUp(subscription) }
    }
  }

  /// Nobody waits any longer, whatever comes of it.
  private func giveUp(_ subscription: Subscription) {
    let link = (subscription.shard ?? cluster?.shard(of: subscription.slot))?.subscriber.link
    let reason = link.map { $0.isUp ? "Redis did not answer in time" : $0.reason } ?? cluster?.reason
    if !subscription.isKept, subscriptions[subscription.room] === subscription { forget(subscription) }
    subscription.answer(.failure(RedisFailure(.unknown, reason ?? "this instance ends")))
  }

  private func forget(_ subscription: Subscription) {
    subscriptions[subscription.room] = nil
    lost[subscription.room] = nil
    subscription.shard?.subscriber.unfollow(subscription.channel)
  }

  func end(_ room: RoomName) {
    guard let subscription = subscriptions[room] else { return }
    forget(subscription)
    if subscription.shard == nil { reactor.soon { subscription.answer(.success(())) } }
  }

  func end() {
    timer?.cancel()
    timer = nil
    for subscription in subscriptions.values {
      subscription.answer(.failure(RedisFailure(.unknown, "this instance ends")))
    }
    subscriptions = [:]
    lost = [:]
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

  /// Those whose shard is away wait until everything that is kept there is followed, or another has their slot.
  private func lose(_ subscription: Subscription) {
    subscription.shard = nil
    subscription.stands = false
    lost[subscription.room] = subscription
    if shardWithinReach(of: subscription) != nil { soon() }
  }

  private func shardWithinReach(of subscription: Subscription) -> Shard? {
    guard let shard = cluster?.shard(of: subscription.slot), shard.subscriber.link.isUp else { return nil }
    return shard
  }

  private func soon() {
    guard timer == nil, cluster?.isEnded == false else { return }
    timer = reactor.after(Self.pause) { [weak self] in
      guard let self else { return }
      self.timer = nil
      self.followLost()
    }
  }

  private func followLost() {
    var count = 0
    for subscription in lost.values where shardWithinReach(of: subscription) != nil {
      guard count < Self.batch else { return soon() }
      count += 1
      lost[subscription.room] = nil
      follow(subscription)
    }
  }

  private func follow(_ subscription: Subscription) {
    guard let shard = shardWithinReach(of: subscription) else { return lose(subscription) }
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
      if let redirection = failure.redirection { cluster?.note(redirection, from: shard.address) }
      if subscription.shard === shard { lose(subscription) }
    }
  }
}
