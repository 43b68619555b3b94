import Base

/// The pauses between attempts to connect: random, so that a fleet does not come at once, up to a limit that doubles.
struct Backoff {
  let first: TimeSpan
  let last: TimeSpan
  private var attempts = 0

  init(first: TimeSpan, last: TimeSpan) {
    self.first = max(first, .milliseconds(1))
    self.last = max(last, self.first)
  }

  /// The next pause. Never nothing, so that a server that accepts and hangs up does not make a loop spin.
  mutating func next() -> TimeSpan {
    var limit = first
    for _ in 0..<attempts where limit < last { limit = limit * 2 }
    attempts = min(attempts + 1, 64)
    return .seconds(Double.random(in: 0.25...1) * min(limit, last).seconds)
  }

  mutating func reset() { attempts = 0 }
}
