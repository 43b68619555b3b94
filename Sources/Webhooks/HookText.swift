/// Makes a message's text of what came from outside: lines as the chat has them, no longer than a message may be.
enum HookText {
  /// How a text ends that was cut.
  private static let ellipsis: Unicode.Scalar = "…"
  /// Nobody reads what stands behind, and it would only be looked at to be cut: Unicode scalars.
  private static let longest = 65_536

  /// The parts that say something, each on lines of its own.
  static func joined(_ parts: [String]) -> String {
    parts.map(clean).filter { !$0.isEmpty }.joined(separator: "\n")
  }

  /// Without control characters but line breaks and tabs, without white space at the ends, and with no more than one
  /// empty line at a time.
  static func clean(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    var breaks = 0
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars.prefix(longest) {
      defer { previous = scalar }
      switch scalar {
      case "\n" where previous == "\r": continue
      case "\n", "\r", "\u{2028}", "\u{2029}":
        breaks += 1
        if breaks <= 2 { scalars.append("\n") }
      case "\t": scalars.append(scalar)
      default:
        guard scalar.properties.generalCategory != .control else { continue }
        if !scalar.properties.isWhitespace { breaks = 0 }
        scalars.append(scalar)
      }
    }
    return trimmed(scalars)
  }

  private static func trimmed(_ scalars: String.UnicodeScalarView) -> String {
    var rest = Substring.UnicodeScalarView(scalars)
    rest = rest.drop { $0.properties.isWhitespace }
    while let last = rest.last, last.properties.isWhitespace { rest.removeLast() }
    return String(rest)
  }

  /// The text, or as much of its beginning as `limit` Unicode scalars admit, with an ellipsis.
  static func cut(_ text: String, limit: Int) -> String {
    guard text.utf8.count > limit, text.unicodeScalars.count > limit, limit > 0 else { return text }
    var kept = String.UnicodeScalarView()
    var count = 0
    for character in text {
      let scalars = character.unicodeScalars
      guard count + scalars.count < limit else { break }
      kept.append(contentsOf: scalars)
      count += scalars.count
    }
    // One character of thousands of accents.
    if kept.isEmpty { kept.append(contentsOf: text.unicodeScalars.prefix(limit - 1)) }
    return trimmed(kept) + String(ellipsis)
  }
}
