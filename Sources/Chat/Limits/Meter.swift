import Base

/// A token bucket, and how much of what was taken here other instances have yet to be told.
struct Meter {
  /// Others are told when so much of what may be taken at once has been taken: one part in so many.
  private static let parts = 8
  /// Of the rate so much stays untold all the time, one part in so many: who only talks is never told of.
  private static let leak = 16

  private var bucket = TokenBucket()
  /// Leaks at a part of the rate: what is taken counts as many times as much.
  private var untold = TokenBucket()

  /// How long until so much may be taken; `nil` when it may be now.
  func wait(for cost: TimeSpan, capacity: TimeSpan, now: Instant) -> TimeSpan? {
    bucket.wait(for: cost, capacity: capacity, now: now)
  }

  /// - Parameter capacity: how much may be taken at once.
  /// - Returns: whether enough was taken for others to be told.
  mutating func charge(_ cost: TimeSpan, capacity: TimeSpan, now: Instant) -> Bool {
    reserve(cost, now: now)
    return spend(cost, capacity: capacity, now: now)
  }

  /// Takes what may turn out to cost nothing.
  mutating func reserve(_ cost: TimeSpan, now: Instant) { bucket.charge(cost, now: now) }
  /// What was reserved did cost it.
  mutating func spend(_ cost: TimeSpan, capacity: TimeSpan, now: Instant) -> Bool {
    untold.charge(cost * Self.leak, now: now)
    return isNews(capacity: capacity, now: now)
  }
  /// It did not.
  mutating func giveBack(_ cost: TimeSpan) { bucket.giveBack(cost) }

  /// Takes what was taken through another instance. It is not told again.
  mutating func chargeElsewhere(_ cost: TimeSpan, now: Instant) { bucket.charge(cost, now: now) }

  func isFull(_ now: Instant) -> Bool { bucket.isFull(now) }

  // MARK: - Telling others

  /// Whether enough was taken for others to be told.
  func isNews(capacity: TimeSpan, now: Instant) -> Bool {
    untold.debt(now) >= capacity * (Self.leak / Self.parts)
  }

  /// What others are to be told, once.
  mutating func takeNews(now: Instant) -> TimeSpan {
    defer { untold = TokenBucket() }
    return untold.debt(now) / Self.leak
  }
}
