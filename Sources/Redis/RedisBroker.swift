import Chat
import EventLoop

/// One instance's access to what its fleet shares in Redis: see `Broker` for what it guarantees, `Scripts` for how.
///
/// Commands go through one connection, what is published arrives on another; both come back by themselves. While Redis is
/// away everything fails at once with `.unavailable`.
package final class RedisBroker: Broker {
  package weak var events: (any BrokerEvents)?

  let configuration: RedisConfiguration
  let commands: CommandConnection
  let subscriber: SubscriberConnection
  let probe: DeliveryProbe
  /// This instance's name as it stands in presence.
  let holder: String
  let retention: Retention
  var epochs = EpochWords()
  private var timers: [Timer] = []
  /// Payloads that could not be read: another version's, or not ours.
  private(set) var unreadablePayloads = 0

  package init(_ reactor: Reactor, _ configuration: RedisConfiguration) {
    self.configuration = configuration
    holder = RedisKeys.plain(configuration.instance)
    retention = Retention(configuration)
    commands = CommandConnection(reactor, configuration)
    subscriber = SubscriberConnection(reactor, configuration)
    probe = DeliveryProbe(reactor, commands, subscriber, configuration)
    connect(reactor)
  }

  deinit { end() }

  private func connect(_ reactor: Reactor) {
    subscriber.keep(RedisKeys.fleet) { [weak self] in self?.receivedFleet($0) }
    subscriber.onStanding = { [weak self] in
      self?.probe.turn()
      self?.events?.brokerMayHaveMissedMessages()
    }
    commands.onUp = { [weak self] in self?.probe.turn() }
    commands.onDown = { [weak self] in self?.probe.reset() }
    subscriber.onDown = { [weak self] in self?.probe.reset() }
    timers = [
      reactor.every(UInt64(configuration.probeInterval * 1e9)) { [weak self] in self?.probe.turn() },
      reactor.every(250_000_000) { [weak self] in self?.commands.checkTimeouts() },
    ]
    commands.link.start()
    subscriber.link.start()
  }

  /// Closes both connections for good.
  package func end() {
    for timer in timers { timer.cancel() }
    timers = []
    commands.link.end()
    subscriber.link.end()
  }

  package var condition: BrokerCondition {
    for link in [commands.link, subscriber.link] where !link.isUp { return .impaired(reason: link.reason) }
    guard subscriber.stands else { return .impaired(reason: "the rooms are being followed again") }
    guard probe.isArriving else { return .impaired(reason: "what is published does not arrive") }
    return .delivering
  }

  // MARK: - What arrives

  func received(_ payload: UnsafeRawBufferPointer, in room: RoomName) {
    switch RoomPayload(payload) {
    case .message(let message): events?.broker(received: message, in: room)
    case .ephemeral(let ephemeral): events?.broker(received: ephemeral, in: room)
    case nil: unreadablePayloads += 1
    }
  }

  private func receivedFleet(_ payload: UnsafeRawBufferPointer) {
    if let event = FleetEvent(payload: payload) {
      events?.broker(received: event)
    } else {
      unreadablePayloads += 1
    }
  }

  // MARK: - What is answered

  /// Hands what a reply says to a completion. A reply of another form than expected is a failure.
  func answer<Value>(
    _ result: Result<ReplyCursor, RedisFailure>, _ completion: (Result<Value, BrokerFailure>) -> Void,
    _ read: (inout ReplyCursor) -> Value?
  ) {
    switch result {
    case .failure(let failure): completion(.failure(failure.brokerFailure))
    case .success(var reply):
      guard let value = read(&reply) else { return completion(.failure(RedisFailure.unreadable.brokerFailure)) }
      completion(.success(value))
    }
  }
}

/// How long things are kept, as the scripts want to hear it.
struct Retention {
  let messages: String
  /// Longer than asked for by the time after which expiries are renewed, so that nothing expires early.
  let backlogSeconds: String
  let epochSeconds: String
  let requestSeconds = String(Publication.idLifetime)
  /// Expiries are renewed when they are older than this, not on every message: milliseconds.
  let renewal: String
  let emptyRoomSeconds: String

  init(_ configuration: RedisConfiguration) {
    let limits = configuration.limits
    let renewalSeconds = min(3_600, limits.seconds / 10)
    messages = String(limits.messages)
    backlogSeconds = String(limits.seconds.addingReportingOverflow(renewalSeconds + 1).partialValue)
    epochSeconds = String(limits.epochSeconds)
    renewal = String(max(100, renewalSeconds * 1_000))
    emptyRoomSeconds = String(max(1, configuration.emptyRoomSeconds))
  }
}
