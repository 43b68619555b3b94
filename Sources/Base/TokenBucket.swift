/// A token bucket: what was taken comes back at a rate, and some may be taken at once.
///
/// Eight bytes, for there are several for every connection: all that matters is the time at which it would be full again.
/// What is taken is told as the time in which it comes back.
@frozen public struct TokenBucket {
  @usableFromInline var fullAt: Instant = .distantPast

  @inlinable public init() {}

  /// Takes one token of `rate` a second, three seconds' worth at once.
  /// - Parameter rate: 0 for no limit.
  /// - Returns: `nil` when there was one, else how long until there is.
  @inlinable public mutating func take(rate: Int, now: Instant) -> TimeSpan? {
    guard rate > 0 else { return nil }
    let interval = TimeSpan.seconds(1) / rate
    if let wait = wait(for: interval, capacity: interval * 3 * rate, now: now) { return wait }
    charge(interval, now: now)
    return nil
  }

  /// How long until so much may be taken; `nil` when it may be now.
  @inlinable public func wait(for cost: TimeSpan, capacity: TimeSpan, now: Instant) -> TimeSpan? {
    let debt = max(fullAt, now) + cost - now
    return debt > capacity ? debt - capacity : nil
  }

  /// Takes so much, whether or not it is there.
  @inlinable public mutating func charge(_ cost: TimeSpan, now: Instant) { fullAt = max(fullAt, now) + cost }

  /// Gives back what was taken.
  @inlinable public mutating func giveBack(_ cost: TimeSpan) { fullAt = fullAt - cost }

  /// In what time it would be full.
  @inlinable public func debt(_ now: Instant) -> TimeSpan { fullAt - now }

  @inlinable public func isFull(_ now: Instant) -> Bool { fullAt <= now }
}
