/// The markup in which webhooks' clients write links and mentions, as plain text: `<url|text>`, `<!here>`, `<@name>`,
/// `<#id|room>`, and the entities that stand for `&`, `<` and `>`.
///
/// Clients that know nothing of it send plain text to the same address. So what is not certainly markup stays as it is.
enum SlackMarkup {
  /// Longer marks are text: bytes.
  private static let longestMark = 4_096

  static func plain(_ markup: String) -> String {
    guard markup.utf8.contains(where: { $0 == less || $0 == ampersand }) else { return markup }
    let bytes = Array(markup.utf8)
    var plain: [UInt8] = []
    plain.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      if bytes[index] == less, let mark = mark(in: bytes, at: index) {
        plain.append(contentsOf: mark.text.utf8)
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
    let bytes = Array(text.utf8)
    var plain: [UInt8] = []
    var index = 0
    while index < bytes.count { index = appendCharacter(of: bytes, at: index, to: &plain) }
    return String(decoding: plain, as: UTF8.self)
  }

  // MARK: - Entities

  private static let less = UInt8(ascii: "<")
  private static let ampersand = UInt8(ascii: "&")
  private static let entities: [(name: [UInt8], character: UInt8)] = [
    ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#34;", "\""), ("&#39;", "'"), ("&#x27;", "'"),
    ("&apos;", "'"),
  ].map { (Array($0.0.utf8), UInt8(ascii: $0.1)) }

  /// Appends a byte, or the character that an entity stands for; where the next begins.
  private static func appendCharacter(of bytes: [UInt8], at index: Int, to plain: inout [UInt8]) -> Int {
    if bytes[index] == ampersand, let entity = entities.first(where: { bytes[index...].starts(with: $0.name) }) {
      plain.append(entity.character)
      return index + entity.name.count
    }
    plain.append(bytes[index])
    return index + 1
  }

  // MARK: - Marks

  /// The mark that begins with the bracket at `start`, and where it ends.
  private static func mark(in bytes: [UInt8], at start: Int) -> (text: String, end: Int)? {
    let rest = bytes[(start + 1)...].prefix(longestMark)
    guard let end = rest.firstIndex(where: { $0 == UInt8(ascii: ">") || $0 == less || $0 == UInt8(ascii: "\n") }),
      bytes[end] == UInt8(ascii: ">")
    else { return nil }
    let content = String(decoding: bytes[(start + 1)..<end], as: UTF8.self)
    return text(ofMark: content).map { ($0, end + 1) }
  }

  private static func text(ofMark content: String) -> String? {
    let parts = content.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, !first.isEmpty else { return nil }
    let target = unescaped(String(first))
    let label = parts.count > 1 && !parts[1].isEmpty ? unescaped(String(parts[1])) : nil
    switch target.first {
    case "!": return broadcast(String(target.dropFirst()), label)
    case "@": return target.count > 1 ? named("@", label ?? String(target.dropFirst())) : nil
    case "#": return target.count > 1 ? named("#", label ?? String(target.dropFirst())) : nil
    default: return link(target, label)
    }
  }

  private static func named(_ sign: String, _ name: String) -> String { name.hasPrefix(sign) ? name : sign + name }

  /// `<!here>`, `<!subteam^ID|@name>`, `<!date^…|as text>`.
  private static func broadcast(_ command: String, _ label: String?) -> String? {
    switch command.prefix(while: { $0 != "^" && $0 != "|" }) {
    case "here", "channel", "everyone", "group", "all": "@" + command.prefix { $0 != "^" }
    case "subteam": label ?? "@team"
    case "date": label
    default: nil
    }
  }

  private static let schemes = ["http://", "https://", "ftp://", "mailto:", "tel:"]

  /// A text and the address that it leads to, which is never hidden behind the text.
  private static func link(_ target: String, _ label: String?) -> String? {
    guard let scheme = schemes.first(where: { target.lowercased().hasPrefix($0) }), target.count > scheme.count,
      !target.contains(where: \.isWhitespace)
    else { return nil }
    let address = scheme.hasSuffix("//") ? target : String(target.dropFirst(scheme.count))
    guard let label, label != address, label != target, label != target.dropFirst(scheme.count) else { return address }
    return "\(label) (\(address))"
  }
}
