import Base
import Chat
import EventLoop

/// An instance on its way out of the fleet: leads its `Drain` through its phases and says so in the log.
///
/// At its end the instance stops, or, when an operator only wanted it empty, stays up without clients until it is told to
/// take part again or to stop.
final class Draining {
  /// How many clients each other instance is thought to take in a second without anybody noticing.
  private static let acceptRate: Double = 500
  /// What those get who have not moved although they were asked, after the last one who did.
  private static let timeout: TimeSpan = .seconds(2)

  private unowned let instance: Instance
  private var drain: Drain
  private var deadline: Instant
  private var pulse: Timer?
  private var closing: Stopping?
  /// Those who had not said who they are when the others were asked to move, and until when they are asked.
  private var unasked: [WebSocketConnection] = []
  private var windowEnd: Instant = .distantPast
  /// Whether the instance stops at the end.
  private(set) var stops: Bool

  init(_ instance: Instance, stops: Bool) {
    let now = instance.reactor.now
    let limit = TimeSpan.seconds(instance.configuration.drainSeconds)
    self.instance = instance
    self.stops = stops
    deadline = now + limit
    // The rest of the time is for publications in flight and for saying good-bye.
    drain = Drain(
      Drain.Configuration(
        checkInterval: instance.facts.balancers.interval(now: now), limit: limit - min(.seconds(1), limit / 4),
        acceptRate: Self.acceptRate, timeout: Self.timeout))
    drain.begin(now: now)
    beat()
  }

  private func beat() {
    pulse?.cancel()
    pulse = instance.reactor.every(.milliseconds(20)) { [unowned self] in tick() }
  }

  var phase: Drain.Phase { drain.phase }

  /// The process is asked to end, whatever the drain was begun for.
  func stopAtEnd() {
    guard !stops else { return }
    stops = true
    deadline = instance.reactor.now + .seconds(instance.configuration.drainSeconds)
    if closing != nil { close() }
    tick()
  }

  /// Goes on where nothing has to be waited for any more.
  func tick() {
    let now = instance.reactor.now
    let before = drain.phase
    let action = drain.tick(now: now, clients: instance.facts.clients(), balancers: instance.facts.balancers)
    if drain.phase == .holding, before != .holding { warnOfHolding() }
    switch action {
    case .move(let window): move(window: window, now)
    case .close: close()
    case nil: break
    }
    if drain.phase == .moving { askRest(now) }
    closing?.tick()
    if let closing, closing.isOver { pulse?.cancel() }
  }

  private func warnOfHolding() {
    instance.log.warning(
      "drain holds: this is the last usable instance", ["clients": Log.Value(instance.facts.clients())])
  }

  private func move(window: Int, _ now: Instant) {
    windowEnd = now + .milliseconds(window)
    unasked = instance.transport.all.filter { !$0.isWelcomed }
    let asked = instance.hub.askToReconnect(.restart, window: window)
    instance.polls.hurry()
    instance.log.info("drain asks clients to move", ["clients": Log.Value(asked), "window": Log.Value(window)])
  }

  /// Those in the middle of their hello are asked once it is answered.
  private func askRest(_ now: Instant) {
    guard !unasked.isEmpty else { return }
    let window = (windowEnd - now).milliseconds
    unasked.removeAll { connection in
      if connection.isWelcomed { connection.askToReconnect(.restart, window: window) }
      return connection.isWelcomed || connection.isGone
    }
  }

  private func close() {
    unasked = []
    instance.log.info("drain closes the rest", ["clients": Log.Value(instance.facts.clients())])
    closing = Stopping(instance, deadline: deadline, stops: stops)
    beat()
  }

  /// Takes it all back.
  func cancel() {
    pulse?.cancel()
    closing?.cancel()
    instance.polls.takeTime()
  }
}
