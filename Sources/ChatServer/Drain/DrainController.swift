import Base
import Chat
import EventLoop

/// Does what the instance's `Drain` decides, and says so in the log.
final class DrainController {
  private let hub: Hub
  private let sockets: WebSocketServer
  private let polls: WaitingPolls
  private let health: InstanceHealth
  private let reactor: Reactor
  private let log: Log
  private var drain: Drain
  private var pulse: Timer?
  /// How long those who come late get at least to move on: a proxy that has sent them here may do so again.
  private static let lateWindow: TimeSpan = .milliseconds(500)
  /// Those who had not said who they are when the others were asked to move, or have come since, and until when those are
  /// asked.
  private var unasked: [WebSocketConnection] = []
  private var windowEnd: Instant = .distantPast
  /// Takes no new connections, and ends the idle ones.
  var onLeaving: () -> Void = {}
  /// The instance is to stop.
  var onFinished: (ExitStatus) -> Void = { _ in }

  init(
    _ options: DrainOptions, hub: Hub, sockets: WebSocketServer, polls: WaitingPolls, health: InstanceHealth,
    reactor: Reactor, log: Log
  ) {
    drain = Drain(options)
    self.hub = hub
    self.sockets = sockets
    self.polls = polls
    self.health = health
    self.reactor = reactor
    self.log = log
    sockets.onOpened = { [unowned self] in
      if phase == .moving { unasked.append($0) }
    }
  }

  var phase: Drain.Phase { drain.phase }
  /// Whether the process stops at the end.
  var stops: Bool { drain.stops }

  // MARK: - What is asked for

  /// A signal: stops gracefully; a second time: at once.
  func stop() { perform(drain.stop(input)) }

  /// Begins to leave the fleet; harmless when it already does.
  /// - Parameter stops: whether the process ends once it is empty.
  func begin(stops: Bool) { perform(drain.begin(stops: stops, input)) }

  /// Takes part in the fleet again.
  /// - Returns: whether it does; an instance that stops can't be held back.
  func cancel() -> Bool {
    guard let actions = drain.cancel() else { return false }
    perform(actions)
    return true
  }

  /// Sends some clients away.
  /// - Returns: how many were asked, and over how many milliseconds they are spread.
  func rebalance(count: Int) -> (asked: Int, window: Int) {
    guard case .move(let cause, let window, let count) = drain.rebalance(count: count, input) else { return (0, 0) }
    return (move(cause, window, count), window)
  }

  /// To be called once a second.
  func tick() {
    perform(drain.tick(input))
    if drain.phase == .moving { askRest() }
  }

  private var input: Drain.Input {
    Drain.Input(
      now: reactor.now, clients: health.clients(), connections: health.connections(),
      publicationsInFlight: hub.counters.publicationsInFlight + hub.waitingReadMarks,
      isDelivering: hub.broker.condition.isServing,
      balancers: health.balancers)
  }

  // MARK: - What is done

  private func perform(_ actions: [Drain.Action]) {
    for action in actions { perform(action) }
    if !drain.isUnderWay {
      pulse?.cancel()
      pulse = nil
    } else if pulse == nil {
      pulse = reactor.every(.milliseconds(20)) { [unowned self] in tick() }
    }
  }

  private func perform(_ action: Drain.Action) {
    switch action {
    case .announce:
      let balancers = health.balancers.checks(now: reactor.now).count
      log.info(
        "drain begins", ["clients": clients, "stops": .flag(drain.stops), "balancers": Log.Value(balancers)])
    case .hold: log.warning("drain holds: this is the last usable instance", ["clients": clients])
    case .move(let cause, let window, let count): move(cause, window, count)
    case .settle: settle()
    case .closeClients: closeClients()
    case .finish: finish()
    case .resume: resume()
    case .cutShort: cutShort()
    }
  }

  private var clients: Log.Value { Log.Value(health.clients()) }

  @discardableResult
  private func move(_ cause: Drain.Cause, _ window: Int, _ count: Int) -> Int {
    let asked = hub.askToReconnect(cause == .drain ? .restart : .rebalance, window: window, count: count)
    let values: KeyValuePairs = ["clients": Log.Value(asked), "window": Log.Value(window)]
    switch cause {
    case .drain:
      windowEnd = reactor.now + .milliseconds(window)
      unasked = sockets.all.filter { !$0.isWelcomed }
      polls.stopWaiting()
      log.info("drain asks clients to move", values)
    case .rebalance: log.info("rebalance asks clients to move", values)
    case .isolation:
      polls.answerAll()
      log.warning("no check of a balancer arrives: asks clients to move", values)
    }
    return asked
  }

  /// Those in the middle of their hello are asked once it is answered.
  private func askRest() {
    guard !unasked.isEmpty else { return }
    let window = max(windowEnd - reactor.now, Self.lateWindow).milliseconds
    unasked.removeAll { connection in
      if connection.isWelcomed { connection.askToReconnect(.restart, window: window) }
      return connection.isWelcomed || connection.isGone
    }
  }

  private func settle() {
    log.info("drain closes the rest", ["clients": clients])
    unasked = []
    sockets.stopReading()
    hub.hurryReadMarks()
    polls.stopWaiting()
  }

  private func closeClients() {
    hub.endTurn()
    sockets.closeAll(.restarted, "restarting")
    if drain.stops { onLeaving() }
  }

  private func finish() {
    if drain.stops { onFinished(.stopped) } else { log.info("drained") }
  }

  private func resume() {
    unasked = []
    hub.hurryReadMarks(false)
    sockets.resumeReading()
    polls.resumeWaiting()
    log.info("drain taken back", ["clients": clients])
  }

  /// What is unanswered is sent again elsewhere.
  private func cutShort() {
    log.warning("stopping at once", ["clients": clients])
    sockets.closeAll(.restarted, "restarting")
    onFinished(.cutShort)
  }
}
