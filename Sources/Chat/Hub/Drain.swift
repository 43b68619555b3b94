import Base

/// The course of an instance that is to stop without anybody noticing: it tells the balancer, waits until nobody new is
/// sent, asks its clients to move to the others, and closes what is left.
///
/// A value: what happens goes in with the time, what is to be done comes out. Times are those of the monotonic clock.
package struct Drain: Equatable, Sendable {
  package struct Configuration: Equatable, Sendable {
    /// How often the balancer checks `/health`. Twice that it is given to notice when it does not say so.
    package var checkInterval: TimeSpan
    /// How long the whole may take.
    package var limit: TimeSpan
    /// How many clients each of the other instances takes in a second.
    package var acceptRate: Double
    /// After the window, and after each client that went: how long those get who have not moved yet.
    package var timeout: TimeSpan

    package init(
      checkInterval: TimeSpan = .seconds(1), limit: TimeSpan = .seconds(10), acceptRate: Double = 500,
      timeout: TimeSpan = .seconds(10)
    ) {
      self.checkInterval = checkInterval
      self.limit = limit
      self.acceptRate = acceptRate
      self.timeout = timeout
    }
  }

  /// Where it stands.
  package enum Phase: String, Sendable, CaseIterable {
    case serving
    /// `/health` answers 404; the balancer has yet to notice.
    case announced
    /// This is the last usable server: moving its clients would leave them nowhere to go.
    case holding
    /// The clients have been told to reconnect and do so.
    case moving
    /// Everybody had time to move.
    case closing
  }

  /// What is to be done.
  package enum Action: Equatable, Sendable {
    /// Tell all clients to open another connection within `window` milliseconds, each at a moment of its own.
    case move(window: Int)
    /// Close the rest, and stop when it is closed.
    case close
  }

  package private(set) var phase = Phase.serving
  private let configuration: Configuration
  private var begunAt: Instant = .distantPast
  private var closesAt: Instant = .distantPast
  /// The fewest clients so far while they move, and when those are given up who are left.
  private var fewest = 0
  private var givesUpAt: Instant = .distantPast

  package init(_ configuration: Configuration) { self.configuration = configuration }

  package var isDraining: Bool { phase != .serving }

  /// Begins, on SIGTERM or by an operator's command.
  package mutating func begin(now: Instant) {
    guard phase == .serving else { return }
    phase = .announced
    begunAt = now
    closesAt = now + configuration.limit
  }

  /// Goes on; to be called several times a second.
  /// - Parameters:
  ///   - clients: how many are still here.
  ///   - balancers: who has been told, and what they said.
  package mutating func tick(now: Instant, clients: Int, balancers: BalancerView) -> Action? {
    switch phase {
    case .serving, .closing: return nil
    case .announced: return leaveAnnounced(now, clients, balancers)
    case .holding: return leaveHolding(now, clients, balancers)
    case .moving: return leaveMoving(now, clients)
    }
  }

  /// The balancer is waited for: twice its interval if it does not say that it has noticed, not at all if there is none.
  private mutating func leaveAnnounced(_ now: Instant, _ clients: Int, _ balancers: BalancerView) -> Action? {
    if now >= closesAt { return close() }
    let isOverdue = now >= begunAt + configuration.checkInterval * 2
    let isNoticed = balancers.sendNobody(since: begunAt, now: now)
    guard isNoticed || isOverdue || !balancers.isWatched(now: now) else { return nil }
    return leaveHolding(now, clients, balancers)
  }

  private mutating func leaveHolding(_ now: Instant, _ clients: Int, _ balancers: BalancerView) -> Action? {
    if now >= closesAt || clients == 0 { return close() }
    let others = balancers.others(now: now)
    guard others > 0 || balancers.words(now: now).isEmpty else {
      phase = .holding
      return nil
    }
    phase = .moving
    // What is left of the time after the window is for those who moved last.
    let most = (closesAt - now) * 6 / 10
    let window = Self.window(clients: clients, others: others, acceptRate: configuration.acceptRate, most: most)
    fewest = clients
    givesUpAt = now + .milliseconds(window) + configuration.timeout
    return .move(window: window)
  }

  /// Over what time clients are to be spread so that the other instances take them without a storm: milliseconds.
  /// - Parameter acceptRate: how many clients an instance takes in a second.
  package static func window(
    clients: Int, others: Int, acceptRate: Double = 500, most: TimeSpan = .seconds(10)
  ) -> Int {
    let seconds = Double(max(clients, 0)) / (acceptRate * Double(max(others, 1)))
    return Int((min(max(seconds, 0.1), most.seconds) * 1_000).rounded())
  }

  private mutating func leaveMoving(_ now: Instant, _ clients: Int) -> Action? {
    if clients < fewest {
      fewest = clients
      givesUpAt = max(givesUpAt, now + configuration.timeout)
    }
    return clients == 0 || now >= min(closesAt, givesUpAt) ? close() : nil
  }

  private mutating func close() -> Action {
    phase = .closing
    return .close
  }
}
