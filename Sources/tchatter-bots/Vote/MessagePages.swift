/// A text as messages.
enum MessagePages {
  /// Unicode scalars; the server takes some more.
  private static let longest = 3_800

  /// Parts that fit into a message, cut between lines where that is possible.
  static func of(_ text: String) -> [String] {
    var pages: [String] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).flatMap(pieces) {
      if let last = pages.last, last.unicodeScalars.count + line.unicodeScalars.count < longest {
        pages[pages.count - 1] = last + "\n" + line
      } else {
        pages.append(String(line))
      }
    }
    return pages
  }

  private static func pieces(_ line: Substring) -> [Substring] {
    var pieces: [Substring] = []
    var rest = line
    while rest.unicodeScalars.count > longest {
      let end = rest.unicodeScalars.index(rest.startIndex, offsetBy: longest)
      pieces.append(rest[..<end])
      rest = rest[end...]
    }
    return pieces + [rest]
  }
}
