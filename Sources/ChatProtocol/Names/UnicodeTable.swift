/// A table of Unicode's that is part of the program, as infra/lib/confusables.py renders it: lines of words, `#` before
/// remarks.
enum UnicodeTable {
  /// The words of each line.
  static func lines(_ resource: [UInt8]) -> [[Substring]] {
    String(decoding: resource, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }
      .map { $0.split(separator: " ") }
  }

  /// The character that a hexadecimal number stands for.
  static func scalar(_ number: Substring) -> Unicode.Scalar? { UInt32(number, radix: 16).flatMap(Unicode.Scalar.init) }
}
