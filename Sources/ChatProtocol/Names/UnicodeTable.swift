/// Tables of Unicode's that are part of the program, as infra/lib/confusables.py and folding.py render them: lines of words.
enum UnicodeTable {
  /// The words of each line.
  static func lines(_ table: String) -> [[Substring]] {
    table.split(separator: "\n").map { $0.split(separator: " ") }
  }

  /// The character that a hexadecimal number stands for.
  static func scalar(_ number: Substring) -> Unicode.Scalar? { UInt32(number, radix: 16).flatMap(Unicode.Scalar.init) }
}
