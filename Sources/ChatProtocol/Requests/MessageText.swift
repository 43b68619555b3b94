/// The rules for what a message may say.
package enum MessageText {
  /// Why `text` is refused; `nil` when it may be sent.
  /// - Parameter limit: in Unicode scalars; the bytes are bounded by four times that.
  package static func refusal(of text: String, limit: Int) -> Refusal? {
    guard !text.utf8.isEmpty else { return Refusal(.badRequest, "An empty message says nothing.") }
    guard text.utf8.count <= limit || text.unicodeScalars.count <= limit else {
      return Refusal(.tooLarge, "A message has at most \(limit) characters.")
    }
    guard !text.utf8.contains(where: { $0 < 0x20 && $0 != 0x0A && $0 != 0x09 || $0 == 0x7F }),
      !hasC1Control(text)
    else { return Refusal(.badRequest, "A message has no control characters but line breaks and tabs.") }
    return nil
  }

  /// U+0080 to U+009F, in UTF-8 the byte C2 followed by one below A0.
  private static func hasC1Control(_ text: String) -> Bool {
    var previous: UInt8 = 0
    for byte in text.utf8 {
      if previous == 0xC2, byte < 0xA0 { return true }
      previous = byte
    }
    return false
  }
}
