/// What SHA-1 and SHA-256 have in common (FIPS 180-4 §5): the message is padded with a one bit, zeros and its length
/// in bits to whole blocks of 64 bytes, each read as sixteen big-endian words.
enum MessageSchedule {
  /// Calls `body` with the sixteen words of each block of the padded `message`.
  static func forEachBlock(of message: [UInt8], _ body: ([UInt32]) -> Void) {
    var padded: [UInt8] = []
    padded.reserveCapacity(message.count + 72)
    padded.append(contentsOf: message)
    padded.append(0x80)
    padded.append(contentsOf: repeatElement(0, count: (120 - padded.count % 64) % 64))
    let bits = UInt64(message.count) * 8
    for shift in stride(from: 56, through: 0, by: -8) {
      padded.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
    }
    var words = [UInt32](repeating: 0, count: 16)
    for start in stride(from: 0, to: padded.count, by: 64) {
      for index in 0..<16 { words[index] = word(at: start + index * 4, of: padded) }
      body(words)
    }
  }

  private static func word(at offset: Int, of bytes: [UInt8]) -> UInt32 {
    UInt32(bytes[offset]) << 24 | UInt32(bytes[offset + 1]) << 16 | UInt32(bytes[offset + 2]) << 8
      | UInt32(bytes[offset + 3])
  }

  /// The big-endian bytes of a finished hash.
  static func bytes(of words: [UInt32]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(words.count * 4)
    for word in words { withUnsafeBytes(of: word.bigEndian) { bytes.append(contentsOf: $0) } }
    return bytes
  }
}

extension UInt32 {
  func rotatedLeft(_ count: UInt32) -> UInt32 { self << count | self >> (32 - count) }
  func rotatedRight(_ count: UInt32) -> UInt32 { self >> count | self << (32 - count) }
}
