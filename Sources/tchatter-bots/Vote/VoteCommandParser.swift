/// Reads a command. Every text is one or is answered by a sentence that says what is wrong with it.
struct VoteCommandParser {
  private var words: ArraySlice<Word>

  static func parse(_ text: String) -> Result<VoteCommand, Misunderstanding> {
    Result { () throws(Misunderstanding) in
      var parser = VoteCommandParser(words: try Word.split(text)[...])
      return try parser.command()
    }
  }

  private mutating func command() throws(Misunderstanding) -> VoteCommand {
    guard let verb = words.popFirst() else { return .help }
    let name = verb.text.lowercased()
    switch name {
    case "help", "?": return .help
    case "list": return try alone(.list, name)
    case "vote": return try cast()
    case "start", "new": return try start()
    case "export": return try export()
    default:
      guard let deed = VoteCommand.Deed(rawValue: name) else {
        throw Misunderstanding("I don't know “\(verb.text.prefix(40))”. `help` tells what I know.")
      }
      let id = try takeID(name)
      return try alone(.about(deed, id), name)
    }
  }

  /// The command, if nothing follows it.
  private func alone(_ command: VoteCommand, _ name: String) throws(Misunderstanding) -> VoteCommand {
    guard let rest = words.first else { return command }
    throw Misunderstanding("I don't understand “\(rest.text.prefix(40))” after `\(name)`.")
  }

  private mutating func takeID(_ name: String) throws(Misunderstanding) -> VoteID? {
    guard let word = words.first else { return nil }
    guard let id = VoteID(word.text) else {
      throw Misunderstanding("A vote's id looks like v7: `\(name) v7`. `list` tells them.")
    }
    words.removeFirst()
    return id
  }

  private mutating func cast() throws(Misunderstanding) -> VoteCommand {
    let given = words.map(\.text)
    switch given.count {
    case 1 where VoteID(given[0]) == nil: return .cast(nil, choice: given[0])
    case 2:
      if let id = VoteID(given[0]), VoteID(given[1]) == nil { return .cast(id, choice: given[1]) }
      if let id = VoteID(given[1]), VoteID(given[0]) == nil { return .cast(id, choice: given[0]) }
      fallthrough
    default: throw Misunderstanding("I need one value: `vote 2`, or `vote v7 2` where several votes are open.")
    }
  }

  private mutating func export() throws(Misunderstanding) -> VoteCommand {
    var id: VoteID?
    var form = VoteCommand.ExportForm.json
    for word in words.map(\.text) {
      if let given = VoteID(word) {
        id = given
      } else if let given = VoteCommand.ExportForm(rawValue: word.lowercased()) {
        form = given
      } else {
        throw Misunderstanding("I don't understand “\(word.prefix(40))”: `export v7 json` or `export v7 csv`.")
      }
    }
    return .export(id, form)
  }

  // MARK: Starting

  /// `start [new] [vote] "title" [url] [scale …] [quorum …] [deadline …] [remind …]`
  private mutating func start() throws(Misunderstanding) -> VoteCommand {
    while let word = words.first, !word.isQuoted, ["new", "vote"].contains(word.text.lowercased()) {
      words.removeFirst()
    }
    guard let title = words.popFirst(), title.isQuoted, !title.text.isEmpty else {
      throw Misunderstanding("A vote needs a title in quotes: `start new vote \"Login page\" https://example.org/7`.")
    }
    var plan = VotePlan(title: try Self.title(title.text))
    while let word = words.popFirst() { try take(word, into: &plan) }
    try Self.check(plan)
    return .start(plan)
  }

  // What stands in a plan, whoever reads it.

  /// With one space between its words.
  static func title(_ text: String) throws(Misunderstanding) -> String {
    let title = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard (1...VotePlan.longestTitle).contains(title.unicodeScalars.count) else {
      throw Misunderstanding("A title has 1 to \(VotePlan.longestTitle) characters.")
    }
    return title
  }

  static func check(_ plan: VotePlan) throws(Misunderstanding) {
    guard plan.reminderSpan.map({ $0 < plan.span }) ?? true else {
      throw Misunderstanding("The reminder must come before the deadline.")
    }
  }

  static func reminder(_ text: String) throws(Misunderstanding) -> VotePlan.Reminder {
    text.lowercased() == "never" ? .never : .after(try span(text))
  }

  private mutating func take(_ word: Word, into plan: inout VotePlan) throws(Misunderstanding) {
    switch word.text.lowercased() {
    case "scale": plan.scale = try Scale(try value(of: "scale", as: "1,2,3,5,8"))
    case "quorum": plan.quorum = try Self.quorum(try value(of: "quorum", as: "3"))
    case "deadline": plan.deadline = try Self.span(try value(of: "deadline", as: "30m"))
    case "remind": plan.reminder = try Self.reminder(try value(of: "remind", as: "10m"))
    default:
      guard plan.url == nil, let url = Self.url(word.text) else {
        throw Misunderstanding(
          "I don't understand “\(word.text.prefix(40))”: after the title come an http address and `scale`, `quorum`, "
            + "`deadline`, `remind`.")
      }
      plan.url = url
    }
  }

  private mutating func value(of option: String, as example: String) throws(Misunderstanding) -> String {
    guard let word = words.popFirst() else {
      throw Misunderstanding("What \(option)? As in `\(option) \(example)`.")
    }
    return word.text
  }

  private static func quorum(_ text: String) throws(Misunderstanding) -> VotePlan.Quorum {
    if text.lowercased() == "all" { return .everybody }
    guard let count = Int(text), (1...200).contains(count) else {
      throw Misunderstanding("A quorum is a number from 1 to 200, or `all`.")
    }
    return .count(count)
  }

  /// `90s`, `30m`, `2h`, `3d` in milliseconds.
  static func span(_ text: String) throws(Misunderstanding) -> Int64 {
    let units: [Character: Int64] = ["s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000]
    guard let unit = text.lowercased().last.flatMap({ units[$0] }), let number = Int64(text.dropLast()),
      (1...100_000).contains(number), number * unit <= VotePlan.longest
    else { throw Misunderstanding("A time looks like 90s, 30m, 2h or 3d, and is at most 30d.") }
    return number * unit
  }

  private static func url(_ text: String) -> String? {
    var url = Substring(text)
    if url.hasPrefix("<"), url.hasSuffix(">") { url = url.dropFirst().dropLast() }
    let isWeb = ["http://", "https://"].contains { url.lowercased().hasPrefix($0) && url.count > $0.count }
    return isWeb && url.count <= VotePlan.longestURL ? String(url) : nil
  }
}

/// A word of a command; in quotes it may have spaces.
private struct Word: Equatable {
  let text: String
  let isQuoted: Bool

  private static let closing: [Character: Character] = ["\"": "\"", "“": "”", "„": "“", "«": "»"]

  static func split(_ text: String) throws(Misunderstanding) -> [Word] {
    var words: [Word] = []
    var rest = text[...]
    while let first = rest.first {
      if first.isWhitespace {
        rest.removeFirst()
      } else if let mark = closing[first] {
        guard let end = rest.dropFirst().firstIndex(of: mark) else { throw Misunderstanding("A quote is not closed.") }
        let inner = rest[rest.index(after: rest.startIndex)..<end]
        words.append(Word(text: inner.split(whereSeparator: \.isWhitespace).joined(separator: " "), isQuoted: true))
        rest = rest[rest.index(after: end)...]
      } else {
        let word = rest.prefix { !$0.isWhitespace }
        words.append(Word(text: String(word), isQuoted: false))
        rest = rest[word.endIndex...]
      }
    }
    return words
  }
}
