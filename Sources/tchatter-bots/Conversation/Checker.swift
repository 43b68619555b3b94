/// What one bot has seen, judged: every line of every bot once, and in order.
struct Checker: Equatable {
  /// What a line is to the one who sees it.
  enum Verdict: Equatable {
    case inOrder
    /// Lines before it are missing so far.
    case ahead
    /// It was missing, and comes after later ones.
    case late
    case doubled
    /// Nobody has said it.
    case phantom
  }

  /// Of each bot: the number of the line that comes next, and those passed over.
  private var next: [Int]
  private var skipped: [Set<Int>]
  /// The place of the newest line in the room's order.
  private var seq: UInt64 = 0

  private(set) var seen = 0
  private(set) var doubled = 0
  private(set) var reordered = 0
  private(set) var phantoms = 0
  /// Lines whose words are not those of the script.
  private(set) var altered = 0

  /// - Parameter bots: how many there are.
  init(bots: Int) {
    next = Array(repeating: 1, count: bots)
    skipped = Array(repeating: [], count: bots)
  }

  /// A line was seen.
  /// - Parameters:
  ///   - said: how many lines its bot has said so far.
  ///   - isTrue: whether its words are those that the bot said.
  mutating func saw(bot: Int, number: Int, seq: UInt64, said: Int, isTrue: Bool) -> Verdict {
    guard next.indices.contains(bot), (1...max(said, 1)).contains(number), said > 0 else {
      phantoms += 1
      return .phantom
    }
    let verdict = judge(bot, number)
    if verdict != .doubled { seen += 1 }
    // The same order for everybody: also between lines of different bots.
    if verdict == .late || (verdict != .doubled && seq <= self.seq) { reordered += 1 }
    if verdict == .doubled { doubled += 1 }
    if !isTrue { altered += 1 }
    self.seq = max(self.seq, seq)
    return verdict
  }

  private mutating func judge(_ bot: Int, _ number: Int) -> Verdict {
    let expected = next[bot]
    if number < expected { return skipped[bot].remove(number) == nil ? .doubled : .late }
    next[bot] = number + 1
    guard number > expected else { return .inOrder }
    skipped[bot].formUnion(expected..<number)
    return .ahead
  }

  /// The room's order begins anew: the store was replaced. What has been seen stays seen.
  mutating func orderBeganAnew() { seq = 0 }

  /// How many of a bot's lines have been seen without anything missing before them.
  func complete(of bot: Int) -> Int { skipped[bot].min().map { $0 - 1 } ?? next[bot] - 1 }

  /// Whether a line has been seen.
  func hasSeen(bot: Int, number: Int) -> Bool { number < next[bot] && !skipped[bot].contains(number) }

  /// How many of the lines that were said have not been seen.
  func missed(said: [Int]) -> Int {
    zip(said, zip(next, skipped)).reduce(0) { $0 + max($1.0 - ($1.1.0 - 1), 0) + $1.1.1.count }
  }

  /// Whether there is nothing wrong with what was seen.
  func isFlawless(said: [Int]) -> Bool {
    missed(said: said) == 0 && doubled == 0 && reordered == 0 && phantoms == 0 && altered == 0
  }
}
