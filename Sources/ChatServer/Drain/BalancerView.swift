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

  /// Somebody who asks and does not say who it is, such as a proxy with plain checks.
  private struct Stranger: Equatable, Sendable {
    let heardAt: Instant
    /// Between the two latest asks, and between the two before; `nil` where there were none, or it was too long.
    let pause: TimeSpan?
    let pauseBefore: TimeSpan?

    /// How regularly it asks. One long pause is none: somebody may have looked twice.
    var interval: TimeSpan? { pause.flatMap { pause in pauseBefore.map { min(pause, $0) } } }
    /// Until when it is thought to ask again.
    var isExpectedUntil: Instant { heardAt + max(memory, (interval ?? .zero) * 5 / 2) }
  }

  /// Who has been silent for longer is gone.
  private static let memory: TimeSpan = .seconds(5)
  /// More than these are not balancers of ours.
  private static let limit = 64
  /// Who asks more seldom does not decide by it who gets clients.
  private static let longestInterval: TimeSpan = .seconds(30)

  private var checks: [String: Check] = [:]
  /// By where they ask from.
  private var strangers: [String: Stranger] = [:]

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
  /// - Parameter place: where they ask from.
  mutating func heardAnonymous(from place: String = "", now: Instant) {
    strangers = strangers.filter { $0.value.heardAt + Self.longestInterval * 5 / 2 > now }
    guard strangers.count < Self.limit || strangers[place] != nil else { return }
    let before = strangers[place]
    let pause = before.map { now - $0.heardAt }.flatMap { $0 <= Self.longestInterval ? $0 : nil }
    strangers[place] = Stranger(heardAt: now, pause: pause, pauseBefore: before?.pause)
  }

  /// The latest check of each balancer that is not silent.
  func checks(now: Instant) -> [Check] { checks.values.filter { $0.heardAt + Self.memory > now } }

  /// Whether anybody watches, so that a change is worth waiting for.
  func isWatched(now: Instant) -> Bool {
    !checks(now: now).isEmpty || !expectedStrangers(now: now).isEmpty
  }

  /// How long after its last check each watcher has asked again; one second where that is not known.
  func interval(now: Instant) -> TimeSpan {
    let longest = checks(now: now).map(\.interval).max() ?? .zero
    let balancers = longest == .zero ? .seconds(1) : min(max(longest, .milliseconds(100)), .seconds(5))
    // A second at least: whoever else asks from there, an operator's tool say, is not told apart.
    let others = expectedStrangers(now: now).map { max($0.interval ?? .zero, .seconds(1)) }
    return max(others.max() ?? .zero, balancers)
  }

  private func expectedStrangers(now: Instant) -> [Stranger] {
    strangers.values.filter { $0.isExpectedUntil > now }
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
