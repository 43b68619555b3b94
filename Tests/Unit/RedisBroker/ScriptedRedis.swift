import EventLoop

extension FakeRedis {
  /// Greets as a primary does. All else is answered as `answer` says: what is empty is not.
  convenience init(_ reactor: Reactor, commands answer: @escaping (_ words: [String]) -> String) throws {
    let primary = "role:master\r\nmaster_replid:" + String(repeating: "0", count: 40)
    try self.init(reactor) { _, text in
      let answers = Self.commands(in: text).map { words in
        switch words.first {
        case "INFO": "$\(primary.utf8.count)\r\n\(primary)\r\n"
        default: answer(words)
        }
      }
      return Array(answers.joined().utf8)
    }
  }

  /// What is pushed to who follows a channel.
  static func push(_ kind: String, _ channel: String) -> String {
    "*3\r\n$\(kind.utf8.count)\r\n\(kind)\r\n$\(channel.utf8.count)\r\n\(channel)\r\n:1\r\n"
  }

  /// Whole ones, of words without line breaks.
  private static func commands(in text: String) -> [[String]] {
    var lines = text.split(separator: "\r\n" as Character, omittingEmptySubsequences: false)[...]
    var commands: [[String]] = []
    while let count = lines.popFirst().flatMap({ Int($0.dropFirst()) }) {
      commands.append(lines.prefix(2 * count).enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) })
      lines = lines.dropFirst(2 * count)
    }
    return commands
  }
}
