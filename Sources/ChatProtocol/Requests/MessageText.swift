/// The rules for what a message may say.
package enum MessageText {
  /// Why `text` is refused; `nil` when it may be sent.
  /// - Parameter limit: in Unicode scalars; the bytes are bounded by four times that.
  package static func refusal(of text: String, limit: Int) -> Refusal? {
    guard !text.utf8.isEmpty else { return Refusal(.badRequest, "An empty message says nothing.") }
    guard text.utf8.count <= limit || text.unicodeScalars.count <= limit else {
      return Refusal(.tooLarge, "A message has at most \(limit) characters.")
    }
    guard !hasControlCharacter(text) else {
      return Refusal(.badRequest, "A message has no control characters but line breaks and tabs.")
    }
    return nil
  }

  /// Whether there is one of ASCII's but line breaks and tabs, or one of U+0080 to U+009F: in UTF-8 the byte C2 followed
  /// by one below A0. Every message goes through here, so it is one pass over the bytes.
  private static func hasControlCharacter(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var previous: UInt8 = 0
      for byte in bytes {
        if byte < 0x20, byte != 0x0A, byte != 0x09 { return true }
        if byte == 0x7F || previous == 0xC2 && byte < 0xA0 { return true }
        previous = byte
      }
      return false
    }
  }
}
