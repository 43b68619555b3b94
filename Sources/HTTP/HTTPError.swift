/// Why a message was refused. After any of these the connection closes: where the next message would begin is
/// not known for sure, and guessing is what request smuggling lives on (RFC 9112 §11.2).
package struct HTTPError: Error, Equatable, Sendable {
  /// The status to answer with.
  package let status: Int
  /// One line for the peer, never containing anything that the peer sent.
  package let reason: StaticString

  package init(_ status: Int, _ reason: StaticString) {
    self.status = status
    self.reason = reason
  }

  package static func == (one: HTTPError, other: HTTPError) -> Bool {
    one.status == other.status && one.reason.description == other.reason.description
  }

  /// What to send before closing.
  package var response: Response {
    Response(status: status, fields: ["Content-Type": "text/plain; charset=utf-8"], body: Array("\(reason)\n".utf8))
  }
}
