import Base

/// What failed, and is left alone for a while: twice as long each time, up to an hour.
struct RetryPauses<Key: Hashable> {
  private static var longest: TimeSpan { .seconds(3_600) }
  /// Of more than so many nothing is noted: they are tried again at once.
  private static var limit: Int { 1_000 }

  private let first: TimeSpan
  private var pauses: [Key: (length: TimeSpan, end: Instant)] = [:]

  init(first: TimeSpan) { self.first = first }

  var isEmpty: Bool { pauses.isEmpty }

  func isOver(for key: Key, at now: Instant) -> Bool { pauses[key].map { now >= $0.end } ?? true }

  mutating func failed(_ key: Key, at now: Instant) {
    guard pauses[key] != nil || pauses.count < Self.limit else { return }
    let length = pauses[key].map { min($0.length * 2, Self.longest) } ?? first
    pauses[key] = (length, now + length)
  }

  mutating func succeeded(_ key: Key) { pauses[key] = nil }

  /// Forgets all but these.
  mutating func keep(_ keys: some Sequence<Key>) {
    let keys = Set(keys)
    pauses = pauses.filter { keys.contains($0.key) }
  }
}
