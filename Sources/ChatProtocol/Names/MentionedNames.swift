/// Whom a text mentions: what stands behind an `@`, as far as it can be a name. Names hold spaces, so each mention can mean
/// several: `@Ada Lovelace said` means `Ada Lovelace said`, else `Ada Lovelace`, else `Ada`.
package struct MentionedNames {
  /// What is tried of a text, whatever comes of it: people, and names that one mention can mean.
  static let mostTries = 8
  static let mostNames = 4

  /// The skeletons of the names that each mention can mean, the longest first. What stands in code mentions nobody.
  package static func of(_ text: String) -> [[String]] { Mentioned(in: text).names }

  private var rest: Substring
  private(set) var found: [[String]] = []
  private(set) var everybody: Everybody?
  private var tries = 0
  /// How many texts were looked at as names, and bytes for the end of code: what it all costs.
  private(set) var parses = 0
  private(set) var bytesOfCode = 0
  /// The shortest fence that has no end any more; neither has a longer one.
  private var unended = Int.max

  init(_ text: String) { rest = Substring(text) }

  mutating func run() {
    var previous: Character?
    while tries < Self.mostTries, let character = rest.popFirst() {
      if character == "`" {
        skipCode()
      } else if character == "@", previous.map({ !Self.joins($0) }) ?? true, rest.first.map(Self.isOfName) == true {
        tries += 1
        var names = names()
        if let call = Everybody(word: word) {
          if everybody != .all { everybody = call }
          // The word alone is nobody's name: `Ali` looks like one of them.
          names = names.dropLast()
        }
        if !names.isEmpty, !found.contains(names) { found.append(names) }
      }
      previous = character
    }
  }

  /// Goes on behind a stretch of code that has just begun; behind its beginning alone, if that does not end.
  private mutating func skipCode() {
    let more = rest.prefix { $0 == "`" }.count
    rest = rest.dropFirst(more)
    guard more + 1 < unended else { return }
    var run = 0
    for index in rest.utf8.indices {
      bytesOfCode += 1
      run = rest.utf8[index] == UInt8(ascii: "`") ? run + 1 : 0
      if run == more + 1 {
        rest = rest[rest.utf8.index(after: index)...]
        return
      }
    }
    unended = more + 1
    tries += 1
  }

  /// Before an `@` it makes an address or a path of it.
  private static func joins(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || ["@", "/", ".", "_", "-"].contains(character)
  }

  /// What stands here as one word, without the mark behind it that makes a text emphatic.
  private var word: Substring {
    var word = rest.prefix(UserName.maximumLength).prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
    while word.last == "_" { word.removeLast() }
    return word
  }

  private mutating func names() -> [String] {
    let line = rest.prefix(UserName.maximumLength + 1).prefix { !$0.isNewline && $0 != "@" }
    var names: [String] = []
    var end = line.startIndex
    for _ in 0..<Self.mostNames {
      guard let start = line[end...].firstIndex(where: Self.isOfName) else { break }
      end = line[start...].firstIndex { !Self.isOfName($0) } ?? line.endIndex
      guard line[..<end].count <= UserName.maximumLength, names.isEmpty == (start == line.startIndex) else { break }
      parses += 1
      if let name = try? UserName(String(line[..<end])) { names.append(name.skeleton) }
    }
    return names.reversed()
  }

  private static func isOfName(_ character: Character) -> Bool {
    !character.isWhitespace && character != "`" && (!character.isPunctuation || character == "_" || character == "-")
  }
}
