import Base

/// Reads a template. Total: any text gives a template or a mistake with its place.
struct HookTemplateParser {
  typealias Mistake = HookTemplate.Mistake

  private enum Tag {
    case comment
    case value([HookTemplate.Term])
    case open(HookTemplate.Path, isInverted: Bool)
    case close(HookTemplate.Path)

    /// Whether it may take its line with it.
    var isSilent: Bool { if case .value = self { false } else { true } }
  }

  private let bytes: [UInt8]
  private var index = 0

  private init(_ text: String) { bytes = Array(text.utf8) }

  static func parse(_ text: String) throws(Mistake) -> [HookTemplate.Part] {
    var parser = HookTemplateParser(text)
    guard parser.bytes.count <= HookTemplate.maximumLength else {
      throw parser.mistake("a template has at most \(HookTemplate.maximumLength) bytes", at: 0)
    }
    let parts = try parser.parts(of: nil, depth: 0)
    guard !parts.isEmpty else { throw parser.mistake("the template says nothing", at: 0) }
    return parts
  }

  // MARK: - Structure

  /// The parts up to the end of a section, or of the template.
  private mutating func parts(
    of section: (path: HookTemplate.Path, start: Int)?, depth: Int
  ) throws(Mistake) -> [HookTemplate.Part] {
    var parts: [HookTemplate.Part] = []
    while true {
      let text = takeText()
      let start = index
      guard take("{{") else {
        Self.append(text, to: &parts)
        guard let section else { return parts }
        throw mistake("this section is never closed", at: section.start)
      }
      let tag = try takeTag(from: start)
      Self.append(tag.isSilent && takeRestOfLine(around: start) ? Self.withoutIndent(text) : text, to: &parts)
      switch tag {
      case .comment: continue
      case .value(let terms): parts.append(.value(terms))
      case .open(let path, let isInverted):
        guard depth < HookTemplate.maximumDepth else { throw mistake("sections are nested too deeply", at: start) }
        parts.append(.section(path, isInverted: isInverted, try self.parts(of: (path, start), depth: depth + 1)))
      case .close(let path):
        guard let section else { throw mistake("this closes no section", at: start) }
        guard section.path == path else { throw mistake("this closes another section than the last one", at: start) }
        return parts
      }
    }
  }

  private static func append(_ text: ArraySlice<UInt8>, to parts: inout [HookTemplate.Part]) {
    if !text.isEmpty { parts.append(.text(String(decoding: text, as: UTF8.self))) }
  }

  private mutating func takeText() -> ArraySlice<UInt8> {
    let start = index
    while index < bytes.count, !bytes[index...].starts(with: "{{".utf8) { index += 1 }
    return bytes[start..<index]
  }

  // MARK: - Lines

  /// Whether the tag that began at `start` and has just been read has its line to itself; if so the line's end is taken.
  private mutating func takeRestOfLine(around start: Int) -> Bool {
    let before = bytes[..<start].reversed().drop { Self.isBlank($0) }.first
    guard before == nil || before == Self.lineFeed else { return false }
    var end = index
    while end < bytes.count, Self.isBlank(bytes[end]) { end += 1 }
    guard end == bytes.count || bytes[end] == Self.lineFeed else { return false }
    index = min(end + 1, bytes.count)
    return true
  }

  private static func withoutIndent(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    text.dropLast(text.reversed().prefix { isBlank($0) }.count)
  }

  private static let lineFeed = UInt8(ascii: "\n")

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

  // MARK: - Tags

  /// The rest of a tag whose braces have been taken.
  private mutating func takeTag(from start: Int) throws(Mistake) -> Tag {
    let tag: Tag
    switch peek() {
    case UInt8(ascii: "!"):
      guard let end = bytes[index...].firstRange(of: Array("}}".utf8)) else { throw endless(start) }
      index = end.lowerBound
      tag = .comment
    case UInt8(ascii: "#"), UInt8(ascii: "^"):
      let isInverted = peek() == UInt8(ascii: "^")
      index += 1
      tag = .open(try takePath(in: start), isInverted: isInverted)
    case UInt8(ascii: "/"):
      index += 1
      tag = .close(try takePath(in: start))
    default: tag = .value(try takeTerms(in: start))
    }
    skipSpace()
    guard take("}}") else { throw index < bytes.count ? mistake("}} is expected here", at: index) : endless(start) }
    return tag
  }

  private mutating func takeTerms(in start: Int) throws(Mistake) -> [HookTemplate.Term] {
    var terms: [HookTemplate.Term] = []
    repeat {
      skipSpace()
      if peek() == UInt8(ascii: "\"") {
        terms.append(.literal(try takeQuoted()))
      } else {
        terms.append(.path(try takePath(in: start)))
      }
      skipSpace()
    } while take("|")
    return terms
  }

  private mutating func takePath(in start: Int) throws(Mistake) -> HookTemplate.Path {
    skipSpace()
    var path = HookTemplate.Path(isRelative: take("."), names: [])
    if path.isRelative, !startsName { return path }
    repeat { path.names.append(try takeName(in: start)) } while take(".")
    return path
  }

  private var startsName: Bool { peek().map { Self.isOfName($0) || $0 == UInt8(ascii: "\"") } ?? false }

  private mutating func takeName(in start: Int) throws(Mistake) -> String {
    if peek() == UInt8(ascii: "\"") { return try takeQuoted() }
    let from = index
    while let byte = peek(), Self.isOfName(byte) { index += 1 }
    guard index > from else {
      throw index < bytes.count ? mistake("a field's name is expected here", at: index) : endless(start)
    }
    return String(decoding: bytes[from..<index], as: UTF8.self)
  }

  private mutating func takeQuoted() throws(Mistake) -> String {
    let start = index
    index += 1
    var text: [UInt8] = []
    while let byte = peek() {
      index += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"):
        guard let escaped = peek() else { break }
        index += 1
        text.append(escaped == UInt8(ascii: "n") ? Self.lineFeed : escaped)
      default: text.append(byte)
      }
    }
    throw mistake("the text that begins here does not end", at: start)
  }

  /// Letters of every script are admitted: all that is not ASCII.
  private static func isOfName(_ byte: UInt8) -> Bool {
    ASCII.isAlphanumeric(byte) || byte >= 0x80 || "_-$@".utf8.contains(byte)
  }

  // MARK: - Bytes

  private func peek() -> UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func take(_ text: StaticString) -> Bool {
    guard bytes[index...].starts(with: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    else { return false }
    index += text.utf8CodeUnitCount
    return true
  }

  private mutating func skipSpace() {
    while let byte = peek(), Self.isBlank(byte) || byte == Self.lineFeed { index += 1 }
  }

  private func endless(_ start: Int) -> Mistake { mistake("the tag that begins here does not end", at: start) }

  private func mistake(_ reason: String, at place: Int) -> Mistake {
    let before = bytes[..<place]
    let line = before.split(separator: Self.lineFeed, omittingEmptySubsequences: false)
    let column = (line.last ?? []).count { $0 & 0xC0 != 0x80 }
    return Mistake(line: max(line.count, 1), column: column + 1, reason: reason)
  }
}
