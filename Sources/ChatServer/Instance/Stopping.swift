import EventLoop

/// The way out of an instance, so that no acknowledged message is lost:
///
/// 1. `/health` answers 404 for a moment, so that the balancer sends nobody here any more; everything else goes on. Left
///    out when no balancer asks.
/// 2. No further request is read; publications in flight are acknowledged, and what was published arrives.
/// 3. Everybody is told 1012 after what was delivered to them, and the HTTP connections end with their answers.
/// 4. When all are gone, or the time is up, the instance has stopped.
final class Stopping {
  /// How long the balancer gets to notice, and how recently it must have asked to count: milliseconds.
  private static let notice: UInt64 = 2_000
  /// How long what was acknowledged may take to come back from the store: milliseconds.
  private static let settling: UInt64 = 100

  private enum Phase { case noticed, settling(since: UInt64?), leaving, over }

  private unowned let instance: Instance
  private var phase = Phase.noticed
  private let begun: UInt64
  private let deadline: UInt64
  private var pulse: Timer?

  init(_ instance: Instance) {
    self.instance = instance
    begun = instance.reactor.now
    deadline = begun + UInt64(instance.configuration.drainSeconds) * 1_000_000_000
    pulse = instance.reactor.every(20_000_000) { [unowned self] in tick() }
  }

  /// Goes on where nothing has to be waited for any more.
  func tick() {
    let now = instance.reactor.now
    switch phase {
    case .noticed:
      let isAsked = instance.facts.wasAsked(within: Self.notice * 2, now: now)
      if !isAsked || now >= min(begun + Self.notice * 1_000_000, deadline) { settle() }
    case .settling(let since):
      guard instance.hub.ledger.publicationsInFlight == 0 || now >= deadline else { return }
      let start = since ?? now
      phase = .settling(since: start)
      if now >= min(start + Self.settling * 1_000_000, deadline) { leave() }
    case .leaving:
      if instance.facts.connections() == 0 || now >= deadline { end() }
    case .over: break
    }
  }

  private func settle() {
    phase = .settling(since: nil)
    instance.transport.stopReading()
    instance.polls.hurry()
    if instance.facts.connections() == 0 { leave() }
  }

  private func leave() {
    phase = .leaving
    instance.closeListeners()
    instance.hub.endTurn()
    instance.transport.closeAll(.restarted, "restarting")
    instance.publicSite.closeIdle()
    instance.adminSite.closeIdle()
    if instance.facts.connections() == 0 { end() }
  }

  private func end() {
    phase = .over
    pulse?.cancel()
    instance.finish(.stopped)
  }
}
