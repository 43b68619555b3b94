/// A token bucket: so many requests a second on average, three seconds' worth at once.
///
/// Eight bytes, for there is one in every connection: what matters is the time at which the bucket would be full again.
package struct RateLimiter {
  /// Nanoseconds on the monotonic clock.
  private var fullAt: UInt64 = 0

  package init() {}

  /// Takes one token.
  /// - Parameters:
  ///   - rate: per second; 0 for no limit.
  ///   - now: nanoseconds.
  /// - Returns: `nil` when there was one, else the nanoseconds until there is.
  package mutating func take(rate: Int, now: UInt64) -> UInt64? {
    guard rate > 0 else { return nil }
    let interval = 1_000_000_000 / UInt64(rate)
    let capacity = interval * 3 * UInt64(rate)
    let fullAfter = max(fullAt, now) + interval
    guard fullAfter - now <= capacity else { return fullAfter - now - capacity }
    fullAt = fullAfter
    return nil
  }
}
