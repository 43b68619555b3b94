import Base
import Broker
import Chat
import ChatProtocol
import EventLoop
import HTTP
import NetServer
import WebSocket
import Webhooks

/// One instance of the chat server: two listeners, the hub, the store, and the loop that they live on.
///
/// Confined to the loop's thread.
package final class Instance {
  let configuration: Configuration
  let reactor: Reactor
  let log: Log
  let hub: Hub
  let sockets: WebSocketServer
  let polls: WaitingPolls
  let health: InstanceHealth
  private let figures: InstanceFigures
  let drain: DrainController
  private let cleaner: StoreCleaner
  private let pages: PageShare
  private(set) var publicServer: HTTPServer
  private(set) var adminServer: HTTPServer
  private let publicListener: Listener
  private let adminListener: Listener
  private var tickers: [Timer] = []
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
    var options = configuration.hub
    options.instance = configuration.instance
    options.version = Version.text
    options.page = files.version
    options.backlogSeconds = configuration.backlog.seconds
    hub = Hub(configuration: options, broker: broker, entropy: entropy)
    hub.time = HubTime(now: reactor.now, wallClock: reactor.wallClock)
    if let endpoint = configuration.archive, let key = configuration.archiveKey,
      let address = SocketAddress(ip: endpoint.host, port: endpoint.port)
    {
      hub.archive = ArchiveClient(at: address, host: endpoint.text, key: key, reactor: reactor, log: log)
    }
    sockets = WebSocketServer(hub: hub, configuration: configuration, second: reactor.now.second)
    polls = WaitingPolls(hub: hub, reactor: reactor)
    let built = SystemLimits.programTime.map { Timestamp($0).text } ?? ""
    health = InstanceHealth(instance: configuration.instance, built: built, store: store)
    figures = InstanceFigures(hub: hub, sockets: sockets, polls: polls, health: health, reactor: reactor)
    drain = DrainController(
      configuration.drain, hub: hub, sockets: sockets, polls: polls, health: health, reactor: reactor, log: log)

    cleaner = StoreCleaner(configuration.cleaning, hub: hub, reactor: reactor, log: log)
    pages = PageShare(files, hub: hub, reactor: reactor, log: log)
    let operators = AdminAuthenticator(
      adminToken: configuration.adminToken, ownToken: entropy.word(12) + entropy.word(12))
    let hooks = Hooks(hub: hub) { reactor.after($0, $1) }
    let refusals = HookRefusalLog(log, reactor)
    hooks.onRefusal = { refusals.tell($0, of: $1) }
    let builder = ServerBuilder(
      configuration: configuration, files: files, pages: pages, hub: hub, sockets: sockets, polls: polls,
      health: health, figures: figures, drain: drain, operators: operators, reactor: reactor, entropy: entropy,
      log: log, hooks: hooks)
    FoldedText.prepare()
    let publicServer = builder.publicServer()
    var listening: Listener?
    let adminServer = builder.adminServer(besides: publicServer) { listening?.localAddress }
    (self.publicServer, self.adminServer) = (publicServer, adminServer)
    publicListener = try Self.listen(configuration.listen, "listen", reactor) { publicServer.accept($0) }
    listening = publicListener
    do throws(InstanceFailure) {
      adminListener = try Self.listen(configuration.adminListen, "admin-listen", reactor) { adminServer.accept($0) }
    } catch {
      publicListener.close()
      throw error
    }
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
    boundConnections()
    connectHealth()
    connectDrain()
    takeTurns()
    hub.readMaintenance()
    pages.begin()
    cleaner.begin()
    log.info(
      "listening",
      [
        "address": .text(publicAddress), "admin": .text(adminAddress), "instance": .text(configuration.instance),
        "version": .text(Version.text), "store": .text(health.store),
      ])
  }

  private func boundConnections() {
    let limit = configuration.maxConnections
    publicServer.isFull = { [sockets, unowned publicServer] in sockets.count + publicServer.count >= limit }
    publicListener.admits = { [publicServer] in publicServer.hasPlace }
    publicListener.refusal = Overload.response
    adminListener.admits = { [adminServer] in adminServer.count < 64 }
  }

  private func connectHealth() {
    health.connections = { [sockets, publicServer] in sockets.count + publicServer.count }
    health.clients = { [sockets, polls] in sockets.count + polls.count }
    health.drainPhase = { [unowned drain] in drain.phase }
    health.refused = { [publicServer, unowned publicListener] in
      publicListener.refusedCount + UInt64(publicServer.counters.refused)
    }
  }

  private func connectDrain() {
    drain.onLeaving = { [unowned self] in
      figures.leave()
      closeListeners()
      publicServer.closeIdle()
      adminServer.closeIdle()
    }
    drain.onFinished = { [unowned self] in finish($0) }
  }

  /// What is done at each turn's beginning and end, and from time to time.
  private func takeTurns() {
    reactor.onTurnBegin { [hub, reactor] in
      hub.time = HubTime(now: reactor.now, wallClock: reactor.wallClock)
    }
    reactor.onTurnEnd { [hub, sockets, polls] in
      hub.endTurn()
      sockets.endTurn()
      polls.endTurn()
    }
    tickers = [
      reactor.every(.seconds(1)) { [unowned self] in tick() },
      reactor.every(.seconds(1) / Hub.ticksPerSecond) { [hub] in hub.tick() },
    ]
  }

  /// Where the public is served, with the port that was taken: `127.0.0.1:8080`.
  package var publicAddress: String { publicListener.localAddress?.description ?? configuration.listen.text }
  /// Where operators are served.
  package var adminAddress: String { adminListener.localAddress?.description ?? configuration.adminListen.text }

  private func tick() {
    publicServer.sweep()
    adminServer.sweep()
    sockets.tick(second: reactor.now.second)
    polls.tick()
    watchCondition()
    figures.tick()
    drain.tick()
  }

  // MARK: - Stopping

  /// Stops gracefully; a second time: at once.
  package func stop() { drain.stop() }

  private func closeListeners() {
    publicListener.close()
    adminListener.close()
  }

  private func finish(_ status: ExitStatus) {
    guard !tickers.isEmpty else { return }
    for ticker in tickers { ticker.cancel() }
    tickers = []
    cleaner.end()
    closeListeners()
    logCounters()
    onStopped(status)
  }

  // MARK: - What is worth a line

  private var lastCondition = BrokerCondition.delivering

  private var lastRefusal: String?

  private func watchCondition() {
    health.watch(hub)
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
    case .partial(let reason): log.warning("store is impaired in part", ["reason": .text(reason)])
    case .impaired(let reason): log.warning("store is impaired", ["reason": .text(reason)])
    }
  }
}
