import ChatProtocol

/// Reads a script, and finds all its mistakes at once.
///
///     # A comment, to the end of its line.
///     NAME: what they say
///       and how it goes on, in the next line of the same message
///     [pause 2s]                      the next speaker waits (or 500ms)
///     [after NAME says "words"]       the next line answers the latest one of NAME's with these words, …
///     [after NAME]                    … or NAME's latest, instead of the line just before it
///
/// Without a cue a line waits for the one before it. Several lines with the same cue are said at the same time.
struct ScriptParser {
  /// Lines and characters of one script, and bytes of its file.
  static let lineLimit = 10_000
  static let characterLimit = 200
  static let byteLimit = 4 << 20
  /// The longest pause: milliseconds.
  static let longestPause = 600_000
  /// The longest text of a message, in Unicode scalars, as servers have it.
  static let textLimit = 4_000

  /// A line that may still go on.
  private struct Draft {
    let source: Int
    let character: Int
    var text: String
    let pause: Int
    let cue: Int?
  }

  private var mistakes: [ScriptMistake] = []
  private var characters: [String] = []
  /// By skeleton, to find names that people would take for one another; the server refuses those.
  private var known: [String: Int] = [:]
  private var drafts: [Draft] = []
  private var pause: Int?
  private var cue: (line: Int, index: Int)?
  private var number = 0

  private init() {}

  /// Reads the script.
  /// - Returns: the script, or all that is wrong with it.
  static func parse(_ bytes: [UInt8], name: String) -> Result<Script, ScriptMistakes> {
    var parser = ScriptParser()
    guard bytes.count <= byteLimit else {
      return .failure(ScriptMistakes([ScriptMistake(line: 0, message: "the file is too big")]))
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      return .failure(ScriptMistakes([ScriptMistake(line: 0, message: "the file is not UTF-8")]))
    }
    parser.read(text)
    guard parser.mistakes.isEmpty else { return .failure(ScriptMistakes(parser.mistakes)) }
    let lines = parser.drafts.map { Script.Line(character: $0.character, text: $0.text, pause: $0.pause, cue: $0.cue) }
    return .success(Script(name: name, characters: parser.characters, lines: lines))
  }

  private mutating func read(_ text: String) {
    for line in text.split(separator: /\r?\n/, omittingEmptySubsequences: false) {
      number += 1
      read(line: line)
    }
    finish()
    if pause != nil || cue != nil { mistake("there is nothing after the last [ … ]") }
    if drafts.isEmpty, mistakes.isEmpty { mistakes.append(ScriptMistake(line: 0, message: "nobody says anything")) }
  }

  private mutating func read(line: Substring) {
    let content = line.trimmed
    if content.isEmpty || content.hasPrefix("#") { return }
    if line.first?.isWhitespace == true { return goOn(content) }
    if content.hasPrefix("[") { return direction(content) }
    begin(content)
  }

  private mutating func mistake(_ message: String) {
    mistakes.append(ScriptMistake(line: number, message: message))
  }

  // MARK: What is said

  private mutating func begin(_ content: Substring) {
    finish()
    guard let colon = content.firstIndex(of: ":") else { return mistake("a line looks like `NAME: what they say`") }
    guard let character = character(content[..<colon].trimmed) else { return }
    let text = content[content.index(after: colon)...].trimmed
    guard drafts.count < Self.lineLimit else { return mistake("a script has at most \(Self.lineLimit) lines") }
    let before = drafts.isEmpty ? nil : drafts.count - 1
    drafts.append(
      Draft(source: number, character: character, text: String(text), pause: pause ?? 0, cue: cue?.index ?? before))
    pause = nil
    cue = nil
  }

  private mutating func goOn(_ content: Substring) {
    guard let last = drafts.indices.last, pause == nil, cue == nil else {
      return mistake("an indented line goes on with the one before it, and there is none")
    }
    drafts[last].text += drafts[last].text.isEmpty ? String(content) : "\n" + content
  }

  /// Checks the last line, which is now complete.
  private mutating func finish() {
    guard let last = drafts.last, let refusal = MessageText.refusal(of: last.text, limit: Self.textLimit) else {
      return
    }
    mistakes.append(ScriptMistake(line: last.source, message: refusal.message.sentence))
    // Said once; what follows has its own mistakes.
    drafts[drafts.count - 1].text = "-"
  }

  // MARK: Who says it

  private mutating func character(_ name: Substring) -> Int? {
    let userName: UserName
    do { userName = try UserName(String(name)) } catch {
      mistake("\(name.isEmpty ? "there is no name" : "the name can't be used"): \(error.message.sentence)")
      return nil
    }
    if let index = known[userName.skeleton] {
      guard characters[index] == userName.text else {
        mistake("`\(userName.text)` looks like `\(characters[index])`: spell a name the same way each time")
        return nil
      }
      return index
    }
    guard characters.count < Self.characterLimit else {
      mistake("a script has at most \(Self.characterLimit) characters")
      return nil
    }
    characters.append(userName.text)
    known[userName.skeleton] = characters.count - 1
    return characters.count - 1
  }

  // MARK: Pauses and cues

  private mutating func direction(_ content: Substring) {
    finish()
    guard content.hasSuffix("]") else { return mistake("a `[` has no `]` at the line's end") }
    let inner = content.dropFirst().dropLast().trimmed
    if let match = inner.wholeMatch(of: /pause\s+(\d{1,9}(?:\.\d{1,3})?)\s*(ms|s)/) {
      return take(pause: match.1, unit: match.2)
    }
    if let match = inner.wholeMatch(of: /after\s+(.+?)\s+says\s+"?(.+?)"?/) {
      return take(cue: match.1, words: match.2)
    }
    if let match = inner.wholeMatch(of: /after\s+(.+)/) { return take(cue: match.1, words: nil) }
    mistake("what stands in [ ] is `pause 2s`, `pause 500ms`, `after NAME` or `after NAME says \"words\"`")
  }

  private mutating func take(pause amount: Substring, unit: Substring) {
    guard pause == nil else { return mistake("two pauses before the same line") }
    let milliseconds = (Double(amount) ?? 0) * (unit == "s" ? 1_000 : 1)
    guard milliseconds <= Double(Self.longestPause) else {
      return mistake("a pause is at most \(Self.longestPause / 1_000) s")
    }
    pause = Int(milliseconds)
  }

  private mutating func take(cue name: Substring, words: Substring?) {
    guard cue == nil else { return mistake("two cues before the same line") }
    guard let skeleton = (try? UserName(String(name)))?.skeleton, let character = known[skeleton] else {
      return mistake("`\(name)` has not said anything yet")
    }
    let index = drafts.lastIndex {
      $0.character == character && (words.map { $0.lowercased() }.map($0.text.lowercased().contains) ?? true)
    }
    guard let index else { return mistake("`\(name)` has not said \"\(words ?? "")\" yet") }
    cue = (number, index)
  }
}

/// All that is wrong with one script: at least one mistake.
struct ScriptMistakes: Error, Equatable {
  let list: [ScriptMistake]
  init(_ list: [ScriptMistake]) { self.list = list.sorted { $0.line < $1.line } }
}

extension Substring {
  /// Without white space at its ends.
  fileprivate var trimmed: Substring {
    var rest = self.drop { $0.isWhitespace }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return rest
  }
}

extension String {
  /// Fit to follow a colon: without its full stop, and beginning small.
  fileprivate var sentence: String {
    let bare = hasSuffix(".") ? String(dropLast()) : self
    return bare.prefix(1).lowercased() + bare.dropFirst()
  }
}
