import Base

/// What instances call a network address among themselves: 64 bits of its SHA-256. That keeps addresses out of what travels
/// between them; it is no secret, since there are few enough IPv4 addresses to try them all.
package struct AddressDigest: Hashable, Sendable {
  private let word: UInt64

  package init(of address: String) {
    word = SHA256.hash(Array("tchatter address \(address)".utf8)).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// 16 hexadecimal digits.
  package var text: String { withUnsafeBytes(of: word.bigEndian) { Hex.encode($0) } }

  /// Reads what `text` wrote.
  package init?(text: String) {
    guard let bytes = Hex.decode(text), bytes.count == 8 else { return nil }
    word = bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }
}
