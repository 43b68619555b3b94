import Base

/// Since when a store could not be reached, and whether that was told. A moment's absence is nobody's business.
struct StoreAbsence {
  /// How long it may be away before that is told.
  private static let moment: TimeSpan = .seconds(1)

  private var since: Instant?
  private(set) var isTold = false

  /// The store could not be reached.
  /// - Returns: whether that is to be told, for the first time.
  mutating func began(at now: Instant) -> Bool {
    let since = since ?? now
    self.since = since
    guard !isTold, now >= since + Self.moment else { return false }
    isTold = true
    return true
  }

  /// The store has answered.
  /// - Returns: whether that is to be told.
  mutating func ended() -> Bool {
    defer { (since, isTold) = (nil, false) }
    return isTold
  }
}
