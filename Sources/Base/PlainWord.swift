/// Any text as a word of `[A-Za-z0-9_.-]`: as it is when it is plain, else in hexadecimal digits behind a dot, which nothing
/// plain begins with. For keys and lines of words.
package enum PlainWord {
  package static func encode(_ text: String) -> String {
    if (1...64).contains(text.utf8.count), text.utf8.allSatisfy(isPlain) { return text }
    var digits: [UInt8] = [UInt8(ascii: ".")]
    digits.reserveCapacity(text.utf8.count * 2 + 1)
    for byte in text.utf8 {
      digits.append(hexadecimal[Int(byte >> 4)])
      digits.append(hexadecimal[Int(byte & 15)])
    }
    return String(decoding: digits, as: UTF8.self)
  }

  /// The text of a word; `nil` when the digits behind a dot are none.
  package static func decode(_ word: UnsafeRawBufferPointer) -> String? {
    guard word.first == UInt8(ascii: ".") else { return String(decoding: word, as: UTF8.self) }
    guard word.count % 2 == 1 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(word.count / 2)
    for index in stride(from: 1, to: word.count, by: 2) {
      guard let high = digit(word[index]), let low = digit(word[index + 1]) else { return nil }
      bytes.append(high << 4 | low)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static let hexadecimal = Array("0123456789abcdef".utf8)

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    default: nil
    }
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"): true
    default: false
    }
  }
}
