/// The pauses between attempts to connect: random, so that a fleet does not come at once, up to a limit that doubles.
struct Backoff {
  /// Seconds.
  let first: Double
  let last: Double
  private var attempts = 0

  init(first: Double, last: Double) {
    self.first = max(first, 0.001)
    self.last = max(last, self.first)
  }

  /// The next pause in nanoseconds. Never nothing, so that a server that accepts and hangs up does not make a loop spin.
  mutating func next() -> UInt64 {
    var limit = first
    for _ in 0..<attempts where limit < last { limit *= 2 }
    attempts = min(attempts + 1, 64)
    let pause = Double.random(in: 0.25...1) * min(limit, last)
    return UInt64(pause * 1e9)
  }

  mutating func reset() { attempts = 0 }
}
