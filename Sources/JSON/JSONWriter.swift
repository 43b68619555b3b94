import Base

/// Writes JSON into a byte array. Commas are its business; that objects and arrays are closed is the caller's.
package struct JSONWriter {
  package private(set) var bytes: [UInt8]
  private var needsComma = false

  package init(reservingCapacity capacity: Int = 256) {
    bytes = []
    bytes.reserveCapacity(capacity)
  }

  /// An object whose members `write` adds, as bytes.
  package static func object(_ write: (inout JSONWriter) -> Void) -> [UInt8] {
    var writer = JSONWriter()
    writer.object(write)
    return writer.bytes
  }

  // MARK: - Values, alone or in an array

  package mutating func object(_ write: (inout JSONWriter) -> Void) {
    open(UInt8(ascii: "{"))
    write(&self)
    close(UInt8(ascii: "}"))
  }

  package mutating func array(_ write: (inout JSONWriter) -> Void) {
    open(UInt8(ascii: "["))
    write(&self)
    close(UInt8(ascii: "]"))
  }

  package mutating func string(_ text: String) {
    separate()
    quote(text)
    needsComma = true
  }

  /// A complete JSON value, as it is.
  package mutating func raw(_ json: some Sequence<UInt8>) {
    separate()
    bytes.append(contentsOf: json)
    needsComma = true
  }

  // MARK: - Members of an object

  package mutating func member(_ name: StaticString, _ text: String) {
    self.name(name)
    quote(text)
    needsComma = true
  }

  /// A member whose name is not known when the program is written.
  package mutating func member(named name: String, _ text: String) {
    separate()
    quote(name)
    append(":")
    quote(text)
    needsComma = true
  }

  /// The same for any value that was read.
  package mutating func member(named name: String, _ value: JSONValue) {
    separate()
    quote(name)
    append(":")
    needsComma = false
    self.value(value)
  }

  private mutating func value(_ value: JSONValue) {
    separate()
    switch value {
    case .null: append("null")
    case .bool(let flag): append(flag ? "true" : "false")
    case .integer(let number): bytes.append(contentsOf: String(number).utf8)
    case .number(let number): bytes.append(contentsOf: String(number).utf8)
    case .string(let text): quote(text)
    case .array(let values):
      needsComma = false
      array { writer in for value in values { writer.value(value) } }
    case .object(let object):
      needsComma = false
      self.object { writer in for member in object.members { writer.member(named: member.name, member.value) } }
    }
    needsComma = true
  }

  // One for each kind of number that there is: a generic call across modules costs more than the digits.
  package mutating func member(_ name: StaticString, _ number: Int) { member(name, digits: String(number)) }
  package mutating func member(_ name: StaticString, _ number: Int64) { member(name, digits: String(number)) }
  package mutating func member(_ name: StaticString, _ number: UInt64) { member(name, digits: String(number)) }

  private mutating func member(_ name: StaticString, digits: String) {
    self.name(name)
    bytes.append(contentsOf: digits.utf8)
    needsComma = true
  }

  package mutating func member(_ name: StaticString, _ flag: Bool) {
    self.name(name)
    append(flag ? "true" : "false")
    needsComma = true
  }

  /// - Parameter json: a complete JSON value, as it is.
  package mutating func member(_ name: StaticString, json: [UInt8]) {
    self.name(name)
    bytes.append(contentsOf: json)
    needsComma = true
  }

  package mutating func member(_ name: StaticString, object write: (inout JSONWriter) -> Void) {
    self.name(name)
    object(write)
  }

  package mutating func member(_ name: StaticString, array write: (inout JSONWriter) -> Void) {
    self.name(name)
    array(write)
  }

  /// The members that the JSON object `json` holds, written by this fleet: all of it but the outer braces.
  package mutating func members(ofObject json: [UInt8]) {
    let inner = json.dropFirst().dropLast()
    guard !inner.isEmpty else { return }
    raw(inner)
  }

  // MARK: - Bytes

  private mutating func open(_ bracket: UInt8) {
    separate()
    bytes.append(bracket)
    needsComma = false
  }

  private mutating func close(_ bracket: UInt8) {
    bytes.append(bracket)
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = false
  }

  private mutating func name(_ name: StaticString) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    append(name)
    append("\":")
  }

  private mutating func append(_ text: StaticString) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  private mutating func quote(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { utf8 in
      var start = 0
      for index in utf8.indices where Self.mustBeEscaped(utf8[index]) {
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start..<index]))
        escape(utf8[index])
        start = index + 1
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start...]))
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func mustBeEscaped(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7F
  }

  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): append("\\\"")
    case UInt8(ascii: "\\"): append("\\\\")
    case 0x0A: append("\\n")
    case 0x0D: append("\\r")
    case 0x09: append("\\t")
    default:
      append("\\u00")
      bytes.append(Hex.digit(byte >> 4))
      bytes.append(Hex.digit(byte))
    }
  }
}
