import Base
import EventLoop

/// The connection on which messages arrive. It follows channels, and follows them again after it was lost.
package final class SubscriberConnection: RedisLinkOwner {
  package typealias Completion = (Result<Void, RedisFailure>) -> Void

  /// A channel that is, or is about to be, followed.
  private final class Following {
    let receive: (UnsafeRawBufferPointer) -> Void
    /// Whether Redis has confirmed it and nothing was asked since.
    var stands = false
    /// Who waits for the confirmation that is under way.
    var waiting: [Completion] = []
    /// Whether to follow it again after a loss: it once stood, or is the connection's own.
    var isKept: Bool

    init(isKept: Bool, receive: @escaping (UnsafeRawBufferPointer) -> Void) {
      self.isKept = isKept
      self.receive = receive
    }
  }

  /// A confirmation that Redis owes; they come in order.
  private enum Confirmation {
    case follow(Following)
    case unfollow
  }

  /// Channels in one command.
  private static let batch = 500

  package let link: RedisLink
  private let reactor: Reactor
  private let configuration: RedisConfiguration
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

  package init(_ reactor: Reactor, _ configuration: RedisConfiguration) {
    self.reactor = reactor
    self.configuration = configuration
    link = RedisLink(reactor, configuration, to: configuration.server.place)
    link.owner = self
    // A replica would pass on what the primary publishes only for as long as it follows the primary.
    link.greetings = { [unowned self] in
      admission(&self.writer, self.configuration) + [.primaryOnly(&self.writer)]
    }
  }

  /// How many channels are followed.
  var count: Int { followings.count }

  // MARK: - Following

  /// Follows `channel` for as long as this lives, from the next connection on.
  package func keep(_ channel: String, receive: @escaping (UnsafeRawBufferPointer) -> Void) {
    followings[channel] = Following(isKept: true, receive: receive)
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
    let following = Following(isKept: false, receive: receive)
    following.waiting.append(completion)
    followings[channel] = following
    latest = nil
    ask("SUBSCRIBE", [channel])
    owed.append(.follow(following))
  }

  package func unfollow(_ channel: String) {
    guard followings.removeValue(forKey: channel) != nil else { return }
    latest = nil
    guard link.isUp else { return }
    ask("UNSUBSCRIBE", [channel])
    owed.append(.unfollow)
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
    let all = Array(followings)
    missing = all.count
    for start in stride(from: 0, to: all.count, by: Self.batch) {
      let some = all[start..<min(start + Self.batch, all.count)]
      ask("SUBSCRIBE", some.map(\.key))
      for (_, following) in some { owed.append(.follow(following)) }
    }
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
    if let error = reply.error { return link.lose(RedisFailure(reply: error).reason) }
    var reply = reply
    guard reply.array() == 3, let kind = reply.bytes(), let channel = reply.bytes() else {
      return link.lose("Redis pushed something that cannot be read")
    }
    switch kind.first {
    case UInt8(ascii: "m"):
      guard let payload = reply.bytes() else { return link.lose("Redis pushed something that cannot be read") }
      receive(payload, on: channel)
    case UInt8(ascii: "s"), UInt8(ascii: "u"): confirm(isFollow: kind.first == UInt8(ascii: "s"))
    default: link.lose("Redis pushed something that cannot be read")
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
    guard let count = missing else { return }
    missing = count - 1
    standIfComplete()
  }
}
