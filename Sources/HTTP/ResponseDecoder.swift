/// The client's side of HTTP/1.1 (RFC 9112): bytes in, responses out. As strict as `RequestDecoder`; its errors have
/// status 502.
package struct ResponseDecoder: Sendable {
  private enum Phase {
    case line
    case fields(status: Int, minorVersion: Int, FieldSection)
    case body(Response, left: Int)
    case chunks(Response, ChunkedBody)
    case untilClose(Response)
    /// After a 101, or after a body that only the connection's end could end.
    case over
    case failed(HTTPError)
  }

  private let limits: RequestLimits
  private var queue = ByteQueue()
  private var phase = Phase.line

  /// Whether the request whose answer comes next was HEAD: that answer has no body whatever its length says. To be set
  /// before the answer's bytes are decoded.
  package var answersHead: Bool

  /// - Parameter limits: the same as for requests.
  package init(limits: RequestLimits = RequestLimits(body: 1 << 20), answersHead: Bool = false) {
    self.limits = limits
    self.answersHead = answersHead
  }

  /// Adds bytes that came.
  package mutating func append(_ bytes: UnsafeRawBufferPointer) { queue.append(bytes) }

  /// The next final response, nil when more bytes are needed for it. Interim ones (1xx) are skipped but for 101, which
  /// is final: what follows it is `takeRemainder`'s.
  package mutating func next() throws(HTTPError) -> Response? {
    do {
      return try advance()
    } catch {
      phase = .failed(HTTPError(502, error.reason))
      throw HTTPError(502, error.reason)
    }
  }

  /// To be called when the peer has closed: the response that this completes, nil when none was begun.
  /// - Throws: when one was cut off.
  package mutating func end() throws(HTTPError) -> Response? {
    defer { phase = .over }
    switch phase {
    case .untilClose(let response): return response
    case .line where queue.isEmpty, .over: return nil
    case .failed(let error): throw error
    default: throw HTTPError(502, "the response was cut off")
    }
  }

  /// What came after the last response.
  package mutating func takeRemainder() -> [UInt8] { queue.takeAll() }

  private mutating func advance() throws(HTTPError) -> Response? {
    while true {
      switch phase {
      case .line:
        guard let line = try takeLine() else { return nil }
        let (status, minorVersion) = try Self.statusLine(line)
        let section = FieldSection(budget: limits.head - line.count - 2, countLimit: limits.fieldCount)
        phase = .fields(status: status, minorVersion: minorVersion, section)
      case .fields(let status, let minorVersion, var section):
        phase = .line
        guard try section.read(from: &queue) else {
          phase = .fields(status: status, minorVersion: minorVersion, section)
          return nil
        }
        if let response = try endHead(Response(status: status, fields: section.fields), minorVersion) {
          return response
        }
      case .body(var response, let left):
        phase = .line
        let moved = queue.move(atMost: left, to: &response.body)
        if moved == left { return response }
        phase = .body(response, left: left - moved)
        return nil
      case .chunks(var response, var chunks):
        phase = .line
        let done = try chunks.read(from: &queue)
        response.body = done ? chunks.bytes : []
        if done { return response }
        phase = .chunks(response, chunks)
        return nil
      case .untilClose(var response):
        phase = .over
        _ = queue.move(atMost: limits.body - response.body.count, to: &response.body)
        guard queue.isEmpty else { throw HTTPError(502, "the body is too long") }
        phase = .untilClose(response)
        return nil
      case .over: return nil
      case .failed(let error): throw error
      }
    }
  }

  private mutating func takeLine() throws(HTTPError) -> ArraySlice<UInt8>? {
    do {
      return try queue.takeLine(atMost: min(limits.requestLine, limits.head))
    } catch .tooLong {
      throw HTTPError(502, "the status line is too long")
    } catch {
      throw HTTPError(502, "a line must end with CR LF")
    }
  }

  /// `HTTP/1.x SP 3DIGIT SP [phrase]` (RFC 9112 §4); the last space may be missing, as some servers have it.
  private static func statusLine(_ line: ArraySlice<UInt8>) throws(HTTPError) -> (status: Int, minorVersion: Int) {
    let version = line.prefix(8)
    let code = line.dropFirst(9).prefix(3)
    let rest = line.dropFirst(12)
    guard version.elementsEqual("HTTP/1.1".utf8) || version.elementsEqual("HTTP/1.0".utf8),
      line.dropFirst(8).first == Grammar.space, code.count == 3, let status = Grammar.decimal(code), status >= 100,
      rest.isEmpty || rest.first == Grammar.space, rest.allSatisfy(Grammar.isFieldValue)
    else { throw HTTPError(502, "the status line is malformed") }
    return (status, version.last == UInt8(ascii: "1") ? 1 : 0)
  }

  /// RFC 9112 §6.3, in its order.
  /// - Returns: the response where it is complete with its head.
  private mutating func endHead(_ response: Response, _ minorVersion: Int) throws(HTTPError) -> Response? {
    phase = response.status == 101 ? .over : .line
    if response.status < 200, response.status != 101 { return nil }
    let lengths = response.fields.all("Content-Length")
    let codings = response.fields.all("Transfer-Encoding")
    guard lengths.count <= 1, codings.count <= 1, lengths.isEmpty || codings.isEmpty else {
      throw HTTPError(502, "a body has one length")
    }
    if answersHead || Response.isBodiless(response.status) { return response }
    if let coding = codings.first {
      guard minorVersion >= 1, Grammar.same(coding, "chunked") else {
        throw HTTPError(502, "the only transfer coding is chunked")
      }
      phase = .chunks(response, ChunkedBody(limits: limits))
    } else if let text = lengths.first {
      guard let length = Grammar.decimal(text.utf8) else { throw HTTPError(502, "the length is malformed") }
      guard length <= limits.body else { throw HTTPError(502, "the body is too long") }
      phase = .body(response, left: length)
    } else {
      phase = .untilClose(response)
    }
    return nil
  }
}
