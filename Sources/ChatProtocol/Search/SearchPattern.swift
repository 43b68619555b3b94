/// What is searched for.
package struct SearchPattern: Sendable {
  /// In Unicode scalars, as it comes.
  package static let limit = 256

  /// Folded.
  private let bytes: [UInt8]
  /// Up to each byte: how long an end of what is sought is also its beginning (Knuth, Morris and Pratt).
  private let borders: [Int]

  /// - Throws: why that is not searched for.
  package init(_ text: String) throws(Refusal) {
    guard text.unicodeScalars.count <= Self.limit else {
      throw Refusal(.tooLarge, "At most \(Self.limit) characters can be searched for.")
    }
    let folded = FoldedText(text)
    guard !folded.bytes.isEmpty else { throw Refusal(.badRequest, "There is nothing to search for.") }
    bytes = folded.bytes
    borders = Self.borders(of: folded.bytes)
  }

  private static func borders(of bytes: [UInt8]) -> [Int] {
    var borders = [0]
    for byte in bytes.dropFirst() {
      var length = borders[borders.count - 1]
      while length > 0, bytes[length] != byte { length = borders[length - 1] }
      borders.append(bytes[length] == byte ? length + 1 : 0)
    }
    return borders
  }

  /// Whether a text has it as a part; in time that grows with the text's length alone, whatever is sought.
  package func matches(_ text: FoldedText) -> Bool {
    guard text.bytes.count >= bytes.count else { return false }
    var length = 0
    for byte in text.bytes {
      while length > 0, bytes[length] != byte { length = borders[length - 1] }
      if bytes[length] == byte { length += 1 }
      if length == bytes.count { return true }
    }
    return false
  }
}
