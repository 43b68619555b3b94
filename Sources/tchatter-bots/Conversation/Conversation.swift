import Base
import ChatClient
import EventLoop

/// All the rooms of one run: begins them, sees that they go on, ends them, and reports.
final class Conversation {
  /// Between the arrivals of two bots, so that hundreds do not come at the same moment.
  private static let arrivalPace: TimeSpan = .milliseconds(5)
  /// How long, at the end, all may take to see what was said, and to leave.
  private static let settling: TimeSpan = .seconds(30)
  private static let leaving: TimeSpan = .seconds(15)

  private enum Phase {
    case playing
    /// Nobody says anything more; since when.
    case settling(since: Instant)
    case leaving(since: Instant, Report)
    case over
  }

  let stages: [Stage]
  private let reactor: Reactor
  /// How long a conversation may stand still.
  private let timeout: TimeSpan
  private let begun: Instant
  private var phase = Phase.playing
  private var wasInterrupted = false
  private var ticker: Timer?
  /// Called once, at the end.
  private let onEnd: (Report) -> Void

  init(_ stages: [Stage], timeout: TimeSpan, reactor: Reactor, onEnd: @escaping (Report) -> Void) {
    self.stages = stages
    self.timeout = timeout
    self.reactor = reactor
    self.onEnd = onEnd
    begun = reactor.now
  }

  func start() {
    var delay: TimeSpan = .zero
    for performer in stages.flatMap(\.performers) {
      reactor.after(delay) { performer.start() }
      delay += Self.arrivalPace
    }
    ticker = reactor.every(.milliseconds(20)) { [unowned self] in tick() }
  }

  /// Ends it before its time: what has been said is still waited for.
  func interrupt() {
    guard case .playing = phase else { return }
    wasInterrupted = true
    settle()
  }

  private func tick() {
    let now = reactor.now
    switch phase {
    case .playing:
      failThoseStandingStill(now)
      if stages.allSatisfy({ $0.isDone || $0.failure != nil }) { settle() }
    case .settling(let since):
      if stages.allSatisfy(\.isSettled) || now >= since + Self.settling { leave() }
    case .leaving(let since, let report):
      if stages.allSatisfy(\.isOver) || now >= since + Self.leaving { end(report) }
    case .over: break
    }
  }

  private func failThoseStandingStill(_ now: Instant) {
    for stage in stages where stage.failure == nil && !stage.isDone && !stage.isBusy && now >= stage.movedAt + timeout {
      stage.fail("stood still for \(Int(timeout.seconds)) s: \(stage.awaited)")
    }
  }

  private func settle() {
    phase = .settling(since: reactor.now)
    for stage in stages { stage.stopPlaying() }
    tick()
  }

  /// The report is made before the bots go, so that their going is no part of it.
  private func leave() {
    let milliseconds = (reactor.now - begun).milliseconds
    let report = Report(stages, milliseconds: milliseconds, wasInterrupted: wasInterrupted)
    phase = .leaving(since: reactor.now, report)
    for stage in stages { stage.leave() }
  }

  private func end(_ report: Report) {
    phase = .over
    ticker?.cancel()
    onEnd(report)
  }
}
