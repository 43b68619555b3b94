/// SHA-256 of a session's token. Tokens themselves are never stored.
package struct TokenHash: Hashable, Sendable {
  package let words: (UInt64, UInt64, UInt64, UInt64)

  /// From the 32 bytes of the digest, `nil` for another number of bytes.
  package init?(_ digest: [UInt8]) {
    guard digest.count == 32 else { return nil }
    var words: [UInt64] = [0, 0, 0, 0]
    for (index, byte) in digest.enumerated() { words[index / 8] = words[index / 8] << 8 | UInt64(byte) }
    self.words = (words[0], words[1], words[2], words[3])
  }

  /// 64 hexadecimal digits.
  package var text: String {
    [words.0, words.1, words.2, words.3].map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  /// Reads what `text` wrote.
  package init?(text: String) {
    let digits = Array(text.utf8)
    guard digits.count == 64 else { return nil }
    var words: [UInt64] = []
    for start in stride(from: 0, to: 64, by: 16) {
      guard digits[start] != UInt8(ascii: "+"), digits[start] != UInt8(ascii: "-"),
        let word = UInt64(String(decoding: digits[start..<start + 16], as: UTF8.self), radix: 16)
      else { return nil }
      words.append(word)
    }
    self.words = (words[0], words[1], words[2], words[3])
  }

  package static func == (a: TokenHash, b: TokenHash) -> Bool { a.words == b.words }
  package func hash(into hasher: inout Hasher) {
    // The words are a digest already, and the hasher is seeded per process.
    hasher.combine(words.0)
    hasher.combine(words.1)
  }
}
