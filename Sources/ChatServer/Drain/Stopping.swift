import Base
import EventLoop

/// The last steps of a drain, so that no acknowledged message is lost:
///
/// 1. No further request is read; publications in flight are acknowledged, and what was published arrives.
/// 2. Everybody who is left is told 1012 after what was delivered to them, and the HTTP connections end with their
///    answers.
/// 3. When all are gone, or the time is up, the instance has stopped, if it is to stop.
final class Stopping {
  /// How long what was acknowledged may take to come back from the store.
  private static let settling: TimeSpan = .milliseconds(100)

  private enum Phase { case settling(since: Instant?), leaving, over }

  private unowned let instance: Instance
  private var phase = Phase.settling(since: nil)
  private let deadline: Instant
  private let stops: Bool

  /// - Parameters:
  ///   - deadline: by the loop's clock.
  ///   - stops: whether the instance is to end; otherwise only its clients are sent away.
  init(_ instance: Instance, deadline: Instant, stops: Bool) {
    self.instance = instance
    self.deadline = deadline
    self.stops = stops
    instance.transport.stopReading()
    instance.polls.hurry()
    if instance.facts.clients() == 0 { leave() }
  }

  var isOver: Bool { if case .over = phase { true } else { false } }

  /// Goes on where nothing has to be waited for any more. To be called several times a second.
  func tick() {
    let now = instance.reactor.now
    switch phase {
    case .settling(let since):
      guard instance.hub.counters.publicationsInFlight == 0 || now >= deadline else { return }
      let start = since ?? now
      phase = .settling(since: start)
      if now >= min(start + Self.settling, deadline) { leave() }
    case .leaving:
      if isEmpty || now >= deadline { end() }
    case .over: break
    }
  }

  private var isEmpty: Bool { stops ? instance.facts.connections() == 0 : instance.facts.clients() == 0 }

  private func leave() {
    phase = .leaving
    if stops { instance.closeListeners() }
    instance.hub.endTurn()
    instance.transport.closeAll(.restarted, "restarting")
    if stops { instance.closeIdle() }
    if isEmpty { end() }
  }

  private func end() {
    phase = .over
    if stops { instance.finish(.stopped) } else { instance.log.info("drained") }
  }

  /// Clients are served again.
  func cancel() {
    phase = .over
    instance.transport.resumeReading()
  }
}
