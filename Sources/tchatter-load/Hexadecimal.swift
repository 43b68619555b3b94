import Base

/// Numbers in a fixed width of hexadecimal digits, lower case.
enum Hexadecimal {
  static func write(_ value: Int, digits: Int, to bytes: UnsafeMutableRawBufferPointer) {
    var rest = value
    for place in stride(from: digits - 1, through: 0, by: -1) {
      bytes[place] = Hex.digit(UInt8(truncatingIfNeeded: rest))
      rest >>= 4
    }
  }

  /// - Returns: nothing when a byte is no digit. `digits` is at most 15, so the value fits.
  static func read(_ bytes: UnsafeRawBufferPointer, from start: Int, digits: Int) -> Int? {
    var value = 0
    for place in start..<start + digits {
      guard let digit = Hex.value(of: bytes[place]) else { return nil }
      value = value << 4 | Int(digit)
    }
    return value
  }
}
