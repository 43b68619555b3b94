import Base
import EventLoop

/// The connection on which messages arrive. It follows channels, and follows them again after it was lost.
///
/// On a node of a cluster these are sharded channels, which belong to the slot of their names: the node lets go of them when
/// the slot is not its own any more.
package final class SubscriberConnection: RedisLinkOwner {
  package typealias Completion = (Result<Void, RedisFailure>) -> Void

  /// A channel that is, or is about to be, followed.
  private final class Following {
    let channel: String
    let isSharded: Bool
    let receive: (UnsafeRawBufferPointer) -> Void
    /// Whether Redis has confirmed it and nothing was asked since.
    var stands = false
    /// Who waits for the confirmation that is under way.
    var waiting: [Completion] = []
    /// Whether to follow it again after a loss: it once stood, or is the connection's own.
    var isKept: Bool

    init(
      _ channel: String, isSharded: Bool, isKept: Bool, receive: @escaping (UnsafeRawBufferPointer) -> Void
    ) {
      self.channel = channel
      self.isSharded = isSharded
      self.isKept = isKept
      self.receive = receive
    }
  }

  /// A confirmation that Redis owes; they come in order.
  private enum Confirmation {
    case follow(Following)
    case unfollow(String)
  }

  /// Channels in one command.
  private static let batch = 500

  package let link: RedisLink
  private let reactor: Reactor
  private let configuration: RedisConfiguration
  private let sample: String?
  private var writer = CommandWriter()
  private var followings: [String: Following] = [:]
  private var owed = Queue<Confirmation>()
  /// Confirmations still owed before everything stands again.
  private var missing: Int?
  /// The channel of the latest push, because a busy one pushes many in a row.
  private var latestChannel: [UInt8] = []
  private var latest: Following?

  /// Whether everything that is to be followed is.
  package private(set) var stands = false
  /// Pushes of followed channels.
  private(set) var pushes = 0
  /// Told whenever everything stands, for the first time or again.
  package var onStanding: () -> Void = {}
  /// Told whenever the link came up.
  package var onUp: () -> Void = {}
  package var onDown: () -> Void = {}
  /// Told of a sharded channel that once stood and is followed no more: its slot is not this node's.
  package var onInterrupted: (String) -> Void = { _ in }

  /// - Parameter sample: a sharded channel that nobody follows, and that is called like those that will be.
  package init(_ reactor: Reactor, _ configuration: RedisConfiguration, sample: String? = nil) {
    self.reactor = reactor
    self.configuration = configuration
    self.sample = sample
    link = RedisLink(reactor, configuration, to: configuration.server.place)
    link.owner = self
    // A replica would pass on what the primary publishes only for as long as it follows the primary.
    link.greetings = { [unowned self] in
      admission(&self.writer, self.configuration) { facts throws(RedisFailure) in try facts.requirePrimary() }
        + self.trials()
    }
  }

  /// Whether the user may do at all what rooms need: otherwise the instance would seem well until somebody comes. That the
  /// slot is elsewhere, or nobody's, is said of those alone who may.
  private func trials() -> [RedisLink.Greeting] {
    guard let sample else { return [] }
    return [["SPUBLISH", sample, ""], ["SSUBSCRIBE", sample], ["SUNSUBSCRIBE", sample]].map { words in
      let command = writer.command { for word in words { $0.add(word) } }
      return RedisLink.Greeting(command: command, isOptional: true) { reply throws(RedisFailure) in
        if let error = reply.error, error.hasPrefix("NOPERM") { throw RedisFailure(reply: error) }
      }
    }
  }

  /// How many channels are followed.
  var count: Int { followings.count }

  // MARK: - Following

  /// Follows `channel` for as long as this lives, from the next connection on.
  package func keep(_ channel: String, receive: @escaping (UnsafeRawBufferPointer) -> Void) {
    followings[channel] = Following(channel, isSharded: false, isKept: true, receive: receive)
  }

  /// Follows `channel`; fails soon when Redis is away, but a channel that once stood is followed again by itself.
  package func follow(
    _ channel: String, receive: @escaping (UnsafeRawBufferPointer) -> Void, completion: @escaping Completion
  ) {
    let known = followings[channel]
    if let known, known.stands { return reactor.soon { completion(.success(())) } }
    guard link.isUp else {
      let failure = RedisFailure(.unknown, link.reason)
      return reactor.soon { completion(.failure(failure)) }
    }
    if let known {
      known.waiting.append(completion)
      return
    }
    let following = Following(
      channel, isSharded: configuration.server.isOfCluster, isKept: false, receive: receive)
    following.waiting.append(completion)
    followings[channel] = following
    latest = nil
    follow([following], isSharded: following.isSharded)
  }

  private func follow(_ some: some Sequence<Following>, isSharded: Bool) {
    ask(isSharded ? "SSUBSCRIBE" : "SUBSCRIBE", some.map(\.channel))
    for following in some { owed.append(.follow(following)) }
  }

  package func unfollow(_ channel: String) {
    guard let following = followings.removeValue(forKey: channel) else { return }
    latest = nil
    guard link.isUp else { return }
    ask(following.isSharded ? "SUNSUBSCRIBE" : "UNSUBSCRIBE", [channel])
    owed.append(.unfollow(channel))
  }

  private func ask(_ command: StaticString, _ channels: [String]) {
    let command = writer.command {
      $0.add(command)
      for channel in channels { $0.add(channel) }
    }
    link.write(command)
  }

  // MARK: - Up and down

  func linkIsUp() {
    missing = followings.count
    let all = followings.values.filter { !$0.isSharded }
    for start in stride(from: 0, to: all.count, by: Self.batch) {
      follow(all[start..<min(start + Self.batch, all.count)], isSharded: false)
    }
    // One by one: those of a command must be of one slot.
    for following in followings.values where following.isSharded { follow([following], isSharded: true) }
    onUp()
    standIfComplete()
  }

  func linkIsDown(_ reason: String) {
    var waiting: [Completion] = []
    for case .follow(let following) in owed {
      waiting += following.waiting
      following.waiting = []
    }
    owed.removeAll()
    missing = nil
    stands = false
    latest = nil
    followings = followings.filter { $0.value.isKept }
    for following in followings.values { following.stands = false }
    onDown()
    for completion in waiting { completion(.failure(RedisFailure(.unknown, reason))) }
  }

  private func standIfComplete() {
    guard missing == 0 else { return }
    missing = nil
    stands = true
    onStanding()
  }

  // MARK: - What comes

  func link(received reply: ReplyCursor) {
    if let error = reply.error { return refused(RedisFailure(reply: error)) }
    switch SubscriberPush(reply) {
    case .message(let payload, let channel): receive(payload, on: channel)
    case .followed: confirm(isFollow: true)
    case .unfollowed: confirm(isFollow: false)
    case .shardedUnfollowed(let channel): unfollowed(channel)
    case nil: link.lose("Redis pushed something that cannot be read")
    }
  }

  /// An error: of all that is asked here only a sharded channel can be refused and the others stand.
  ///
  /// A node that lets go of a channel says so unasked. Where that came while a confirmation of the same was owed it was taken
  /// for that, and the refusal that follows is for nothing that is owed: its slot tells.
  private func refused(_ failure: RedisFailure) {
    guard let redirection = failure.redirection else { return link.lose(failure.reason) }
    switch owed.first {
    case .follow(let following) where !following.isSharded: link.lose(failure.reason)
    case .follow(let following) where redirection.concerns(following.channel): refused(following, failure)
    case .unfollow(let channel) where redirection.concerns(channel): owed.removeFirst(1)
    case .follow, .unfollow, nil: break
    }
  }

  private func refused(_ following: Following, _ failure: RedisFailure) {
    owed.removeFirst(1)
    let isKnown = followings[following.channel] === following
    if isKnown { followings[following.channel] = nil }
    let waiting = following.waiting
    following.waiting = []
    for completion in waiting { completion(.failure(failure)) }
    if isKnown, following.isKept { onInterrupted(following.channel) }
    if missing != nil { counted() }
  }

  /// That a sharded channel is let go of looks the same whether it was asked or not.
  private func unfollowed(_ channel: String) {
    if case .unfollow(channel) = owed.first {
      owed.removeFirst(1)
    } else if let following = followings[channel], following.stands {
      followings[channel] = nil
      latest = nil
      onInterrupted(channel)
    }
  }

  private func receive(_ payload: UnsafeRawBufferPointer, on channel: UnsafeRawBufferPointer) {
    if latest == nil || !latestChannel.withUnsafeBytes({ $0.elementsEqual(channel) }) {
      latestChannel = Array(channel)
      latest = followings[String(decoding: channel, as: UTF8.self)]
    }
    guard let latest, latest.stands else { return }
    pushes &+= 1
    latest.receive(payload)
  }

  private func confirm(isFollow: Bool) {
    guard let confirmation = owed.popFirst() else { return link.lose("Redis confirmed what was not asked") }
    switch (confirmation, isFollow) {
    case (.follow(let following), true): stood(following)
    case (.unfollow, false): break
    default: link.lose("Redis confirmed something else than was asked")
    }
  }

  private func stood(_ following: Following) {
    following.stands = true
    following.isKept = true
    let waiting = following.waiting
    following.waiting = []
    for completion in waiting { completion(.success(())) }
    counted()
  }

  private func counted() {
    guard let count = missing else { return }
    missing = count - 1
    standIfComplete()
  }
}
