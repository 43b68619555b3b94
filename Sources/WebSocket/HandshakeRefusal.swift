import HTTP

/// Why a request does not become a WebSocket connection. It is answered and the connection closed: a proxy that
/// believes in an upgrade that did not happen would pass on whatever the client says next.
package struct HandshakeRefusal: Error, Equatable, Sendable {
  /// 400, 405 or 426.
  package let status: Int
  /// One line, never containing anything that the peer sent.
  package let reason: StaticString
  /// What the answer must name beside it: `Allow`, or `Upgrade` and the version spoken (RFC 6455 §4.4).
  package let fields: Fields

  /// What to send before closing.
  package var response: Response {
    var fields = fields
    fields.add("Content-Type", literal: "text/plain; charset=utf-8")
    return Response(status: status, fields: fields, body: Array("\(reason)\n".utf8))
  }

  init(_ status: Int, _ reason: StaticString, _ fields: Fields = Fields()) {
    self.status = status
    self.reason = reason
    self.fields = fields
  }

  package static func == (one: HandshakeRefusal, other: HandshakeRefusal) -> Bool {
    one.status == other.status && one.reason.description == other.reason.description && one.fields == other.fields
  }
}
