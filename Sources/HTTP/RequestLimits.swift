/// How much of a request is read before it is refused. Each is checked as the bytes arrive, never after.
package struct RequestLimits: Sendable, Equatable {
  /// Bytes of the request line with its CRLF; beyond: 414. What browsers and balancers can be relied on to pass.
  package var requestLine = 8 * 1024
  /// Lines of the head, and again of the trailers; beyond: 431. A browser sends 10–20.
  package var fieldCount = 64
  /// Bytes of request line and fields, and again of a chunked body's size lines and trailers; beyond: 431 or 400.
  package var head = 32 * 1024
  /// Bytes of the body, checked on the announced length before any of it is read; beyond: 413.
  package var body: Int

  package init(body: Int = 64 * 1024) { self.body = body }
}
