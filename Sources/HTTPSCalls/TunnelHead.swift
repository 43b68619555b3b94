import HTTP

/// What a client of the tunnel asks for: to be connected with somebody, as the one who may (RFC 9110 §9.3.6). What could be read in two
/// ways is refused, as in other requests.
package struct TunnelHead: Equatable, Sendable {
  /// As `example.org:443`.
  package let target: String
  /// What it proves itself by; nothing if it does not.
  package let authorization: String?

  /// - Parameter text: the head without the empty line at its end. Nil for anything but a CONNECT.
  package init?(_ text: String) {
    // Beyond ASCII one character may be several, or as good as another.
    guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
    let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
    let words = (lines.first ?? "").split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 3, words[0] == "CONNECT", words[2] == "HTTP/1.1", Self.isTarget(words[1]),
      let fields = Self.fields(lines.dropFirst())
    else { return nil }
    let proofs = fields.all("Proxy-Authorization")
    guard proofs.count <= 1 else { return nil }
    target = String(words[1])
    authorization = proofs.first
  }

  private static func isTarget(_ word: Substring) -> Bool {
    !word.isEmpty && word.utf8.allSatisfy { (0x21...0x7E).contains($0) }
  }

  private static func fields(_ lines: ArraySlice<Substring>) -> Fields? {
    var fields = Fields()
    for line in lines {
      guard let colon = line.firstIndex(of: ":"),
        (try? fields.add(String(line[..<colon]), value(line[line.index(after: colon)...]))) != nil
      else { return nil }
    }
    return fields
  }

  /// Without the blanks around it.
  private static func value(_ text: Substring) -> String {
    let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    let end = text.lastIndex { !isBlank($0) }.map { text.index(after: $0) }
    return String(text[..<(end ?? text.startIndex)].drop(while: isBlank))
  }
}
