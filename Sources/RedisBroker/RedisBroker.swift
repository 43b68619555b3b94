import Base
import Broker
import ChatProtocol
import EventLoop
import RedisClient

/// One instance's access to what its fleet shares in Redis: see `Broker` for what it guarantees, `Scripts` for how.
///
/// Publications go through one connection, so that they wait for no reading; all other commands through another; what is
/// published arrives on a third. They come back by themselves. While Redis is away everything fails at once with
/// `.unavailable`.
package final class RedisBroker: Broker {
  package weak var events: (any BrokerEvents)?

  let reactor: Reactor
  let configuration: RedisBrokerConfiguration
  let commands: CommandConnection
  let publications: CommandConnection
  let subscriber: SubscriberConnection
  /// In front of the publications, where replicas are to be waited for.
  let gate: DurabilityGate?
  let probe: DeliveryProbe
  let writeProbe: WriteProbe
  let context: CallContext
  /// Empty without sentinels.
  private let watches: [SentinelWatch]
  private var timers: [Timer] = []
  /// Payloads that could not be read: another version's, or not ours.
  private(set) var unreadablePayloads = 0

  package init(_ reactor: Reactor, _ configuration: RedisBrokerConfiguration) {
    self.reactor = reactor
    self.configuration = configuration
    context = CallContext(configuration)
    commands = CommandConnection(reactor, configuration.redis, scripts: Self.scripts)
    subscriber = SubscriberConnection(reactor, configuration.redis)
    publications = CommandConnection(reactor, configuration.redis, scripts: Self.publicationScripts)
    gate = configuration.replicas > 0 ? DurabilityGate(reactor, publications, configuration) : nil
    probe = DeliveryProbe(reactor, commands, subscriber, configuration)
    writeProbe = WriteProbe(commands, configuration)
    watches = SentinelWatch.all(reactor, configuration.redis)
    connect()
  }

  deinit { end() }

  package func perform<Call: BrokerCall>(_ call: Call, reply: @escaping Call.Completion) {
    call.run(on: RedisBackend(broker: self), reply: reply)
  }

  package func unsubscribe(from room: RoomName) { subscriber.unfollow(RedisKeys.channel(room)) }

  package func announce(_ typing: Typing, in room: RoomName) {
    commands.send { command in
      command.add("PUBLISH" as StaticString)
      command.add(RedisKeys.channel(room))
      command.add("t\(typing.user)\n", typing.json)
    } completion: { _ in
    }
  }

  static let publicationScripts = [Publish.script]
  static let scripts = [
    Synchronize.script, Erase.script, CreateSession.script, FindSession.script, EndSession.script,
    JudgeUser.script, ReadStanding.script,
    FindUser.script, UpdatePresence.script, NoteActivity.script, SetMaintenance.script, RecordDirect.script,
    ListDirectRooms.script, AddHook.script, ListHooks.script, RemoveHook.script, UseHook.script,
    NoteHookRefusal.script, StorePage.script, CreateUserSession.script, RenewSession.script,
    AddBot.script, ListBots.script, RemoveBot.script, CreateBotSession.script,
    SurveyStore.script, RemoveRoom.script, TrimBacklog.script,
    BlankTexts.script,
  ]

  /// Messages of a page, whatever was asked for.
  static func pageSize(_ limit: Int) -> Int { min(max(limit, 1), 1_000) }

  private func connect() {
    subscriber.keep(RedisKeys.fleet) { [weak self] in self?.receivedFleet($0) }
    subscriber.onStanding = { [weak self] in
      self?.probe.turn()
      self?.events?.brokerMayHaveMissedMessages()
    }
    commands.onUp = { [weak self] in
      guard let self else { return }
      self.follow(self.commands.link)
      self.turnProbes()
    }
    publications.onUp = { [weak self] in
      guard let self else { return }
      self.follow(self.publications.link)
      self.gate?.connected()
    }
    publications.onDown = { [weak self] in self?.gate?.disconnected() }
    subscriber.onUp = { [weak self] in if let self { self.follow(self.subscriber.link) } }
    commands.onDown = { [weak self] in
      self?.probe.reset()
      self?.writeProbe.reset()
    }
    subscriber.onDown = { [weak self] in self?.probe.reset() }
    timers = [
      reactor.every(configuration.probeInterval) { [weak self] in self?.turnProbes() },
      reactor.every(.milliseconds(250)) { [weak self] in self?.watchAnswers() },
    ]
    for watch in watches {
      watch.onSwitch = { [weak self] in self?.moved(to: $0) }
      watch.start()
    }
    for link in links { link.start() }
  }

  private var links: [RedisLink] { [commands.link, publications.link, subscriber.link] }

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

  /// Closes all connections for good.
  package func end() {
    for timer in timers { timer.cancel() }
    timers = []
    for watch in watches { watch.end() }
    for link in links { link.end() }
  }

  package var condition: BrokerCondition {
    for link in links where !link.isUp { return .impaired(reason: link.reason) }
    guard subscriber.stands else { return .impaired(reason: "the rooms are being followed again") }
    guard probe.isArriving else { return .impaired(reason: "what is published does not arrive") }
    if let reason = gate?.impairment { return .impaired(reason: reason) }
    return .delivering
  }

  package var isListening: Bool { subscriber.stands }
  package var writeRefusal: String? { writeProbe.refusal }
  package var deliveryProof: DeliveryProof? { DeliveryProof(roundTrip: probe.roundTrip, missed: probe.missed) }
  package var space: StoreSpace? { writeProbe.space }

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
}
