import Base
import Chat
import ChatProtocol

/// The rates of those who poll: they outlive the calls, so that nobody escapes them by making many.
struct CallerRates {
  /// Who has not called for so long has their full rate again.
  private static let memory: TimeSpan = .seconds(60)

  private var entries: [User.ID: (rates: RateLimits, usedAt: Instant)] = [:]
  private var forgetsAt: Instant = .distantPast

  subscript(user: User.ID) -> RateLimits { entries[user]?.rates ?? RateLimits() }

  mutating func keep(_ rates: RateLimits, of user: User.ID, now: Instant) {
    entries[user] = (rates, now)
  }

  /// To be called now and then.
  mutating func forget(now: Instant) {
    guard now >= forgetsAt else { return }
    forgetsAt = now + Self.memory
    entries = entries.filter { $0.value.usedAt + Self.memory > now }
  }
}
