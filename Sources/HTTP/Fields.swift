/// The fields of a message's head: ordered, names compared without regard to case.
///
/// `add` is the one place that every name and value passes on its way into a message, ours or a peer's, and it
/// refuses CR, LF and NUL: what was once in a `Fields` can't end its line and begin another (response splitting).
package struct Fields: Sendable, Equatable {
  /// One line of the head.
  package struct Field: Sendable, Equatable {
    package let name: String
    package let value: String
  }

  /// A name that is no token, or a value that holds CR, LF, NUL or another control character.
  package struct Refusal: Error, Equatable, Sendable {}

  private var list: [Field] = []

  package init() {}

  /// Appends a line, keeping what is there under the same name.
  package mutating func add(_ name: String, _ value: String) throws(Refusal) {
    guard Self.isToken(name), value.utf8.allSatisfy(Grammar.isFieldValue) else {
      throw Refusal()
    }
    list.append(Field(name: name, value: value))
  }

  /// Appends a line whose value is a number.
  package mutating func add(_ name: StaticString, number: Int) {
    addChecked(name.description, String(number))
  }

  /// Appends a line known when the program was written.
  package mutating func add(_ name: StaticString, literal value: StaticString) {
    addChecked(name.description, value.description)
  }

  private mutating func addChecked(_ name: String, _ value: String) {
    do { try add(name, value) } catch { preconditionFailure("our own field is malformed: \(name)") }
  }

  /// Replaces all lines of that name by this one.
  package mutating func set(_ name: String, _ value: String) throws(Refusal) {
    var others = self
    others.remove(name)
    try others.add(name, value)
    self = others
  }

  /// Takes out all lines of that name.
  package mutating func remove(_ name: String) {
    list.removeAll { Grammar.same($0.name, name) }
  }

  /// The value of the first line of that name.
  package subscript(_ name: String) -> String? {
    list.first { Grammar.same($0.name, name) }?.value
  }

  /// The values of all lines of that name, in their order.
  package func all(_ name: String) -> [String] {
    list.filter { Grammar.same($0.name, name) }.map(\.value)
  }

  /// The members of the comma-separated lists of that name, over all its lines, without white space and without empty
  /// ones (RFC 9110 §5.6.1).
  package func list(_ name: String) -> [String] {
    all(name).flatMap { value in
      value.utf8.split(separator: UInt8(ascii: ",")).compactMap { part in
        let member = Grammar.trimmed(part)
        return member.isEmpty ? nil : String(Substring(member))
      }
    }
  }

  /// Whether the comma-separated list of that name has `token` among its members, in whatever case.
  package func containsToken(_ token: String, in name: String) -> Bool {
    list.contains { Grammar.same($0.name, name) && Self.has(token, in: $0.value) }
  }

  /// The same for one line, without making the list.
  private static func has(_ token: String, in value: String) -> Bool {
    var rest = value.utf8[...]
    while !rest.isEmpty {
      let end = rest.firstIndex(of: UInt8(ascii: ",")) ?? rest.endIndex
      if Grammar.same(Grammar.trimmed(rest[..<end]), token.utf8) { return true }
      rest = rest[end...].dropFirst()
    }
    return false
  }

  /// Whether `text` is one word of the kind that names and keywords are (RFC 9110 §5.6.2).
  package static func isToken(_ text: String) -> Bool { !text.isEmpty && text.utf8.allSatisfy(Grammar.isToken) }

  /// The value of a cookie (RFC 6265 §5.4); of several of the same name, the first.
  package func cookie(_ name: String) -> String? {
    for line in all("Cookie") {
      for pair in line.utf8.split(separator: UInt8(ascii: ";")) {
        let text = Substring(Grammar.trimmed(pair))
        if text.utf8.starts(with: name.utf8), text.utf8.dropFirst(name.utf8.count).first == UInt8(ascii: "=") {
          return String(text.utf8.dropFirst(name.utf8.count + 1)) ?? nil
        }
      }
    }
    return nil
  }
}

extension Fields: RandomAccessCollection {
  package var startIndex: Int { list.startIndex }
  package var endIndex: Int { list.endIndex }
  package subscript(position: Int) -> Field { list[position] }
}

extension Fields: ExpressibleByDictionaryLiteral {
  /// Fields known when the program was written; anything made of input goes through `add`.
  package init(dictionaryLiteral elements: (StaticString, StaticString)...) {
    for (name, value) in elements { addChecked(name.description, value.description) }
  }
}
