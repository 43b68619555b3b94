import ChatProtocol

/// Adds up a room's archive, line by line: whether every place of the room's order is there, and none twice.
struct RoomTally {
  private(set) var messages = 0
  private(set) var changes = 0
  /// The first seq that the archive has, and the last one.
  private(set) var first: UInt64?
  private(set) var last: Position?
  /// Places that are missing without a word, and those of which the archive says that they could not be had.
  private(set) var untold = 0
  private(set) var told = 0
  /// Lines at a place that has been passed, and messages that were at an earlier place of the same order.
  private(set) var doubled = 0
  /// Orders that began anew because the store had lost the one before.
  private(set) var resets = 0
  private(set) var rewinds = 0
  /// Messages and changes that a rewind took back and that have not come again.
  var forgotten: Int { awaited.count }

  /// Told, and not yet behind.
  private var gap: UInt64?
  /// What is at each place of the present order.
  private var places: [(seq: UInt64, word: Int)] = []
  private var names: Set<Int> = []
  private var awaited: Set<Int> = []

  /// Whether nothing is missing and nothing there twice.
  var isWhole: Bool { untold == 0 && told == 0 && doubled == 0 }

  mutating func take(_ line: ArchiveLine) {
    switch line {
    case .event(let position, let name): take(name, at: position)
    case .gap(_, let next, _): gap = next
    case .rewind(let position): rewind(to: position)
    }
  }

  private mutating func take(_ name: ArchiveLine.EventName, at position: Position) {
    if let last, last.epoch == position.epoch {
      guard position.seq > last.seq else { return doubled += 1 }
      miss(between: last.seq, and: position.seq)
    } else if last != nil {
      resets += 1
      (places, names) = ([], [])
      miss(between: 0, and: position.seq)
    }
    first = first ?? position.seq
    (last, gap) = (position, nil)
    let word = Self.word(name)
    places.append((position.seq, word))
    if !names.insert(word).inserted { doubled += 1 }
    awaited.remove(word)
    count(word, 1)
  }

  private mutating func miss(between last: UInt64, and next: UInt64) {
    let count = Int(clamping: next - last) - 1
    if gap == next { told += max(count, 0) } else { untold += max(count, 0) }
  }

  /// The store forgot what lay behind the position; it is not counted twice when it comes again.
  private mutating func rewind(to position: Position) {
    rewinds += 1
    guard let last, position.epoch == last.epoch, position.seq < last.seq else { return }
    while let place = places.last, place.seq > position.seq {
      places.removeLast()
      names.remove(place.word)
      awaited.insert(place.word)
      count(place.word, -1)
    }
    self.last = position
  }

  /// What tells two names apart, in 63 bits, so that a room of millions fits the memory; and what is named, in the last.
  private static func word(_ name: ArchiveLine.EventName) -> Int { name.hashValue & ~1 | (name.isMessage ? 1 : 0) }

  private mutating func count(_ word: Int, _ step: Int) {
    if word & 1 == 1 { messages += step } else { changes += step }
  }
}

extension RoomTally {
  /// For people.
  var line: String {
    guard let first, let last else { return "empty" }
    var parts = [
      "\(messages) messages and \(changes) changes", "seq \(first) to \(last.seq)", "\(untold) missing",
      "\(doubled) doubled",
    ]
    if told > 0 { parts.append("\(told) could not be had") }
    if resets > 0 { parts.append("\(resets) times the store began anew") }
    if rewinds > 0 { parts.append("\(rewinds) rewinds, after which \(forgotten) did not come again") }
    return parts.joined(separator: ", ")
  }
}
