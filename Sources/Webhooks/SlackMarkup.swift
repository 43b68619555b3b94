import Base

/// The markup in which webhooks' clients write links and mentions, as plain text: `<url|text>`, `<!here>`, `<@name>`,
/// `<#id|room>`, and the entities that stand for `&`, `<` and `>`.
///
/// Clients that know nothing of it send plain text to the same address. So what is not certainly markup stays as it is.
/// A text can be thousands of marks: they are read as bytes, for strings would cost a hundred times as much.
enum SlackMarkup {
  /// Longer marks are text: bytes.
  private static let longestMark = 4_096

  static func plain(_ markup: String) -> String {
    guard markup.utf8.contains(where: { $0 == less || $0 == ampersand }) else { return markup }
    let bytes = Array(markup.utf8)[...]
    var plain: [UInt8] = []
    plain.reserveCapacity(bytes.count)
    var index = bytes.startIndex
    while index < bytes.endIndex {
      if bytes[index] == less, let mark = mark(in: bytes, at: index) {
        plain += mark.text
        index = mark.end
      } else {
        index = appendCharacter(of: bytes, at: index, to: &plain)
      }
    }
    return String(decoding: plain, as: UTF8.self)
  }

  /// The same for texts in which only the entities count.
  static func unescaped(_ text: String) -> String {
    guard text.utf8.contains(ampersand) else { return text }
    return String(decoding: unescaped(Array(text.utf8)[...]), as: UTF8.self)
  }

  // MARK: - Entities

  private static let less = UInt8(ascii: "<")
  private static let ampersand = UInt8(ascii: "&")
  /// Bytes between an entity's first and its last one.
  private static let longestEntity = 5

  private static func unescaped(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard bytes.contains(ampersand) else { return bytes }
    var plain: [UInt8] = []
    var index = bytes.startIndex
    while index < bytes.endIndex { index = appendCharacter(of: bytes, at: index, to: &plain) }
    return plain[...]
  }

  /// Appends a byte, or the character that an entity stands for; where the next begins.
  private static func appendCharacter(of bytes: ArraySlice<UInt8>, at index: Int, to plain: inout [UInt8]) -> Int {
    if bytes[index] == ampersand, let entity = entity(in: bytes, after: index) {
      plain.append(entity.character)
      return entity.end
    }
    plain.append(bytes[index])
    return index + 1
  }

  private static func entity(in bytes: ArraySlice<UInt8>, after index: Int) -> (character: UInt8, end: Int)? {
    let rest = bytes[(index + 1)...].prefix(longestEntity + 1)
    guard let end = rest.firstIndex(of: UInt8(ascii: ";")) else { return nil }
    return character(named: String(decoding: rest[..<end], as: UTF8.self)).map { ($0, end + 1) }
  }

  private static func character(named name: String) -> UInt8? {
    switch name {
    case "amp": ampersand
    case "lt": less
    case "gt": UInt8(ascii: ">")
    case "quot", "#34": UInt8(ascii: "\"")
    case "apos", "#39", "#x27": UInt8(ascii: "'")
    default: nil
    }
  }

  // MARK: - Marks

  /// The mark that begins with the bracket at `start`, and where it ends.
  private static func mark(in bytes: ArraySlice<UInt8>, at start: Int) -> (text: ArraySlice<UInt8>, end: Int)? {
    let rest = bytes[(start + 1)...].prefix(longestMark)
    guard let end = rest.firstIndex(where: { $0 == UInt8(ascii: ">") || $0 == less || $0 == UInt8(ascii: "\n") }),
      bytes[end] == UInt8(ascii: ">")
    else { return nil }
    return text(ofMark: bytes[(start + 1)..<end]).map { ($0, end + 1) }
  }

  private static func text(ofMark content: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    let bar = content.firstIndex(of: UInt8(ascii: "|")) ?? content.endIndex
    let target = unescaped(content[..<bar])
    let label = unescaped(content[bar...].dropFirst())
    switch target.first {
    case nil: return nil
    case UInt8(ascii: "!"): return broadcast(target.dropFirst(), label)
    case UInt8(ascii: "@"), UInt8(ascii: "#"): return target.count > 1 ? named(target, label) : nil
    default: return link(target, label)
    }
  }

  /// `<@U1|bob>`, `<#C1|ops>`: by the label if there is one, with one sign.
  private static func named(_ target: ArraySlice<UInt8>, _ label: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let name = label.isEmpty ? target.dropFirst() : label
    return name.first == target.first ? name : target.prefix(1) + name
  }

  /// `<!here>`, `<!subteam^ID|@name>`, `<!date^…|as text>`.
  private static func broadcast(_ command: ArraySlice<UInt8>, _ label: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    let word = command.prefix { $0 != UInt8(ascii: "^") }
    switch String(decoding: word, as: UTF8.self) {
    case "here", "channel", "everyone", "group", "all": return [UInt8(ascii: "@")] + word
    case "subteam": return label.isEmpty ? Array("@team".utf8)[...] : label
    case "date": return label.isEmpty ? nil : label
    default: return nil
    }
  }

  private static let schemes = ["http://", "https://", "ftp://", "mailto:", "tel:"].map { Array($0.utf8) }

  /// A text and the address that it leads to, which is never hidden behind the text.
  private static func link(_ target: ArraySlice<UInt8>, _ label: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard let scheme = schemes.first(where: { begins(target, with: $0) }), target.count > scheme.count,
      !hasSpace(target)
    else { return nil }
    let short = target.dropFirst(scheme.count)
    let address = scheme.last == UInt8(ascii: "/") ? target : short
    guard !label.isEmpty, label != target, label != short else { return address }
    return label + " (".utf8 + address + ")".utf8
  }

  private static func begins(_ target: ArraySlice<UInt8>, with scheme: [UInt8]) -> Bool {
    target.prefix(scheme.count).elementsEqual(scheme) { ASCII.lowercased($0) == $1 }
  }

  private static func hasSpace(_ bytes: ArraySlice<UInt8>) -> Bool {
    if bytes.contains(where: { $0 == 0x20 || (0x09...0x0D).contains($0) }) { return true }
    guard bytes.contains(where: { $0 >= 0x80 }) else { return false }
    return String(decoding: bytes, as: UTF8.self).unicodeScalars.contains { $0.properties.isWhitespace }
  }
}
