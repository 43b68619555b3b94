/// Any text as a word of `[A-Za-z0-9_.-]`: as it is when it is plain, else in hexadecimal digits behind a dot, which nothing
/// plain begins with. For keys and lines of words.
package enum PlainWord {
  package static func encode(_ text: String) -> String { isPlain(text) ? text : "." + Hex.encode(text.utf8) }

  /// The text of a word; `nil` when the digits behind a dot are none.
  package static func decode(_ word: UnsafeRawBufferPointer) -> String? {
    let text = String(decoding: word, as: UTF8.self)
    guard text.hasPrefix(".") else { return text }
    // Written in small letters only: each text has one spelling.
    guard !text.utf8.contains(where: { ASCII.isLetter($0) && !ASCII.isLowercase($0) }) else { return nil }
    return Hex.decode(text.dropFirst()).map { String(decoding: $0, as: UTF8.self) }
  }

  private static func isPlain(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      guard (1...64).contains(bytes.count) else { return false }
      for byte in bytes where !ASCII.isAlphanumeric(byte) {
        guard byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") else { return false }
      }
      return true
    }
  }
}
