import ChatProtocol

/// The name under which a hook's message is shown: whatever the payload says, it is one that a user could have.
enum HookName {
  private static let mark = " (webhook)"

  /// As much of a text as can be a name; `nil` when nothing is left.
  static func fitting(_ text: String) -> String? {
    let words = String(text.unicodeScalars.prefix(256)).split(whereSeparator: \.isWhitespace)
    let admitted = words.map { String(UserName.admitted(String($0))) }.joined(separator: " ")
    return (try? UserName(cut(admitted, to: UserName.maximumLength)))?.text
  }

  /// The name with the mark that tells it from a user's.
  static func marked(_ name: String) -> String { cut(name, to: UserName.maximumLength - mark.count) + mark }

  private static func cut(_ name: String, to length: Int) -> String {
    var cut = String(name.prefix(length))
    while cut.utf8.count > UserName.maximumByteCount - mark.utf8.count, !cut.isEmpty { cut.removeLast() }
    return cut
  }
}
