import Base

/// A body in chunks (RFC 9112 §7.1) as it comes in. Extensions are checked and ignored, trailers checked and
/// discarded; both are limited.
struct ChunkedBody: Sendable {
  private enum State {
    case size
    /// So many bytes of the chunk are still to come.
    case data(Int)
    case dataEnd
    case trailers(FieldSection)
  }

  private(set) var bytes: [UInt8] = []
  private var state = State.size
  private let limits: RequestLimits
  /// Bytes that size lines may still take: without it a megabyte of extensions could carry one byte of body.
  private var overhead: Int

  /// The longest size line: fifteen digits and a short extension.
  private static let lineLimit = 256

  init(limits: RequestLimits) {
    self.limits = limits
    // A chunk costs at least five bytes beside its data ("1" and two line ends): a body in chunks of ten bytes or more
    // always fits.
    overhead = limits.head + limits.body / 2
  }

  /// Takes what has come.
  /// - Returns: whether the body is complete.
  mutating func read(from queue: inout ByteQueue) throws(HTTPError) -> Bool {
    while true {
      switch state {
      case .size:
        guard let line = try takeLine(from: &queue, atMost: Self.lineLimit) else { return false }
        try begin(try Self.size(line))
      case .data(let left):
        let moved = queue.move(atMost: left, to: &bytes)
        state = moved == left ? .dataEnd : .data(left - moved)
        if moved < left { return false }
      case .dataEnd:
        guard let line = try takeLine(from: &queue, atMost: 2) else { return false }
        guard line.isEmpty else { throw Self.malformed }
        state = .size
      case .trailers(var section):
        state = .size
        let done = try section.read(from: &queue)
        state = .trailers(section)
        return done
      }
    }
  }

  private mutating func begin(_ size: Int) throws(HTTPError) {
    guard size <= limits.body - bytes.count else { throw HTTPError(413, "the body is too long") }
    state =
      size > 0 ? .data(size) : .trailers(FieldSection(budget: limits.head, countLimit: limits.fieldCount))
  }

  private mutating func takeLine(from queue: inout ByteQueue, atMost limit: Int) throws(HTTPError) -> ArraySlice<UInt8>?
  {
    do {
      guard let line = try queue.takeLine(atMost: limit) else { return nil }
      overhead -= line.count + 2
      guard overhead >= 0 else { throw HTTPError(400, "the chunks are too small") }
      return line
    } catch let error as HTTPError {
      throw error
    } catch {
      throw Self.malformed
    }
  }

  /// `1*HEXDIG`, at most fifteen, so that no sum overflows; then nothing, or a semicolon and visible text.
  private static func size(_ line: ArraySlice<UInt8>) throws(HTTPError) -> Int {
    let digits = line.prefix { Hex.value(of: $0) != nil }
    let rest = line[digits.endIndex...]
    guard !digits.isEmpty, digits.count <= 15, rest.isEmpty || rest.first == UInt8(ascii: ";"),
      rest.allSatisfy({ Grammar.isFieldValue($0) && $0 < 0x80 })
    else { throw malformed }
    return digits.reduce(0) { $0 << 4 | Int(Hex.value(of: $1) ?? 0) }
  }

  private static let malformed = HTTPError(400, "a chunk is malformed")
}
