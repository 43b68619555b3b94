/// Checks UTF-8 (RFC 3629 §4) as it comes in pieces, and fails at the first byte that can't be part of any text: an
/// overlong form, a surrogate or a number beyond U+10FFFF is told by its second byte.
struct TextValidator: Sendable {
  /// Continuation bytes still to come.
  private var missing: UInt8 = 0
  /// The range of the next one.
  private var low: UInt8 = 0x80
  private var high: UInt8 = 0xBF

  /// Whether no character is cut off here.
  var isComplete: Bool { missing == 0 }

  /// Takes the next bytes.
  /// - Returns: whether they can go on to be a text.
  mutating func accept(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard let base = bytes.baseAddress else { return true }
    let count = bytes.count
    var index = 0
    while index < count {
      if missing == 0, index + 8 <= count,
        base.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
      {
        index += 8
        continue
      }
      guard step(base.load(fromByteOffset: index, as: UInt8.self)) else { return false }
      index += 1
    }
    return true
  }

  @inline(__always)
  private mutating func step(_ byte: UInt8) -> Bool {
    if missing > 0 {
      guard byte >= low, byte <= high else { return false }
      missing -= 1
      (low, high) = (0x80, 0xBF)
      return true
    }
    return byte < 0x80 || begin(byte)
  }

  /// The table of RFC 3629 §4: what may follow each leading byte.
  private mutating func begin(_ byte: UInt8) -> Bool {
    switch byte {
    case 0xC2...0xDF: missing = 1
    case 0xE0: (missing, low) = (2, 0xA0)
    case 0xED: (missing, high) = (2, 0x9F)
    case 0xE1...0xEF: missing = 2
    case 0xF0: (missing, low) = (3, 0x90)
    case 0xF4: (missing, high) = (3, 0x8F)
    case 0xF1...0xF3: missing = 3
    default: return false
    }
    return true
  }
}
