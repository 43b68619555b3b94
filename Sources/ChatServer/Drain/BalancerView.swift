import Base

/// Who watches the instance's health: the balancers that send clients here, and what each of them last said of it.
///
/// A value; times are those of the monotonic clock.
struct BalancerView: Equatable, Sendable {
  /// A balancer's latest check, and how it sees this instance.
  struct Check: Equatable, Sendable {
    /// It sends nobody new here.
    let sendsNobody: Bool
    /// How many other instances it could send clients to, in units of this one's weight.
    let others: Int
    let heardAt: Instant
    /// Between its two latest checks; 0 after the first.
    let interval: TimeSpan
  }

  /// Who has been silent for longer is gone.
  private static let memory: TimeSpan = .seconds(5)
  /// More than these are not balancers of ours.
  private static let limit = 64

  private var checks: [String: Check] = [:]
  /// When somebody last asked who does not say who it is.
  private var strangerAt: Instant?

  init() {}

  /// Hears a balancer's check.
  /// - Parameter state: the `X-Haproxy-Server-State` field, as `NOLB 2/3; name=chat/a; node=lb; weight=1/2; scur=3/9`.
  mutating func heard(_ state: String, now: Instant) {
    let checker = Self.value(of: "node", in: state) ?? ""
    checks = checks.filter { $0.value.heardAt + Self.memory > now }
    guard checks.count < Self.limit || checks[checker] != nil else { return }
    let sendsNobody = state.hasPrefix("NOLB")
    checks[checker] = Check(
      sendsNobody: sendsNobody, others: Self.others(state, isCounted: !sendsNobody), heardAt: now,
      interval: checks[checker].map { now - $0.heardAt } ?? .zero)
  }

  /// Hears somebody who only asks, and does not say who it is.
  mutating func heardAnonymous(now: Instant) { strangerAt = now }

  /// The latest check of each balancer that is not silent.
  func checks(now: Instant) -> [Check] { checks.values.filter { $0.heardAt + Self.memory > now } }

  /// Whether anybody watches, so that a change is worth waiting for.
  func isWatched(now: Instant) -> Bool {
    !checks(now: now).isEmpty || (strangerAt.map { $0 + Self.memory > now } ?? false)
  }

  /// How long after its last check each watcher has asked again; one second where that is not known.
  func interval(now: Instant) -> TimeSpan {
    let longest = checks(now: now).map(\.interval).max() ?? .zero
    return longest == .zero ? .seconds(1) : min(max(longest, .milliseconds(100)), .seconds(5))
  }

  /// How many other instances clients can be sent to: as many as the balancer that sees the most says.
  func others(now: Instant) -> Int { checks(now: now).map(\.others).max() ?? 0 }

  /// Whether every balancer has said, since a moment, that it sends nobody new. False without any balancer.
  func sendNobody(since: Instant, now: Instant) -> Bool {
    let checks = checks(now: now)
    return !checks.isEmpty && checks.allSatisfy { $0.sendsNobody && $0.heardAt > since }
  }

  /// The usable weight of the whole farm without this instance, from `weight=own/total`. A total that is not told is taken
  /// for one other.
  /// - Parameter isCounted: whether the instance's own weight is part of the total.
  private static func others(_ state: String, isCounted: Bool) -> Int {
    let numbers = value(of: "weight", in: state)?.split(separator: "/").map { Int($0.filter(\.isNumber)) } ?? []
    guard numbers.count == 2, let total = numbers[1] else { return 1 }
    let own = max(numbers[0] ?? 1, 1)
    return max(total / own - (isCounted ? 1 : 0), 0)
  }

  /// `value` in `…; name=value; …`.
  private static func value(of name: String, in state: String) -> String? {
    for part in state.split(separator: ";") {
      let words = part.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
      if words.count == 2, words[0] == name { return String(words[1]) }
    }
    return nil
  }
}
