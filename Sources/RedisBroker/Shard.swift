import Base
import Broker
import EventLoop
import RedisClient

/// One primary of the store: the only one, or the one that has a part of a cluster.
///
/// Publications go through one connection, so that they wait for no reading; all other commands through another; what is
/// published arrives on a third. They come back by themselves. While the primary is away everything fails at once with
/// `.unavailable`.
final class Shard {
  /// Which of the connections a command takes.
  enum Lane: Hashable { case commands, publications }

  /// Where it is; `nil` where that is looked for.
  let address: RedisAddress?
  let commands: CommandConnection
  let publications: CommandConnection
  let subscriber: SubscriberConnection
  /// In front of the publications, where replicas are to be waited for.
  let gate: DurabilityGate?
  let probe: DeliveryProbe
  let writeProbe: WriteProbe
  private let reactor: Reactor
  /// Empty without sentinels.
  private let watches: [SentinelWatch]
  private var timers: [Timer] = []
  private let startedAt: Instant
  /// Told whenever everything that is followed here is, for the first time or again, and what was missed can be read.
  var onStanding: () -> Void = {}
  /// Whether that is still to be told, as nothing can be read yet.
  private var owesStanding = false
  /// Told whenever a connection was lost.
  var onDown: () -> Void = {}
  /// What the fleet was told here.
  var onFleet: (UnsafeRawBufferPointer) -> Void = { _ in }

  /// - Parameter mark: a key that lies here, to write to where a cluster has only some of them.
  init(_ reactor: Reactor, _ configuration: RedisBrokerConfiguration, mark: @escaping () -> String? = { nil }) {
    self.reactor = reactor
    startedAt = reactor.now
    if case .at(let address) = configuration.redis.server.place { self.address = address } else { address = nil }
    commands = CommandConnection(reactor, configuration.redis, scripts: RedisBroker.scripts)
    let sample = configuration.redis.server.isOfCluster ? RedisKeys.sampleChannel : nil
    subscriber = SubscriberConnection(reactor, configuration.redis, sample: sample)
    publications = CommandConnection(reactor, configuration.redis, scripts: RedisBroker.publicationScripts)
    gate = configuration.replicas > 0 ? DurabilityGate(reactor, publications, configuration, mark: mark) : nil
    probe = DeliveryProbe(reactor, commands, subscriber, configuration)
    writeProbe = WriteProbe(commands, configuration, mark: mark)
    watches = SentinelWatch.all(reactor, configuration.redis)
    connect(probing: configuration.probeInterval)
  }

  private func connect(probing interval: TimeSpan) {
    connectSubscriber()
    connectCommands()
    connectPublications()
    timers = [
      reactor.every(interval) { [weak self] in self?.turnProbes() },
      reactor.every(.milliseconds(250)) { [weak self] in self?.watchAnswers() },
    ]
    for watch in watches {
      watch.onSwitch = { [weak self] in self?.moved(to: $0) }
      watch.start()
    }
    for link in links { link.start() }
  }

  private func connectSubscriber() {
    subscriber.keep(RedisKeys.fleet) { [weak self] in self?.onFleet($0) }
    subscriber.onStanding = { [weak self] in
      self?.owesStanding = true
      self?.probe.turn()
      self?.tellStanding()
    }
    subscriber.onUp = { [weak self] in if let self { self.follow(self.subscriber.link) } }
    subscriber.onDown = { [weak self] in
      self?.owesStanding = false
      self?.probe.reset()
      self?.onDown()
    }
  }

  private func tellStanding() {
    guard owesStanding, commands.link.isUp else { return }
    owesStanding = false
    onStanding()
  }

  private func connectCommands() {
    commands.onUp = { [weak self] in
      guard let self else { return }
      self.follow(self.commands.link)
      self.writeProbe.turn()
      self.probe.turn()
      self.tellStanding()
    }
    commands.onDown = { [weak self] in
      self?.probe.reset()
      self?.writeProbe.reset()
      self?.onDown()
    }
  }

  private func connectPublications() {
    publications.onUp = { [weak self] in
      guard let self else { return }
      self.follow(self.publications.link)
      self.gate?.connected()
    }
    publications.onDown = { [weak self] in
      self?.gate?.disconnected()
      self?.onDown()
    }
  }

  private var links: [RedisLink] { [commands.link, publications.link, subscriber.link] }

  func connection(_ lane: Lane) -> CommandConnection { lane == .publications ? publications : commands }

  /// Whether it has just been heard of, and not been reached yet.
  func isStarting(_ lane: Lane, within span: TimeSpan) -> Bool {
    !connection(lane).link.wasUp && reactor.now - startedAt < span
  }

  private func turnProbes() {
    writeProbe.turn()
    probe.turn()
    commands.checkPrimary()
    publications.checkPrimary()
  }

  private func watchAnswers() {
    commands.checkTimeouts()
    publications.checkTimeouts()
    gate?.tick()
  }

  /// Another has its slots. What it still owes would be answered, and lost, if it was frozen and wakes: whoever waits for that
  /// had better send again.
  func leaveIfSilent() {
    for connection in [commands, publications] where connection.isSilent(for: Self.silence) {
      connection.link.lose("another node has taken over from this one")
    }
  }

  private static let silence: TimeSpan = .milliseconds(200)

  /// Closes all connections for good.
  func end() {
    for timer in timers { timer.cancel() }
    timers = []
    for watch in watches { watch.end() }
    for link in links { link.end() }
  }

  var condition: BrokerCondition {
    (interruption ?? gate?.impairment).map { .impaired(reason: $0) } ?? .delivering
  }

  /// Why messages do not flow between it and this instance, whatever it says of its replicas; `nil` when they do.
  var interruption: String? {
    for link in links where !link.isUp { return link.reason }
    guard subscriber.stands else { return "the rooms are being followed again" }
    return probe.isArriving ? nil : "what is published does not arrive"
  }

  /// Whether what is asked of it is answered.
  var isAnswering: Bool { interruption == nil && !commands.isSilent(for: Self.silence) }

  /// Whether nothing was heard of it for so long.
  func isUnheard(for span: TimeSpan) -> Bool {
    reactor.now - links.reduce(startedAt) { max($0, $1.heardAt) } > span
  }

  // MARK: - One primary

  // All connections must be to the same server: what is published on one that was replaced arrives nowhere.

  /// A link has just been admitted by a primary. With sentinels there can be two for a while; the one found later counts.
  private func follow(_ link: RedisLink) {
    guard !watches.isEmpty, let server = link.server else { return }
    for other in links where other.isUp && other.server?.socket != server.socket {
      other.leave("the primary is now \(server.address)")
    }
  }

  /// A sentinel says that it has made another server the primary.
  private func moved(to address: RedisAddress) {
    for link in links where link.server?.address != address {
      link.leave("the sentinels made \(address) the primary")
    }
  }
}
