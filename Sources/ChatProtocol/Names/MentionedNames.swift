/// Whom a text mentions: what stands behind an `@`, as far as it can be a name. Names hold spaces, so each mention can mean
/// several: `@Ada Lovelace said` means `Ada Lovelace said`, else `Ada Lovelace`, else `Ada`.
package enum MentionedNames {
  /// People of a message, and names that one mention can mean.
  package static let mostPeople = 8
  private static let mostNames = 4

  /// The skeletons of the names that each mention can mean, the longest first. What stands in code mentions nobody.
  package static func of(_ text: String) -> [[String]] {
    guard text.utf8.contains(UInt8(ascii: "@")) else { return [] }
    var mentions: [[String]] = []
    var rest = Substring(text)
    var previous: Character?
    while mentions.count < mostPeople, let character = rest.popFirst() {
      if character == "`" {
        rest = behindCode(rest)
      } else if character == "@", previous.map({ !joins($0) }) ?? true {
        let names = names(at: rest)
        if !names.isEmpty, !mentions.contains(names) { mentions.append(names) }
      }
      previous = character
    }
    return mentions
  }

  /// What follows a stretch of code that has just begun; all of it, if that does not end.
  private static func behindCode(_ text: Substring) -> Substring {
    let more = text.prefix { $0 == "`" }
    let fence = "`" + String(more)
    let code = text.dropFirst(more.count)
    guard let end = code.firstRange(of: fence) else { return code }
    return code[end.upperBound...]
  }

  /// Before an `@` it makes an address or a path of it.
  private static func joins(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || ["@", "/", ".", "_", "-"].contains(character)
  }

  private static func names(at text: Substring) -> [String] {
    let line = text.prefix(UserName.maximumLength + 1).prefix { !$0.isNewline && $0 != "@" }
    var names: [String] = []
    var end = line.startIndex
    while names.count < mostNames, let start = line[end...].firstIndex(where: isOfName) {
      end = line[start...].firstIndex { !isOfName($0) } ?? line.endIndex
      guard line[..<end].count <= UserName.maximumLength, names.isEmpty == (start == line.startIndex) else { break }
      if let name = try? UserName(String(line[..<end])) { names.append(name.skeleton) }
    }
    return names.reversed()
  }

  private static func isOfName(_ character: Character) -> Bool {
    !character.isWhitespace && character != "`" && (!character.isPunctuation || character == "_" || character == "-")
  }
}
