import Base

/// How long is waited before an event is sent again: 5 s, 30 s, 2 min, 10 min, 30 min, 2 h, 5 h, 10 h. A receiver that restarts
/// is reached at once, one that is mended over a night still gets everything; the sum is 17 hours and 43 minutes.
struct RetryLadder: Equatable {
  /// In bases.
  private static let rungs = [1, 6, 24, 120, 360, 1_440, 3_600, 7_200]

  /// The first rung; tests take a shorter one.
  var base: TimeSpan = .seconds(5)

  /// Attempts that an event has, the first one with them.
  static var attempts: Int { rungs.count + 1 }

  /// - Parameters:
  ///   - failures: attempts at this event so far.
  ///   - retryAfter: what the receiver asks for: waited for where it is longer, but no longer than the highest rung.
  ///   - entropy: up to a quarter is added at random, so that what failed together does not come back together.
  /// - Returns: `nil` when that was the last attempt.
  func wait(after failures: Int, retryAfter: TimeSpan?, entropy: any Entropy) -> TimeSpan? {
    guard Self.rungs.indices.contains(failures - 1) else { return nil }
    let rung = base * Self.rungs[failures - 1]
    let highest = base * (Self.rungs.last ?? 1)
    return max(rung, min(retryAfter ?? .zero, highest)) + entropy.part(of: rung / 4)
  }
}
