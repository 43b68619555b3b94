/// The lines of a head or of trailers as they come in, up to the empty one.
struct FieldSection: Sendable {
  private(set) var fields = Fields()
  /// Bytes that this section may still take.
  private var budget: Int
  private let countLimit: Int

  /// - Parameter budget: bytes, with line ends.
  init(budget: Int, countLimit: Int) {
    self.budget = budget
    self.countLimit = countLimit
  }

  /// Takes the lines that are complete.
  /// - Returns: whether the empty line came, which ends the section.
  mutating func read(from queue: inout ByteQueue) throws(HTTPError) -> Bool {
    while let line = try takeLine(from: &queue) {
      if line.isEmpty { return true }
      guard fields.count < countLimit else { throw HTTPError(431, "too many fields") }
      try add(line)
    }
    return false
  }

  private mutating func takeLine(from queue: inout ByteQueue) throws(HTTPError) -> ArraySlice<UInt8>? {
    do {
      guard let line = try queue.takeLine(atMost: budget) else { return nil }
      budget -= line.count + 2
      return line
    } catch .tooLong {
      throw HTTPError(431, "the fields are too long")
    } catch {
      throw HTTPError(400, "a line must end with CR LF")
    }
  }

  /// RFC 9112 §5.1: no space before the colon; §5.2: no folded lines, which begin with a space.
  private mutating func add(_ line: ArraySlice<UInt8>) throws(HTTPError) {
    guard let colon = line.firstIndex(of: Grammar.colon) else { throw HTTPError(400, "a field has no colon") }
    let value = Grammar.trimmed(line[(colon + 1)...])
    do {
      try fields.add(String(decoding: line[..<colon], as: UTF8.self), Self.text(of: value))
    } catch {
      throw HTTPError(400, "a field is malformed")
    }
  }

  /// UTF-8, or where it is not, ISO 8859-1, as the bytes beyond ASCII once were (RFC 9110 §5.5). Nothing is lost.
  private static func text(of value: ArraySlice<UInt8>) -> String {
    if let text = String(validating: value, as: UTF8.self) { return text }
    var text = String.UnicodeScalarView()
    for byte in value { text.append(Unicode.Scalar(byte)) }
    return String(text)
  }
}
