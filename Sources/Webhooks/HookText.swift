/// Makes a message's text of what came from outside: lines as the chat has them, no longer than a message may be.
///
/// A body can say a hundred times what a message can show. So texts are made one after the other and only as many as are
/// shown (`enough`), and each is cut before it is looked at (`bounded`).
enum HookText {
  /// How a text ends that was cut.
  private static let ellipsis: Unicode.Scalar = "…"
  /// More than any message, also where much of it is markup or is left out: bytes.
  static let longest = 32_768

  /// As much of a text's beginning as a message could show.
  static func bounded(_ text: String) -> String {
    guard text.utf8.count > longest else { return text }
    // What lies within a character begins with that character.
    return String(text[..<text.utf8.index(text.startIndex, offsetBy: longest)])
  }

  /// As many of the texts that say something as a message could show; the others are not even made.
  static func enough(_ texts: some Sequence<String>) -> [String] {
    var enough: [String] = []
    var length = 0
    for text in texts where !text.isEmpty {
      enough.append(text)
      length += text.utf8.count
      if length >= longest { break }
    }
    return enough
  }

  /// The texts that say something in one.
  static func joined(_ texts: some Sequence<String>, by separator: String) -> String {
    bounded(enough(texts).joined(separator: separator))
  }

  /// The parts that say something, each on lines of its own.
  static func joined(_ parts: [String]) -> String { joined(parts.lazy.map(clean), by: "\n") }

  /// Without control characters but line breaks and tabs, without white space at the ends, and with no more than one
  /// empty line at a time.
  static func clean(_ text: String) -> String {
    // Bytes: appending to a view of scalars costs two microseconds each.
    var bytes: [UInt8] = []
    var breaks = 0
    var previous: Unicode.Scalar = " "
    for scalar in bounded(text).unicodeScalars {
      defer { previous = scalar }
      switch scalar {
      case "\n" where previous == "\r": continue
      case "\n", "\r", "\u{2028}", "\u{2029}":
        breaks += 1
        if breaks <= 2 { bytes.append(UInt8(ascii: "\n")) }
      case "\t": bytes.append(UInt8(ascii: "\t"))
      default:
        guard !isControl(scalar) else { continue }
        if !isWhitespace(scalar) { breaks = 0 }
        append(scalar, to: &bytes)
      }
    }
    return trimmed(String(decoding: bytes, as: UTF8.self)[...])
  }

  private static func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
    if scalar.isASCII {
      bytes.append(UInt8(truncatingIfNeeded: scalar.value))
    } else {
      bytes.append(contentsOf: String(scalar).utf8)
    }
  }

  // The properties of scalars are looked up in tables: not where the answer is plain.
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
  }

  private static func isWhitespace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII ? scalar == " " || (0x09...0x0D).contains(scalar.value) : scalar.properties.isWhitespace
  }

  private static func trimmed(_ text: Substring) -> String {
    var rest = text.unicodeScalars.drop(while: isWhitespace)
    while let last = rest.last, isWhitespace(last) { rest.removeLast() }
    return String(rest)
  }

  /// The text, or as much of its beginning as `limit` Unicode scalars admit, with an ellipsis.
  static func cut(_ text: String, limit: Int) -> String {
    guard text.utf8.count > limit, text.unicodeScalars.count > limit, limit > 0 else { return text }
    var end = text.startIndex
    var count = 0
    while end < text.endIndex {
      let next = text.index(after: end)
      count += text.unicodeScalars.distance(from: end, to: next)
      guard count < limit else { break }
      end = next
    }
    // One character of thousands of accents.
    if end == text.startIndex { end = text.unicodeScalars.index(end, offsetBy: limit - 1) }
    return trimmed(text[..<end]) + String(ellipsis)
  }
}
