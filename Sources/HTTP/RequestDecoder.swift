/// The server's side of HTTP/1.1 (RFC 9112): bytes in, requests out, one after the other as they were pipelined.
///
/// Whatever is ambiguous is refused, not repaired; after an error every further call throws the same, for the
/// connection is to be closed. No byte is searched twice.
package struct RequestDecoder: Sendable {
  /// Indirect, so that a connection that waits, for its next request or for a late answer, does not hold the room for
  /// all this.
  private indirect enum Phase {
    case line
    case fields(RequestHead)
    case body(RequestHead, [UInt8], left: Int)
    case chunks(RequestHead, ChunkedBody)
    /// With what is known of the request, without its body, where its line was read.
    case failed(HTTPError, Request?)
  }

  private let limits: RequestLimits
  private var queue = ByteQueue()
  private var phase = Phase.line

  package init(limits: RequestLimits = RequestLimits()) { self.limits = limits }

  /// Adds bytes that came. Call `next` until it returns nil before adding more: that bounds what is held to the
  /// limits and one read.
  package mutating func append(_ bytes: UnsafeRawBufferPointer) { queue.append(bytes) }

  /// The next event; nil when more bytes are needed for it.
  package mutating func next() throws(HTTPError) -> RequestEvent? {
    do {
      return try advance()
    } catch {
      if case .failed = phase { throw error }
      phase = .failed(error, nil)
      throw error
    }
  }

  /// The request that was refused, without its body, as far as its head was read.
  package var refused: Request? {
    if case .failed(_, let request) = phase { return request }
    return nil
  }

  /// What came after the last request, in the protocol that an upgrade now changes to.
  package mutating func takeRemainder() -> [UInt8] { queue.takeAll() }

  /// Whether nothing is begun: between two requests, with nothing buffered.
  package var isIdle: Bool {
    if case .line = phase { return queue.isEmpty }
    return false
  }

  /// Whether a head was complete and its body is being read, which may take longer than a head.
  package var isInBody: Bool {
    switch phase {
    case .body, .chunks: true
    case .line, .fields, .failed: false
    }
  }

  /// Bytes held for a request that is not complete.
  package var bufferedCount: Int {
    switch phase {
    case .line, .fields, .failed: queue.count
    case .body(_, let body, _): queue.count + body.count
    case .chunks(_, let chunks): queue.count + chunks.bytes.count
    }
  }

  private mutating func advance() throws(HTTPError) -> RequestEvent? {
    while true {
      switch phase {
      case .line:
        guard let line = try takeRequestLine() else { return nil }
        phase = .fields(try RequestHead(line: line, limits: limits))
      case .fields(var head):
        phase = .line
        do throws(HTTPError) {
          let done = try head.section.read(from: &queue)
          guard done else {
            phase = .fields(head)
            return nil
          }
          if let event = try endHead(head) { return event }
        } catch {
          phase = .failed(error, head.request(body: []))
        }
      case .body(let head, var body, let left):
        phase = .line
        let moved = queue.move(atMost: left, to: &body)
        if moved == left { return .request(head.request(body: body)) }
        phase = .body(head, body, left: left - moved)
        return nil
      case .chunks(let head, var chunks):
        phase = .line
        do throws(HTTPError) {
          let done = try chunks.read(from: &queue)
          if done { return .request(head.request(body: chunks.bytes)) }
          phase = .chunks(head, chunks)
          return nil
        } catch {
          phase = .failed(error, head.request(body: []))
        }
      case .failed(let error, _): throw error
      }
    }
  }

  private mutating func takeRequestLine() throws(HTTPError) -> ArraySlice<UInt8>? {
    // A TLS greeting or other noise is told at its first byte, not after eight kilobytes without a line's end.
    if let first = queue.first, !Grammar.isToken(first) { throw HTTPError(400, "the request line is malformed") }
    do {
      return try queue.takeLine(atMost: min(limits.requestLine, limits.head))
    } catch .tooLong {
      throw HTTPError(414, "the request line is too long")
    } catch {
      throw HTTPError(400, "a line must end with CR LF")
    }
  }

  /// - Returns: an event where the head alone makes one.
  private mutating func endHead(_ head: RequestHead) throws(HTTPError) -> RequestEvent? {
    let framing = try head.check(limits: limits)
    let waits = try head.expectsContinue()
    switch framing {
    case .length(0): return .request(head.request(body: []))
    case .length(let length): phase = .body(head, [], left: length)
    case .chunked: phase = .chunks(head, ChunkedBody(limits: limits))
    }
    // A client that already sends its body waits no longer.
    return waits && queue.isEmpty ? .expectsContinue : nil
  }
}
