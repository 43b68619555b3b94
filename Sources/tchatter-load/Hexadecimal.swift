/// Numbers in a fixed width of hexadecimal digits, lower case.
enum Hexadecimal {
  static func write(_ value: Int, digits: Int, to bytes: UnsafeMutableRawBufferPointer) {
    var rest = value
    for place in stride(from: digits - 1, through: 0, by: -1) {
      let digit = UInt8(truncatingIfNeeded: rest & 15)
      bytes[place] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
      rest >>= 4
    }
  }

  /// - Returns: nothing when a byte is no digit. `digits` is at most 15, so the value fits.
  static func read(_ bytes: UnsafeRawBufferPointer, from start: Int, digits: Int) -> Int? {
    var value = 0
    for place in start..<start + digits {
      let byte = bytes[place]
      if byte &- UInt8(ascii: "0") < 10 {
        value = value << 4 | Int(byte &- UInt8(ascii: "0"))
      } else if byte &- UInt8(ascii: "a") < 6 {
        value = value << 4 | Int(byte &- UInt8(ascii: "a") + 10)
      } else {
        return nil
      }
    }
    return value
  }
}
