import Base

/// Reads one JSON text (RFC 8259), bounded in depth, width and the length of numbers, so that no input costs more than
/// its own length. Duplicate names, lone surrogates, invalid UTF-8 and anything after the value are refused; what of that
/// is taken all the same, where it comes from programs that nobody can mend, is `Leniency`.
package struct JSONParser {
  /// How deep arrays and objects may nest.
  package static let maximumDepth = 16
  /// How many members an object, or values an array, may have.
  package static let maximumWidth = 1_000
  /// How many bytes a number may take: more than any Double needs.
  package static let maximumNumberLength = 40

  /// Why a text is refused. The texts are fixed, safe to show to whoever sent it.
  package struct Failure: Error, Equatable {
    package let reason: StaticString
    package static func == (a: Failure, b: Failure) -> Bool { a.reason.description == b.reason.description }
  }

  /// What is read although RFC 8259 or a bound is against it.
  package struct Leniency: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Half of a surrogate pair, as is left of an emoji that was cut: it reads as U+FFFD.
    package static let loneSurrogates = Leniency(rawValue: 1)
    /// Line breaks, tabs and other control characters that stand bare in a string.
    package static let controlCharacters = Leniency(rawValue: 2)
    /// More members or values than `maximumWidth`: those beyond are read and left out.
    package static let widths = Leniency(rawValue: 4)
  }

  private let bytes: UnsafeRawBufferPointer
  private let leniency: Leniency
  private var index = 0

  private init(_ bytes: UnsafeRawBufferPointer, _ leniency: Leniency = []) {
    self.bytes = bytes
    self.leniency = leniency
  }

  /// The value that `bytes` spell.
  package static func parse(
    _ bytes: UnsafeRawBufferPointer, taking leniency: Leniency = []
  ) throws(Failure) -> JSONValue {
    var parser = JSONParser(bytes, leniency)
    let value = try parser.value(depth: 0)
    parser.skipSpace()
    guard parser.index == bytes.count else { throw Failure(reason: "something follows the JSON value") }
    return value
  }

  /// The object that `bytes` spell.
  package static func parseObject(
    _ bytes: UnsafeRawBufferPointer, taking leniency: Leniency = []
  ) throws(Failure) -> JSONObject {
    guard case .object(let object) = try parse(bytes, taking: leniency) else {
      throw Failure(reason: "a JSON object is expected")
    }
    return object
  }

  /// The object that `bytes` spell.
  package static func parseObject(_ bytes: [UInt8], taking leniency: Leniency = []) throws(Failure) -> JSONObject {
    let result = bytes.withUnsafeBytes { buffer in
      Result { () throws(Failure) in try parseObject(buffer, taking: leniency) }
    }
    return try result.get()
  }

  /// The objects of the array that `bytes` spell, however many; what is no object among them is left out.
  package static func parseObjects(_ bytes: [UInt8]) throws(Failure) -> [JSONObject] {
    let result = bytes.withUnsafeBytes { buffer in
      Result { () throws(Failure) in
        var parser = JSONParser(buffer)
        return try parser.objects()
      }
    }
    return try result.get()
  }

  private mutating func objects() throws(Failure) -> [JSONObject] {
    skipSpace()
    guard take(UInt8(ascii: "[")) else { throw Failure(reason: "a JSON array is expected") }
    var objects: [JSONObject] = []
    skipSpace()
    if !take(UInt8(ascii: "]")) {
      repeat {
        if case .object(let object) = try value(depth: 1) { objects.append(object) }
        skipSpace()
      } while take(UInt8(ascii: ","))
      guard take(UInt8(ascii: "]")) else { throw Failure(reason: "a JSON array does not end") }
    }
    skipSpace()
    guard index == bytes.count else { throw Failure(reason: "something follows the JSON value") }
    return objects
  }

  // MARK: - Values

  private mutating func value(depth: Int) throws(Failure) -> JSONValue {
    skipSpace()
    switch peek() {
    case UInt8(ascii: "{"): return .object(try object(depth: depth + 1))
    case UInt8(ascii: "["): return .array(try array(depth: depth + 1))
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    default: return try number()
    }
  }

  private mutating func object(depth: Int) throws(Failure) -> JSONObject {
    try enter(depth)
    var object = JSONObject()
    if close(UInt8(ascii: "}")) { return object }
    var names = Set<String>()
    repeat {
      skipSpace()
      let name = try string()
      try refuseDuplicate(name, in: object, &names)
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw Failure(reason: "a colon is missing in a JSON object") }
      let value = try value(depth: depth)
      if try hasRoom(beside: object.members.count, "a JSON object is too wide") { object.append(name, value) }
      skipSpace()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw Failure(reason: "a JSON object does not end") }
    return object
  }

  private mutating func array(depth: Int) throws(Failure) -> [JSONValue] {
    try enter(depth)
    var values: [JSONValue] = []
    if close(UInt8(ascii: "]")) { return values }
    repeat {
      let value = try value(depth: depth)
      if try hasRoom(beside: values.count, "a JSON array is too long") { values.append(value) }
      skipSpace()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw Failure(reason: "a JSON array does not end") }
    return values
  }

  /// Two readers may differ in which of two equal names they take, so neither is taken. Narrow objects are looked
  /// through, wide ones hashed, so that a wide one stays linear.
  private func refuseDuplicate(_ name: String, in object: JSONObject, _ names: inout Set<String>) throws(Failure) {
    let isNew: Bool
    if object.members.count < 8 {
      isNew = object[name] == nil
    } else {
      if names.isEmpty { names = Set(object.members.map(\.name)) }
      isNew = names.insert(name).inserted
    }
    guard isNew else { throw Failure(reason: "a name stands twice in a JSON object") }
  }

  /// Whether one more is kept beside `count` others.
  private func hasRoom(beside count: Int, _ reason: StaticString) throws(Failure) -> Bool {
    if count < Self.maximumWidth { return true }
    guard leniency.contains(.widths) else { throw Failure(reason: reason) }
    return false
  }

  private mutating func enter(_ depth: Int) throws(Failure) {
    guard depth <= Self.maximumDepth else { throw Failure(reason: "the JSON is nested too deeply") }
    index += 1
  }

  /// Takes the closing bracket of an empty object or array.
  private mutating func close(_ bracket: UInt8) -> Bool {
    skipSpace()
    return take(bracket)
  }

  private mutating func literal(_ text: StaticString, _ value: JSONValue) throws(Failure) -> JSONValue {
    let length = text.utf8CodeUnitCount
    guard bytes.count - index >= length else { throw Failure(reason: "not a JSON value") }
    for offset in 0..<length where bytes[index + offset] != text.utf8Start[offset] {
      throw Failure(reason: "not a JSON value")
    }
    index += length
    return value
  }

  // MARK: - Numbers

  private mutating func number() throws(Failure) -> JSONValue {
    let start = index
    _ = take(UInt8(ascii: "-"))
    let leadsWithZero = peek() == UInt8(ascii: "0")
    let wholeDigits = skipDigits()
    guard wholeDigits > 0, !leadsWithZero || wholeDigits == 1 else { throw Failure(reason: "not a JSON value") }
    var isWhole = true
    if take(UInt8(ascii: ".")) {
      isWhole = false
      guard skipDigits() > 0 else { throw Failure(reason: "not a JSON number") }
    }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      isWhole = false
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      guard skipDigits() > 0 else { throw Failure(reason: "not a JSON number") }
    }
    guard index - start <= Self.maximumNumberLength else { throw Failure(reason: "a JSON number is too long") }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    if isWhole, let integer = Int64(text) { return .integer(integer) }
    guard let number = Double(text), number.isFinite else { throw Failure(reason: "a JSON number is out of range") }
    return .number(number)
  }

  private mutating func skipDigits() -> Int {
    let start = index
    while let byte = peek(), ASCII.isDigit(byte) { index += 1 }
    return index - start
  }

  // MARK: - Strings

  private static let bareControlCharacter = Failure(reason: "a control character stands bare in a JSON string")

  private mutating func string() throws(Failure) -> String {
    guard take(UInt8(ascii: "\"")) else { throw Failure(reason: "a JSON string is expected") }
    let start = index
    var allBits: UInt8 = 0
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: "\""):
        let text = Self.text(bytes[start..<index], isASCII: allBits < 0x80)
        index += 1
        guard let text else { throw Failure(reason: "a JSON string is not valid UTF-8") }
        return text
      case UInt8(ascii: "\\"): return try escapedString(from: start)
      case 0..<0x20 where !leniency.contains(.controlCharacters): throw Self.bareControlCharacter
      default:
        allBits |= byte
        index += 1
      }
    }
    throw Failure(reason: "a JSON string does not end")
  }

  /// The text that `utf8` spells; `nil` when it is not valid UTF-8.
  ///
  /// Nearly all strings are ASCII, which needs no validation: the standard library's goes through generic code, and
  /// took a tenth of the user time that a message costs.
  private static func text(_ utf8: Slice<UnsafeRawBufferPointer>, isASCII: Bool) -> String? {
    guard isASCII else { return String(validating: utf8, as: UTF8.self) }
    return String(unsafeUninitializedCapacity: utf8.count) { target in
      UnsafeMutableRawBufferPointer(target).copyMemory(from: UnsafeRawBufferPointer(rebasing: utf8))
      return utf8.count
    }
  }

  /// Goes on with a string in which the first escape has been met.
  private mutating func escapedString(from start: Int) throws(Failure) -> String {
    var unescaped = Array(bytes[start..<index])
    while let byte = peek() {
      index += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: unescaped, as: UTF8.self) else {
          throw Failure(reason: "a JSON string is not valid UTF-8")
        }
        return text
      case UInt8(ascii: "\\"): try escape(into: &unescaped)
      case 0..<0x20 where !leniency.contains(.controlCharacters): throw Self.bareControlCharacter
      default: unescaped.append(byte)
      }
    }
    throw Failure(reason: "a JSON string does not end")
  }

  private mutating func escape(into text: inout [UInt8]) throws(Failure) {
    guard let byte = peek() else { throw Failure(reason: "a JSON string does not end") }
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"): text.append(contentsOf: String(try escapedScalar()).utf8)
    default: throw Failure(reason: "an unknown escape in a JSON string")
    }
  }

  /// The character of a `\u` escape, or of the two that make a surrogate pair.
  private mutating func escapedScalar() throws(Failure) -> Unicode.Scalar {
    let first = try hexadecimalUnit()
    if let scalar = Unicode.Scalar(first) { return scalar }
    let end = index
    if (0xD800...0xDBFF).contains(first), take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) {
      let second = try hexadecimalUnit()
      if (0xDC00...0xDFFF).contains(second),
        let scalar = Unicode.Scalar(0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00))
      {
        return scalar
      }
    }
    guard leniency.contains(.loneSurrogates) else { throw Failure(reason: "a lone surrogate in a JSON string") }
    // What follows it is read for itself.
    index = end
    return "\u{FFFD}"
  }

  private mutating func hexadecimalUnit() throws(Failure) -> UInt16 {
    guard bytes.count - index >= 4 else { throw Failure(reason: "a JSON string does not end") }
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let digit = Hex.value(of: bytes[index]) else {
        throw Failure(reason: "four hexadecimal digits are expected")
      }
      unit = unit << 4 | UInt16(digit)
      index += 1
    }
    return unit
  }

  // MARK: - Bytes

  private func peek() -> UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    index += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { index += 1 }
  }
}
