import Chat
import ChatProtocol

/// The rates of those who poll: they outlive the calls, so that nobody escapes them by making many.
struct CallerRates {
  /// Who has not called for so long has their full rate again: nanoseconds.
  private static let memory: UInt64 = 60_000_000_000

  private var entries: [User.ID: (rates: RateLimits, usedAt: UInt64)] = [:]
  private var forgetsAt: UInt64 = 0

  subscript(user: User.ID) -> RateLimits { entries[user]?.rates ?? RateLimits() }

  mutating func keep(_ rates: RateLimits, of user: User.ID, now: UInt64) {
    entries[user] = (rates, now)
  }

  /// To be called now and then.
  mutating func forget(now: UInt64) {
    guard now >= forgetsAt else { return }
    forgetsAt = now + Self.memory
    entries = entries.filter { $0.value.usedAt + Self.memory > now }
  }
}
