import Base

/// The character classes of HTTP/1.1, as narrow as a server may read them.
enum Grammar {
  static let tab = UInt8(ascii: "\t")
  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
  static let space = UInt8(ascii: " ")
  static let colon = UInt8(ascii: ":")

  /// `tchar`, of which methods, field names and most keywords are made (RFC 9110 §5.6.2).
  static func isToken(_ byte: UInt8) -> Bool {
    switch byte {
    case _ where ASCII.isAlphanumeric(byte),
      UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "&"), UInt8(ascii: "'"),
      UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "^"), UInt8(ascii: "_"),
      UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "~"):
      true
    default: false
    }
  }

  /// A byte that may stand in a field's value: visible, space, tab or beyond ASCII (RFC 9110 §5.5). Controls are not
  /// replaced but refused.
  static func isFieldValue(_ byte: UInt8) -> Bool { byte >= 0x20 && byte != 0x7F || byte == tab }

  /// A byte that may stand in a request's target: visible ASCII but for the fragment's mark, which is never sent
  /// (RFC 9112 §3.2).
  static func isTarget(_ byte: UInt8) -> Bool { ASCII.isVisible(byte) && byte != UInt8(ascii: "#") }

  /// A byte of `host[:port]` (RFC 9110 §7.2) but for the comma, in which a list of two hosts could hide.
  static func isHost(_ byte: UInt8) -> Bool {
    switch byte {
    case _ where ASCII.isAlphanumeric(byte),
      UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "%"), UInt8(ascii: "!"),
      UInt8(ascii: "$"), UInt8(ascii: "&"), UInt8(ascii: "'"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "*"),
      UInt8(ascii: "+"), UInt8(ascii: ";"), UInt8(ascii: "="), UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"):
      true
    default: false
    }
  }

  /// `1*DIGIT` of at most eighteen digits, which can't overflow.
  static func decimal(_ text: some Collection<UInt8>) -> Int? {
    guard !text.isEmpty, text.count <= 18 else { return nil }
    var value = 0
    for byte in text {
      guard ASCII.isDigit(byte) else { return nil }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return value
  }

  /// Whether two texts are the same but for the case of ASCII letters, as names and keywords are compared.
  static func same(_ one: String, _ other: String) -> Bool { same(one.utf8, other.utf8) }

  static func same(_ one: some Collection<UInt8>, _ other: some Collection<UInt8>) -> Bool {
    one.count == other.count && zip(one, other).allSatisfy { ASCII.lowercased($0) == ASCII.lowercased($1) }
  }

  /// `text` without the spaces and tabs around it (OWS).
  static func trimmed<Text: BidirectionalCollection<UInt8>>(_ text: Text) -> Text.SubSequence {
    let isBlank: (UInt8) -> Bool = { $0 == space || $0 == tab }
    guard let first = text.firstIndex(where: { !isBlank($0) }), let last = text.lastIndex(where: { !isBlank($0) })
    else { return text.prefix(0) }
    return text[first...last]
  }
}
