/// Base64 with the standard alphabet and padding, RFC 4648 §4.
package enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// The text that stands for `bytes`, padded to a multiple of four characters.
  package static func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      appendGroup(of: bytes[start..<min(start + 3, bytes.count)], to: &text)
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func appendGroup(of bytes: ArraySlice<UInt8>, to text: inout [UInt8]) {
    var group: UInt32 = 0
    for byte in bytes { group = group << 8 | UInt32(byte) }
    group <<= UInt32(3 - bytes.count) * 8
    for index in 0..<4 {
      let sextet = Int(group >> UInt32(18 - 6 * index)) & 63
      text.append(index <= bytes.count ? alphabet[sextet] : UInt8(ascii: "="))
    }
  }

  /// The bytes that `text` stands for, or nil when it is anything but their one canonical encoding: no white space, no
  /// missing padding, no stray bits behind the last byte (RFC 4648 §3.5).
  package static func decode(_ text: String) -> [UInt8]? {
    let characters = Array(text.utf8)
    guard characters.count.isMultiple(of: 4) else { return nil }
    let padding = characters.suffix(2).reversed().prefix { $0 == UInt8(ascii: "=") }.count
    var bytes: [UInt8] = []
    bytes.reserveCapacity(characters.count / 4 * 3)
    var group: UInt32 = 0
    for (index, character) in characters.dropLast(padding).enumerated() {
      guard let sextet = value(of: character) else { return nil }
      group = group << 6 | UInt32(sextet)
      if index & 3 == 3 { flush(&group, count: 3, to: &bytes) }
    }
    if padding > 0 {
      group <<= UInt32(padding) * 6
      guard group & (padding == 1 ? 0xFF : 0xFFFF) == 0 else { return nil }
      flush(&group, count: 3 - padding, to: &bytes)
    }
    return bytes
  }

  private static func flush(_ group: inout UInt32, count: Int, to bytes: inout [UInt8]) {
    for index in 0..<count { bytes.append(UInt8(truncatingIfNeeded: group >> UInt32(16 - 8 * index))) }
    group = 0
  }

  private static func value(of character: UInt8) -> UInt8? {
    switch character {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
