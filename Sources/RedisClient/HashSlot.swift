/// The part of a Redis Cluster in which a key lies: one of 16,384, by CRC16 (XMODEM) of the key, or of what it has in braces.
package struct HashSlot: Hashable, Sendable {
  package static let count = 16_384

  package let number: Int

  /// `nil` for a number that no slot has.
  package init?(_ number: Int) {
    guard (0..<Self.count).contains(number) else { return nil }
    self.number = number
  }

  package init(ofKey key: String) {
    let bytes = key.utf8
    var hashed = bytes[...]
    if let open = bytes.firstIndex(of: UInt8(ascii: "{")) {
      let behind = bytes[bytes.index(after: open)...]
      if let close = behind.firstIndex(of: UInt8(ascii: "}")), close != behind.startIndex { hashed = behind[..<close] }
    }
    number = Int(Self.checksum(hashed)) % Self.count
  }

  static func checksum(_ bytes: some Sequence<UInt8>) -> UInt16 {
    var sum: UInt16 = 0
    for byte in bytes {
      sum ^= UInt16(byte) << 8
      for _ in 0..<8 { sum = sum & 0x8000 == 0 ? sum << 1 : sum << 1 ^ 0x1021 }
    }
    return sum
  }
}
