/// What a peer did that fails the connection (RFC 6455 §7.1.7).
package struct Violation: Error, Sendable {
  /// The code of the close frame that answers it: 1002, 1007 or 1009.
  package let code: CloseCode
  /// One line for the close frame, never containing anything that the peer sent.
  package let reason: StaticString

  init(_ code: CloseCode, _ reason: StaticString) {
    self.code = code
    self.reason = reason
  }
}
