import ChatClient
import EventLoop

/// All the rooms of one run: begins them, sees that they go on, ends them, and reports.
final class Conversation {
  /// Between the arrivals of two bots, so that hundreds do not come at the same moment: nanoseconds.
  private static let arrivalPace: UInt64 = 5_000_000
  /// How long, at the end, all may take to see what was said, and to leave: nanoseconds.
  private static let settling: UInt64 = 5_000_000_000
  private static let leaving: UInt64 = 5_000_000_000

  private enum Phase {
    case playing
    /// Nobody says anything more; since when.
    case settling(since: UInt64)
    case leaving(since: UInt64, Report)
    case over
  }

  let stages: [Stage]
  private let reactor: Reactor
  /// Nanoseconds that a conversation may stand still.
  private let timeout: UInt64
  private let begun: UInt64
  private var phase = Phase.playing
  private var wasInterrupted = false
  private var ticker: Timer?
  /// Called once, at the end.
  private let onEnd: (Report) -> Void

  init(_ stages: [Stage], timeout: UInt64, reactor: Reactor, onEnd: @escaping (Report) -> Void) {
    self.stages = stages
    self.timeout = timeout
    self.reactor = reactor
    self.onEnd = onEnd
    begun = reactor.now
  }

  func start() {
    var delay: UInt64 = 0
    for performer in stages.flatMap(\.performers) {
      reactor.after(delay) { performer.start() }
      delay += Self.arrivalPace
    }
    ticker = reactor.every(20_000_000) { [unowned self] in tick() }
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

  private func failThoseStandingStill(_ now: UInt64) {
    for stage in stages where stage.failure == nil && !stage.isDone && !stage.isBusy && now >= stage.movedAt + timeout {
      stage.fail("stood still for \(timeout / 1_000_000_000) s: \(stage.awaited)")
    }
  }

  private func settle() {
    phase = .settling(since: reactor.now)
    for stage in stages { stage.stopPlaying() }
    tick()
  }

  /// The report is made before the bots go, so that their going is no part of it.
  private func leave() {
    let milliseconds = Int(clamping: (reactor.now - begun) / 1_000_000)
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
