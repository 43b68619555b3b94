import Base
import ChatProtocol

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
    withUnsafeBytes(of: (words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian)) { Hex.encode($0) }
  }

  /// What the session is called among its user's others: how the digits begin.
  package var device: DeviceID { DeviceID(words.0) }

  /// Reads what `text` wrote.
  package init?(text: String) {
    guard let digest = Hex.decode(text) else { return nil }
    self.init(digest)
  }

  package static func == (a: TokenHash, b: TokenHash) -> Bool { a.words == b.words }
  package func hash(into hasher: inout Hasher) {
    // The words are a digest already, and the hasher is seeded per process.
    hasher.combine(words.0)
    hasher.combine(words.1)
  }
}
