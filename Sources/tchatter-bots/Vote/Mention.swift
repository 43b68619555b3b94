/// Finds out whether a line in a room is meant for the bot.
enum Mention {
  /// What is said to `name`: after `@name`, or `name:` or `name,` at the line's beginning. `nil` for what is not said to it:
  /// people use words without meaning a bot.
  static func command(in text: String, to name: String) -> String? {
    let text = text.drop(while: \.isWhitespace)
    let hasMark = text.first == "@"
    let rest = text.dropFirst(hasMark ? 1 : 0)
    guard rest.prefix(name.count).lowercased() == name.lowercased() else { return nil }
    let tail = rest.dropFirst(name.count)
    let isCalled = tail.first == ":" || tail.first == ","
    guard isCalled || (hasMark && (tail.first?.isWhitespace ?? true)) else { return nil }
    return String(tail.dropFirst(isCalled ? 1 : 0))
  }
}
