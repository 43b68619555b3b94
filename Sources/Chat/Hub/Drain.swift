/// The course of an instance that is to stop without anybody noticing: it tells the balancer, waits until nobody new is
/// sent, asks its clients to move to the others, and closes what is left.
///
/// A value: what happens goes in with the time, what is to be done comes out. Times are monotonic nanoseconds.
package struct Drain: Equatable, Sendable {
  package struct Configuration: Equatable, Sendable {
    /// How often the balancer checks `/health`: seconds. Twice that it is given to notice when it does not say so.
    package var checkInterval: Double
    /// How long the whole may take: seconds.
    package var limit: Double
    /// How many clients the other instances take in a second.
    package var acceptRate: Double

    package init(checkInterval: Double = 1, limit: Double = 10, acceptRate: Double = 1_000) {
      self.checkInterval = checkInterval
      self.limit = limit
      self.acceptRate = acceptRate
    }
  }

  /// Where it stands.
  package enum Phase: String, Sendable {
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
  private var begunAt: UInt64 = 0
  private var closesAt: UInt64 = 0
  /// Each checker's latest word: whether it still sends new clients here, and whether others are usable.
  private var checkers: [String: Word] = [:]

  private struct Word: Equatable, Sendable {
    let sendsNobody: Bool
    let hasOthers: Bool
  }

  package init(_ configuration: Configuration) { self.configuration = configuration }

  package var isDraining: Bool { phase != .serving }

  /// Begins, on SIGTERM or by an operator's command.
  package mutating func begin(now: UInt64) {
    guard phase == .serving else { return }
    phase = .announced
    begunAt = now
    closesAt = now + Self.nanoseconds(configuration.limit)
    // What was said before the announcement does not answer it.
    checkers = checkers.mapValues { Word(sendsNobody: false, hasOthers: $0.hasOthers) }
  }

  /// Hears a balancer's check.
  /// - Parameters:
  ///   - checker: who checks.
  ///   - state: the `X-Haproxy-Server-State` field, as `NOLB 2/3; name=chat/a; node=lb; weight=1/2; scur=3/9; qcur=0`.
  package mutating func heard(_ checker: String, state: String) {
    guard checkers.count < 64 || checkers[checker] != nil else { return }
    checkers[checker] = Word(sendsNobody: state.hasPrefix("NOLB"), hasOthers: Self.totalWeight(state) != 0)
  }

  /// The farm's usable weight, the second number of `weight=own/total`; `nil` when it is not told.
  private static func totalWeight(_ state: String) -> Int? {
    guard let start = state.firstRange(of: "weight=") else { return nil }
    let numbers = state[start.upperBound...].prefix { $0 != ";" }.split(separator: "/")
    return numbers.count == 2 ? Int(numbers[1].filter(\.isNumber)) : nil
  }

  /// Goes on; to be called several times a second.
  /// - Parameter clients: how many are still here.
  package mutating func tick(now: UInt64, clients: Int) -> Action? {
    switch phase {
    case .serving, .closing: return nil
    case .announced, .holding: return leaveHolding(now, clients)
    case .moving:
      if clients == 0 || now >= closesAt { return close() }
      return nil
    }
  }

  private mutating func leaveHolding(_ now: UInt64, _ clients: Int) -> Action? {
    if now >= closesAt { return close() }
    let isUnderstood = !checkers.isEmpty && checkers.values.allSatisfy(\.sendsNobody)
    let isOverdue = now >= begunAt + Self.nanoseconds(configuration.checkInterval * 2)
    guard isUnderstood || isOverdue else { return nil }
    guard checkers.isEmpty || checkers.values.contains(where: \.hasOthers) else {
      phase = .holding
      return nil
    }
    phase = .moving
    let left = Double(closesAt - now) / 1_000_000_000
    // What is left of the time after the window is for those who moved last.
    let window = min(max(Double(clients) / configuration.acceptRate, 0.1), left * 0.6)
    return .move(window: Int((window * 1_000).rounded()))
  }

  private mutating func close() -> Action {
    phase = .closing
    return .close
  }

  private static func nanoseconds(_ seconds: Double) -> UInt64 { UInt64(max(seconds, 0) * 1_000_000_000) }
}
