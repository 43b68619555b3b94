import Base
import EventLoop
import RedisClient

/// Proves again and again that what is published arrives: a number goes out through the command connection and must come
/// back on the subscriber connection. Watching the connections alone does not show one that is open and dead.
final class DeliveryProbe {
  private struct Probe {
    let number: UInt64
    let sent: Instant
    var isPublished = false
  }

  private let reactor: Reactor
  private let commands: CommandConnection
  private let subscriber: SubscriberConnection
  private let channel: String
  private let interval: TimeSpan
  private var underWay: Probe?
  private var lastNumber: UInt64 = 0
  private var missedInARow = 0

  /// When a probe last arrived on the present connections.
  private(set) var lastArrival: Instant?
  /// The latest probe's way there and back on the present connections.
  private(set) var roundTrip: TimeSpan?
  /// Probes that were published and not seen.
  private(set) var missed = 0

  init(
    _ reactor: Reactor, _ commands: CommandConnection, _ subscriber: SubscriberConnection,
    _ configuration: RedisBrokerConfiguration
  ) {
    self.reactor = reactor
    self.commands = commands
    self.subscriber = subscriber
    // The nodes of a cluster pass on to each other what is published: each has a channel of its own.
    channel = RedisKeys.probe(configuration.instance, of: configuration.redis.server)
    interval = max(configuration.probeInterval, .milliseconds(10))
    subscriber.keep(channel) { [weak self] in self?.arrived($0) }
  }

  /// Whether a probe arrived lately.
  var isArriving: Bool { lastArrival.map { reactor.now - $0 <= interval * 3 } ?? false }

  /// Forgets what was proven, because a connection was lost.
  func reset() {
    underWay = nil
    lastArrival = nil
    roundTrip = nil
    missedInARow = 0
  }

  /// Judges the probe under way and sends the next. Called when the connections stand, and then every interval.
  func turn() {
    guard commands.link.isUp, subscriber.stands else { return }
    if let probe = underWay {
      // One that Redis has not answered says nothing about the subscriber connection.
      guard probe.isPublished else { return }
      missed += 1
      missedInARow += 1
      if missedInARow >= 2 {
        reset()
        return subscriber.link.lose("two probes were published and did not arrive")
      }
    }
    send()
  }

  private func send() {
    lastNumber &+= 1
    let number = lastNumber
    underWay = Probe(number: number, sent: reactor.now)
    commands.send { writer in
      writer.add("PUBLISH" as StaticString)
      writer.add(channel)
      writer.add(number)
    } completion: { [weak self] result in
      guard let self, self.underWay?.number == number else { return }
      if case .success = result { self.underWay?.isPublished = true } else { self.underWay = nil }
    }
  }

  private func arrived(_ payload: UnsafeRawBufferPointer) {
    guard let number: UInt64 = decimal(payload) else { return }
    // A late one counts too: the connection is slow, not dead.
    missedInARow = 0
    lastArrival = reactor.now
    guard let probe = underWay, probe.number == number else { return }
    roundTrip = reactor.now - probe.sent
    underWay = nil
  }
}
