/// Why a connection ends (RFC 6455 §7.4). Whoever speaks over it has codes of its own besides, 4000–4999.
package struct CloseCode: RawRepresentable, Hashable, Sendable {
  package let rawValue: UInt16

  package init(rawValue: UInt16) { self.rawValue = rawValue }

  /// Done; the client asked for it or has moved to another connection.
  package static let normal = CloseCode(rawValue: 1000)
  /// The page is left, or the server goes away for good.
  package static let goingAway = CloseCode(rawValue: 1001)
  /// The peer broke a rule of RFC 6455.
  package static let protocolError = CloseCode(rawValue: 1002)
  /// A binary message where only text is taken.
  package static let unsupportedData = CloseCode(rawValue: 1003)
  /// Never on the wire: the peer's close frame had no code (§7.1.5).
  package static let noStatus = CloseCode(rawValue: 1005)
  /// Never on the wire: the connection ended without a close frame (§7.1.5).
  package static let abnormal = CloseCode(rawValue: 1006)
  /// A text that is no UTF-8.
  package static let invalidData = CloseCode(rawValue: 1007)
  /// A rule of the server's own was broken.
  package static let policyViolation = CloseCode(rawValue: 1008)
  /// A message over the size or fragment limit.
  package static let tooBig = CloseCode(rawValue: 1009)
  /// The server failed.
  package static let internalError = CloseCode(rawValue: 1011)
  /// The server restarts: come back, spread out.
  package static let restarted = CloseCode(rawValue: 1012)
  /// No room at the moment.
  package static let tryLater = CloseCode(rawValue: 1013)

  /// Whether the code may stand in a close frame (§7.4.1, §7.4.2, and IANA's registry for 1012–1014).
  package var isSendable: Bool {
    switch rawValue {
    case 1000...1003, 1007...1014, 3000...4999: true
    default: false
    }
  }
}
