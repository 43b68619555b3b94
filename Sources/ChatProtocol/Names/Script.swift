/// What a character is written in, of the scripts in everyday use (UAX #31, table 5).
struct Script: Hashable, Sendable {
  /// Unicode's name of it.
  let name: String

  /// What goes with every script: digits, punctuation, emoji, accents.
  static let common = Script(name: "Common")
  static let latin = Script(name: "Latin")

  /// The script of a character; `nil` for one that is not in everyday use, like Lisu, Coptic or braille.
  static func of(_ scalar: Unicode.Scalar) -> Script? {
    var (low, high) = (0, table.count)
    while low < high {
      let middle = (low + high) / 2
      let (range, script) = table[middle]
      if range.contains(scalar) { return script }
      if scalar < range.lowerBound { high = middle } else { low = middle + 1 }
    }
    return nil
  }

  /// Whether people write with all of these at once: with one script, or as in East Asia with several and Latin.
  static func areWrittenTogether(_ scripts: Set<Script>) -> Bool {
    let scripts = scripts.subtracting([common])
    return scripts.count <= 1 || eastAsian.contains { scripts.isSubset(of: $0) }
  }

  private static let eastAsian = [
    ["Latin", "Han", "Hiragana", "Katakana"], ["Latin", "Han", "Bopomofo"], ["Latin", "Han", "Hangul"],
  ].map { Set($0.map(Script.init(name:))) }

  /// How many marks that take no room a letter has at most. Vowels and tones are such marks in most scripts of South Asia
  /// and the Near East; who writes in others has letters that include the marks.
  var marksOfLetter: Int { Self.withLetters.contains(self) ? 2 : 4 }

  private static let withLetters = Set(
    [
      "Common", "Latin", "Greek", "Cyrillic", "Armenian", "Georgian", "Ethiopic", "Han", "Hiragana", "Katakana",
      "Bopomofo", "Hangul",
    ].map(Script.init(name:)))

  /// In the order of the characters.
  private static let table: [(ClosedRange<Unicode.Scalar>, Script)] = {
    var table: [(ClosedRange<Unicode.Scalar>, Script)] = []
    for line in UnicodeTable.lines(UnicodeTable.scripts) {
      guard let name = line.first else { continue }
      let script = Script(name: String(name))
      for range in line.dropFirst() {
        let ends = range.split(separator: "-").compactMap(UnicodeTable.scalar)
        guard let first = ends.first, let last = ends.last, first <= last else { continue }
        table.append((first...last, script))
      }
    }
    return table.sorted { $0.0.lowerBound < $1.0.lowerBound }
  }()
}
