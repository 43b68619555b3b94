/// Any text as a part of a key.
package enum KeyText {
  /// `text` as it is when it is plain, else in hexadecimal digits behind a dot, which nothing plain begins with.
  package static func plain(_ text: String) -> String {
    if (1...64).contains(text.utf8.count), text.utf8.allSatisfy(isPlain) { return text }
    var digits: [UInt8] = [UInt8(ascii: ".")]
    digits.reserveCapacity(text.utf8.count * 2 + 1)
    for byte in text.utf8 {
      digits.append(hexadecimal[Int(byte >> 4)])
      digits.append(hexadecimal[Int(byte & 15)])
    }
    return String(decoding: digits, as: UTF8.self)
  }

  private static let hexadecimal = Array("0123456789abcdef".utf8)

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"): true
    default: false
    }
  }
}
