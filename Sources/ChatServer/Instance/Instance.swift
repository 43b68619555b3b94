import Base
import Broker
import Chat
import EventLoop
import HTTP
import WebSocket

/// One instance of the chat server: two listeners, the hub, the store, and the loop that they live on.
///
/// Confined to the loop's thread.
package final class Instance {
  let configuration: Configuration
  let reactor: Reactor
  let log: Log
  let hub: Hub
  let transport: WebSocketServer
  let polls: LongPollServer
  let facts: InstanceHealth
  private(set) var publicServer: HTTPServer
  private(set) var adminServer: HTTPServer
  private let publicListener: Listener
  private let adminListener: Listener
  private var tickers: [Timer] = []
  private(set) var draining: Draining?
  private var isStopping = false
  private var isolation = IsolationPolicy()
  /// Called once the instance has stopped; the loop can end.
  package var onStopped: (ExitStatus) -> Void = { _ in }

  /// Begins to serve.
  /// - Parameter store: what to call the broker's kind: `memory` or `redis`.
  package init(
    _ configuration: Configuration, files: StaticFiles, reactor: Reactor, broker: any Broker, store: String, log: Log
  ) throws(InstanceFailure) {
    self.configuration = configuration
    self.reactor = reactor
    self.log = log
    let entropy = KernelEntropy()
    var hubConfiguration = HubConfiguration(configuration)
    hubConfiguration.page = files.tag
    hub = Hub(configuration: hubConfiguration, broker: broker, entropy: entropy)
    hub.time = HubTime(now: reactor.now, wallClock: reactor.wallClock)
    transport = WebSocketServer(hub: hub, configuration: configuration, second: reactor.now.second)
    polls = LongPollServer(hub: hub, reactor: reactor)
    let built = SystemLimits.programTime.map { Timestamp($0).text } ?? ""
    facts = InstanceHealth(instance: configuration.instance, built: built, store: store)

    let operators = AdminAuthenticator(
      adminToken: configuration.adminToken, ownToken: entropy.word(12) + entropy.word(12))
    let builder = ServerBuilder(
      configuration: configuration, files: files, hub: hub, transport: transport, polls: polls, facts: facts,
      operators: operators,
      reactor: reactor, entropy: entropy, log: log)
    let publicServer = builder.publicServer()
    let drainOrders = DrainOrders()
    var listening: Listener?
    let adminServer = builder.adminServer(besides: publicServer, drain: drainOrders) { listening?.localAddress }
    (self.publicServer, self.adminServer) = (publicServer, adminServer)
    publicListener = try Self.listen(configuration.listen, "listen", reactor) { publicServer.accept($0) }
    listening = publicListener
    do throws(InstanceFailure) {
      adminListener = try Self.listen(configuration.adminListen, "admin-listen", reactor) { adminServer.accept($0) }
    } catch {
      publicListener.close()
      throw error
    }
    drainOrders.begin = { [unowned self] stops in drain(stops: stops) }
    drainOrders.cancel = { [unowned self] in cancelDrain() }
    begin()
  }

  /// What the kernel holds for a client that does not read: left to itself, it takes megabytes (threat 9). It doubles
  /// the value. Bytes.
  private static let sendBuffer: Int32 = 65_536

  private static func listen(
    _ endpoint: Endpoint, _ setting: String, _ reactor: Reactor, accept: @escaping (Stream) -> Void
  ) throws(InstanceFailure) -> Listener {
    guard let address = SocketAddress(ip: endpoint.host, port: endpoint.port) else {
      throw InstanceFailure("\(endpoint.text) is not an address", .misconfigured)
    }
    do {
      return try Listener(reactor, address: address, sendBuffer: sendBuffer, accept: accept)
    } catch {
      throw InstanceFailure(listeningOn: endpoint, setting: setting, error)
    }
  }

  private func begin() {
    let limit = configuration.maxConnections
    publicListener.admits = { [transport, publicServer] in transport.count + publicServer.count < limit }
    publicListener.refusal = Overload.response
    adminListener.admits = { [adminServer] in adminServer.count < 64 }
    facts.connections = { [transport, publicServer] in transport.count + publicServer.count }
    facts.clients = { [transport, polls] in transport.count + polls.count }
    facts.drainPhase = { [unowned self] in draining?.phase ?? .serving }
    facts.refused = { [unowned publicListener] in publicListener.refusedCount }
    reactor.onTurnBegin { [hub, reactor] in
      hub.time = HubTime(now: reactor.now, wallClock: reactor.wallClock)
    }
    reactor.onTurnEnd { [hub, transport, polls] in
      hub.endTurn()
      transport.endTurn()
      polls.endTurn()
    }
    tickers = [
      reactor.every(.seconds(1)) { [unowned self] in tick() },
      reactor.every(.seconds(1) / Hub.ticksPerSecond) { [hub] in hub.tick() },
    ]
    hub.readMaintenance()
    log.info(
      "listening",
      [
        "address": .text(publicAddress), "admin": .text(adminAddress), "instance": .text(configuration.instance),
        "version": .text(Version.text), "store": .text(facts.store),
      ])
  }

  /// Where the public is served, with the port that was taken: `127.0.0.1:8080`.
  package var publicAddress: String { publicListener.localAddress?.description ?? configuration.listen.text }
  /// Where operators are served.
  package var adminAddress: String { adminListener.localAddress?.description ?? configuration.adminListen.text }

  private func tick() {
    publicServer.sweep()
    adminServer.sweep()
    transport.tick(second: reactor.now.second)
    polls.tick()
    watchCondition()
    evacuate()
    draining?.tick()
  }

  // MARK: - Stopping

  /// Stops gracefully; a second time: at once.
  package func stop() {
    guard !isStopping else { return cutShort() }
    isStopping = true
    drain(stops: true)
  }

  /// Begins to leave the fleet; harmless when it already does.
  /// - Parameter stops: whether the process ends once it is empty.
  func drain(stops: Bool) {
    if let draining {
      if stops { draining.stopAtEnd() }
      return
    }
    log.info(
      "drain begins",
      [
        "clients": Log.Value(facts.clients()), "stops": .flag(stops),
        "balancers": Log.Value(facts.balancers.words(now: reactor.now).count),
      ])
    let draining = Draining(self, stops: stops)
    self.draining = draining
    draining.tick()
  }

  /// Takes part in the fleet again.
  /// - Returns: whether it does; an instance that stops can't be held back.
  func cancelDrain() -> Bool {
    guard !isStopping, draining?.stops != true else { return false }
    guard let draining else { return true }
    draining.cancel()
    self.draining = nil
    log.info("drain taken back", ["clients": Log.Value(facts.clients())])
    return true
  }

  /// Nobody is waited for any more; what is unanswered is sent again elsewhere.
  private func cutShort() {
    log.warning("stopping at once", ["clients": Log.Value(facts.clients())])
    transport.closeAll(.restarted, "restarting")
    finish(.cutShort)
  }

  /// No new connections.
  func closeListeners() {
    publicListener.close()
    adminListener.close()
  }

  func closeIdle() {
    publicServer.closeIdle()
    adminServer.closeIdle()
  }

  func finish(_ status: ExitStatus) {
    guard !tickers.isEmpty else { return }
    for ticker in tickers { ticker.cancel() }
    tickers = []
    closeListeners()
    logCounters()
    onStopped(status)
  }

  // MARK: - What is worth a line

  private var lastCondition = BrokerCondition.delivering

  private var lastRefusal: String?

  private func watchCondition() {
    facts.watch(hub)
    let refusal = hub.broker.writeRefusal
    if (refusal == nil) != (lastRefusal == nil) {
      if let refusal {
        log.warning("store takes no new messages", ["reason": .text(refusal)])
      } else {
        log.info("store takes messages again")
      }
    }
    lastRefusal = refusal
    let condition = hub.broker.condition
    guard condition != lastCondition else { return }
    lastCondition = condition
    switch condition {
    case .delivering: log.info("store delivers")
    case .impaired(let reason): log.warning("store is impaired", ["reason": .text(reason)])
    }
  }

  // MARK: - Without the store's broadcasts

  /// Asks the clients to move when nothing arrives here any more and others can take them.
  private func evacuate() {
    let (now, balancers) = (reactor.now, facts.balancers)
    let isDue = isolation.tick(
      now: now, isDelivering: hub.broker.condition == .delivering, others: balancers.others(now: now),
      isEased: balancers.sendNobody(since: .distantPast, now: now))
    guard isDue, draining == nil, facts.clients() > 0 else { return }
    let window = Drain.window(clients: facts.clients(), others: balancers.others(now: now))
    let asked = hub.askToReconnect(.rebalance, window: window)
    polls.answerAll()
    log.warning("nothing arrives: clients move", ["clients": Log.Value(asked), "window": Log.Value(window)])
  }
}
