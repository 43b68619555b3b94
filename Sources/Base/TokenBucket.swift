/// A token bucket: so many requests a second on average, three seconds' worth at once.
///
/// Eight bytes, for there is one in every connection: what matters is the time at which the bucket would be full again.
@frozen public struct TokenBucket {
  @usableFromInline var fullAt: Instant = .distantPast

  @inlinable public init() {}

  /// Takes one token.
  /// - Parameter rate: per second; 0 for no limit.
  /// - Returns: `nil` when there was one, else how long until there is.
  @inlinable public mutating func take(rate: Int, now: Instant) -> TimeSpan? {
    guard rate > 0 else { return nil }
    let interval = TimeSpan.seconds(1) / rate
    let capacity = interval * 3 * rate
    let fullAfter = max(fullAt, now) + interval
    guard fullAfter - now <= capacity else { return fullAfter - now - capacity }
    fullAt = fullAfter
    return nil
  }
}
