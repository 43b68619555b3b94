import Base
import Broker
import ChatProtocol

/// A policy as it lies in Redis, a hash: `publish.lua` says which fields it has.
enum PolicyFields {
  /// What a change sets, in pairs of a field and its value; empty for one that goes.
  static func pairs(of change: PolicyChange) -> [(field: String, value: String)] {
    var pairs: [(String, String)] = []
    if let mode = change.settings.mode { pairs.append(("m", mode.rawValue)) }
    if let slow = change.settings.slow { pairs.append(("s", String(slow))) }
    if let topic = change.settings.topic { pairs.append(("t", topic)) }
    if let pinning = change.settings.pin { pairs.append(("p", pinning.pin?.stored ?? "")) }
    if let retain = change.settings.retain { pairs.append(("r", retain == 0 ? "" : String(retain))) }
    if let everybody = change.settings.everybody { pairs.append(("e", everybody.rawValue)) }
    if let owner = change.founder { pairs.append(person(owner.id, Policy.Standing(.owner, name: owner.name))) }
    if let person = change.person { pairs.append(self.person(person.id, change.standing)) }
    return pairs
  }

  private static func person(_ id: User.ID, _ standing: Policy.Standing?) -> (String, String) {
    ("u" + id, standing.map { "\($0.role.rawValue) \($0.until) \(PlainWord.encode($0.name))" } ?? "")
  }
}

extension Policy {
  /// Takes in one field. What a later version has written is left out.
  mutating func read(_ field: String, _ value: UnsafeRawBufferPointer) {
    let text = String(decoding: value, as: UTF8.self)
    switch field.first {
    case "v": version = text
    case "q": seq = UInt64(text) ?? 0
    case "m": mode = Mode(rawValue: text) ?? .closed
    case "s": slow = Int(text).map { min(max($0, 0), Self.longestPause) } ?? 0
    case "t": topic = text
    case "p": pin = Pin(value)
    case "r": retain = Int(text).map { max($0, 0) } ?? 0
    case "e": everybody = Callers(rawValue: text) ?? .nobody
    case "u":
      let id = String(field.dropFirst())
      if User.isID(id), let standing = Standing(value) { people[id] = standing }
    default: break
    }
  }
}

extension Policy.Pin {
  fileprivate var stored: String { "\(position.text) \(author) \(PlainWord.encode(id))" }

  /// `<position> <author> <id>`
  fileprivate init?(_ value: UnsafeRawBufferPointer) {
    var words = WordScanner(value)
    guard let position = words.word().flatMap({ Position($0) }), let author = words.word(), User.isID(author),
      let id = words.plainWord()
    else { return nil }
    self.init(position, author: author, id: id)
  }
}

extension Policy.Standing {
  /// `<role> <until> <name>`
  fileprivate init?(_ value: UnsafeRawBufferPointer) {
    var words = WordScanner(value)
    guard let role = words.word().flatMap({ Policy.Role(rawValue: $0) }), let until = words.number(Int64.self) else {
      return nil
    }
    self.init(role, until: until, name: words.plainWord() ?? "")
  }
}
