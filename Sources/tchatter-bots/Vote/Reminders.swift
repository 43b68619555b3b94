/// Who is to be reminded of a vote: a few at a time, so that nobody waits for an answer because of them, and each at most
/// once an hour. It is kept with the vote, so that every bot and the next one know of it.
struct Reminders: Codable, Equatable {
  /// From one reminder of somebody to the next: milliseconds.
  static let interval: Int64 = 3_600_000
  /// So many go at once, and so long it is until the next ones: those of all votes together.
  static let batch = 5
  static let pause: Int64 = 1_000
  /// So many may wait, those of all votes together.
  static let mostWaiting = 200

  /// In the order in which they go.
  private(set) var waiting: [Voter] = []
  /// When the next of them go; `nil` when none waits.
  private(set) var next: Int64?
  /// When each was reminded, within the last hour: by the voters' keys.
  private var sent: [String: Int64] = [:]

  /// Those of the voters who may be reminded: who neither wait for it nor have been within the hour.
  func due(among voters: [Voter], now: Int64) -> [Voter] {
    let waiting = Set(waiting)
    return voters.filter { !waiting.contains($0) && !isRecent(sent[$0.key], now: now) }
  }

  private func isRecent(_ time: Int64?, now: Int64) -> Bool { time.map { now < $0 + Self.interval } ?? false }

  /// When the last ones went.
  var latest: Int64? { sent.values.max() }

  /// When others may go after these; `nil`: at any time.
  var end: Int64? {
    let batches = Int64((waiting.count + Self.batch - 1) / Self.batch)
    return next.map { $0 + batches * Self.pause } ?? latest.map { $0 + Self.pause }
  }

  mutating func add(_ voters: some Collection<Voter>, from start: Int64) {
    guard !voters.isEmpty else { return }
    waiting += voters
    next = next ?? start
  }

  /// Those whose turn it is.
  /// - Parameter missing: who has still not voted; the others need no reminder any more.
  mutating func take(among missing: [Voter], now: Int64) -> [Voter] {
    guard let next, now >= next else { return [] }
    let missing = Set(missing)
    waiting.removeAll { !missing.contains($0) }
    let taken = Array(waiting.prefix(Self.batch))
    waiting.removeFirst(taken.count)
    sent = sent.filter { isRecent($0.value, now: now) }
    for voter in taken { sent[voter.key] = now }
    self.next = waiting.isEmpty ? nil : now + Self.pause
    return taken
  }

  mutating func putOff(to time: Int64) { if next != nil { next = time } }

  /// None of those who wait is reminded any more.
  mutating func giveUp() { (waiting, next) = ([], nil) }

  /// Whether what was read from the store can be what was written there.
  var isSound: Bool {
    let times = 0..<Int64(1) << 53
    return waiting.count <= Self.mostWaiting && sent.count <= Vote.mostMembers
      && ([next].compactMap(\.self) + sent.values).allSatisfy { times.contains($0) }
  }
}
