import Base

/// What Unicode says of how characters are folded and composed, ready to be looked up for each character of many texts: Foundation
/// takes a hundred times as long.
struct FoldingTable: Sendable {
  /// Read once, which takes some milliseconds.
  static let ofUnicode = FoldingTable(UnicodeTable.folding)

  /// How a character is folded. Most are left as they are.
  enum Fold: Equatable {
    case same
    case other(UInt32)
    /// Nothing, or several.
    case sequence(ArraySlice<UInt32>)
  }

  private static let sequenceMark: UInt32 = 1 << 31
  private static let sameMark = UInt32.max
  private static let lengthBits: UInt32 = 5

  private var folds = ScalarTable<UInt32>(absent: sameMark)
  private var sequences: [UInt32] = []
  private var classes = ScalarTable<UInt8>(absent: 0)
  /// Of what is composed with a base before it, and has the class 0, too.
  private var isMark = ScalarTable<Bool>(absent: false)
  private var wholes: [UInt64: UInt32] = [:]
  private var parts: [UInt32: (base: UInt32, mark: UInt32)] = [:]
  private var isWhole = ScalarTable<Bool>(absent: false)

  /// - Parameter rendered: by infra/lib/folding.py, lines of a word and hexadecimal numbers.
  private init(_ rendered: String) {
    var numbers: [UInt32] = []
    for line in Array(rendered.utf8).split(separator: UInt8(ascii: "\n")) {
      let end = line.firstIndex(of: UInt8(ascii: " ")) ?? line.endIndex
      numbers.removeAll(keepingCapacity: true)
      for byte in line[end...] {
        if byte == UInt8(ascii: " ") { numbers.append(0) }
        guard let digit = Hex.value(of: byte), let last = numbers.last else { continue }
        numbers[numbers.count - 1] = last << 4 | UInt32(digit)
      }
      add(line[..<end], numbers)
    }
    for vowel in Hangul.vowels { isMark[vowel] = true }
    for tail in Hangul.tails { isMark[tail] = true }
  }

  private mutating func add(_ word: ArraySlice<UInt8>, _ numbers: [UInt32]) {
    switch String(decoding: word, as: UTF8.self) {
    case "up": addRun(numbers) { $0 &+ $1 }
    case "down": addRun(numbers) { $0 &- $1 }
    case "one": addSequence(numbers)
    case "none": addNone(numbers)
    case "class": addClass(numbers)
    case "with": addWholes(numbers)
    default: break
    }
  }

  private mutating func addRun(_ numbers: [UInt32], _ move: (UInt32, UInt32) -> UInt32) {
    guard numbers.count == 4, numbers[2] > 0 else { return }
    for code in stride(from: numbers[0], through: numbers[1], by: Int(numbers[2])) {
      folds[code] = move(code, numbers[3])
    }
  }

  private mutating func addSequence(_ codes: [UInt32]) {
    guard let code = codes.first else { return }
    if codes.count == 2 { return folds[code] = codes[1] }
    let start = UInt32(sequences.count)
    sequences += codes.dropFirst()
    folds[code] = Self.sequenceMark | start << Self.lengthBits | UInt32(codes.count - 1)
  }

  private mutating func addNone(_ ends: [UInt32]) {
    guard ends.count == 2, ends[0] <= ends[1] else { return }
    for code in ends[0]...ends[1] { folds[code] = Self.sequenceMark }
  }

  private mutating func addClass(_ numbers: [UInt32]) {
    guard numbers.count == 3, numbers[0] <= numbers[1] else { return }
    for code in numbers[0]...numbers[1] {
      classes[code] = UInt8(truncatingIfNeeded: numbers[2])
      isMark[code] = true
    }
  }

  private mutating func addWholes(_ codes: [UInt32]) {
    guard let mark = codes.first else { return }
    isMark[mark] = true
    for index in stride(from: 1, to: codes.count - 1, by: 2) {
      let (base, whole) = (codes[index], codes[index + 1])
      wholes[Self.key(base, mark)] = whole
      parts[whole] = (base, mark)
      isWhole[whole] = true
    }
  }

  private static func key(_ base: UInt32, _ mark: UInt32) -> UInt64 { UInt64(base) << 32 | UInt64(mark) }

  // MARK: - Looking up

  @inline(__always) func fold(_ code: UInt32) -> Fold {
    let found = folds[code]
    if found == Self.sameMark { return .same }
    guard found & Self.sequenceMark != 0 else { return .other(found) }
    let start = Int((found & ~Self.sequenceMark) >> Self.lengthBits)
    return .sequence(sequences[start..<start + Int(found & ((1 << Self.lengthBits) - 1))])
  }

  /// Whether it may be put in order, or be composed, with what stands before it.
  @inline(__always) func isMark(_ code: UInt32) -> Bool { isMark[code] }

  @inline(__always) func combiningClass(_ code: UInt32) -> UInt8 { classes[code] }

  /// What two characters are as one.
  func whole(_ base: UInt32, _ mark: UInt32) -> UInt32? { Hangul.whole(base, mark) ?? wholes[Self.key(base, mark)] }

  /// What a character is composed of, if it is.
  func parts(_ code: UInt32) -> (base: UInt32, mark: UInt32)? { isWhole[code] ? parts[code] : Hangul.parts(code) }
}

/// A value for each of Unicode's characters, most of them the same one: blocks of 128, of which those that hold nothing
/// else are one.
struct ScalarTable<Value: Sendable & Equatable>: Sendable {
  private static var bits: UInt32 { 7 }
  private var starts = [UInt32](repeating: 0, count: Int(0x110000 >> Self.bits))
  private var values: [Value]
  private let absent: Value

  init(absent: Value) {
    self.absent = absent
    values = Array(repeating: absent, count: 1 << Self.bits)
  }

  subscript(code: UInt32) -> Value {
    @inline(__always) get {
      let block = Int(code >> Self.bits)
      return block < starts.count ? values[Int(starts[block]) + Int(code & 127)] : absent
    }
    set {
      let block = Int(code >> Self.bits)
      guard block < starts.count else { return }
      if starts[block] == 0 {
        starts[block] = UInt32(values.count)
        values += Array(repeating: absent, count: 1 << Self.bits)
      }
      values[Int(starts[block]) + Int(code & 127)] = newValue
    }
  }
}

/// Korean syllables, which are composed by arithmetic.
enum Hangul {
  static let leads: Range<UInt32> = 0x1100..<0x1113
  static let vowels: Range<UInt32> = 0x1161..<0x1176
  static let tails: Range<UInt32> = 0x11A8..<0x11C3
  private static let syllables: Range<UInt32> = 0xAC00..<0xD7A4

  static func whole(_ base: UInt32, _ mark: UInt32) -> UInt32? {
    if leads.contains(base), vowels.contains(mark) {
      return syllables.lowerBound + ((base - leads.lowerBound) * 21 + mark - vowels.lowerBound) * 28
    }
    guard syllables.contains(base), tails.contains(mark), (base - syllables.lowerBound) % 28 == 0 else { return nil }
    return base + mark - tails.lowerBound + 1
  }

  static func parts(_ code: UInt32) -> (base: UInt32, mark: UInt32)? {
    guard syllables.contains(code) else { return nil }
    let (pair, tail) = (code - syllables.lowerBound).quotientAndRemainder(dividingBy: 28)
    if tail > 0 { return (code - tail, tails.lowerBound + tail - 1) }
    return (leads.lowerBound + pair / 21, vowels.lowerBound + pair % 21)
  }
}
