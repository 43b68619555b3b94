/// Hexadecimal digits, RFC 4648 §8: written in lower case, read in either.
public enum Hex {
  /// Two digits for each byte.
  @inlinable public static func encode(_ bytes: some Collection<UInt8>) -> String {
    var digits: [UInt8] = []
    digits.reserveCapacity(bytes.count * 2)
    for byte in bytes {
      digits.append(digit(byte >> 4))
      digits.append(digit(byte & 15))
    }
    return String(decoding: digits, as: UTF8.self)
  }

  /// The bytes that `text` stands for; nil when a character is no digit or the last one has no partner.
  @inlinable public static func decode(_ text: some StringProtocol) -> [UInt8]? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let first = rest.popFirst() {
      guard let high = value(of: first), let low = rest.popFirst().flatMap(value) else { return nil }
      bytes.append(high << 4 | low)
    }
    return bytes
  }

  // Load is measured by markers of such digits: a call for each would cost more than the digit.

  /// - Parameter value: its lowest four bits count.
  @inlinable @inline(__always) public static func digit(_ value: UInt8) -> UInt8 {
    let value = value & 15
    return value < 10 ? UInt8(ascii: "0") &+ value : UInt8(ascii: "a") &- 10 &+ value
  }

  /// 0–15; nil when the byte is no digit.
  @inlinable @inline(__always) public static func value(of digit: UInt8) -> UInt8? {
    if ASCII.isDigit(digit) { return digit &- UInt8(ascii: "0") }
    let letter = (digit | 0x20) &- UInt8(ascii: "a")
    return letter < 6 ? letter &+ 10 : nil
  }
}
