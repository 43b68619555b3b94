/// Writes responses as bytes. How a body ends is the encoder's business alone: `Content-Length` and
/// `Transfer-Encoding` among a response's fields are left out and the true length is written.
package enum ResponseEncoder {
  /// What is said about the connection's future (RFC 9112 §9.3).
  package enum Persistence: Sendable {
    /// Nothing, which means to stay on 1.1.
    case unsaid
    /// `keep-alive`, for a 1.0 client that asked for it.
    case keepAlive
    /// `close`; the connection is to be closed after this response.
    case close

    /// What suits a request: as the client asked, or `close` when the server wants it so.
    package init(answering request: Request, closing: Bool = false) {
      self = closing || !request.keepsAlive ? .close : request.minorVersion >= 1 ? .unsaid : .keepAlive
    }
  }

  /// The whole response to `request`: without the body, but with its length, when the method is HEAD.
  /// - Parameter closing: whether the server closes the connection though the client would let it stay.
  package static func encode(_ response: Response, answering request: Request, closing: Bool = false) -> [UInt8] {
    let persistence = Persistence(answering: request, closing: closing)
    var bytes = head(response, bodyLength: response.body.count, persistence)
    if request.method != "HEAD", !Response.isBodiless(response.status) { bytes.append(contentsOf: response.body) }
    return bytes
  }

  /// The whole response to what was no proper request; the connection closes.
  package static func encode(_ error: HTTPError) -> [UInt8] {
    let response = error.response
    return head(response, bodyLength: response.body.count, .close) + response.body
  }

  /// The head alone, for a body of `bodyLength` bytes that the caller sends itself; the response's own is not looked
  /// at. Statuses that have no body get no length.
  /// - Parameter bodyLength: `nil` for a body that ends with the connection, which has to be said to close.
  package static func head(_ response: Response, bodyLength: Int?, _ persistence: Persistence) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(256 + (bodyLength ?? 0))
    bytes.append(contentsOf: "HTTP/1.1 \(response.status) \(StatusText.phrase(for: response.status))\r\n".utf8)
    for field in response.fields where !isFraming(field.name) { FieldEncoder.append(field, to: &bytes) }
    if let bodyLength, !Response.isBodiless(response.status) {
      bytes.append(contentsOf: "Content-Length: \(bodyLength)\r\n".utf8)
    }
    switch persistence {
    case .unsaid: break
    case .keepAlive: bytes.append(contentsOf: "Connection: keep-alive\r\n".utf8)
    case .close: bytes.append(contentsOf: "Connection: close\r\n".utf8)
    }
    bytes.append(Grammar.carriageReturn)
    bytes.append(Grammar.lineFeed)
    return bytes
  }

  /// `HTTP/1.1 100 Continue`, after `RequestEvent.expectsContinue`.
  package static let proceed = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)

  private static func isFraming(_ name: String) -> Bool {
    Grammar.same(name, "Content-Length") || Grammar.same(name, "Transfer-Encoding")
  }
}

/// Writes a field's line. Nothing is checked here: a `Fields` holds nothing that could end the line.
enum FieldEncoder {
  static func append(_ field: Fields.Field, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: field.name.utf8)
    bytes.append(Grammar.colon)
    bytes.append(Grammar.space)
    bytes.append(contentsOf: field.value.utf8)
    bytes.append(Grammar.carriageReturn)
    bytes.append(Grammar.lineFeed)
  }
}
