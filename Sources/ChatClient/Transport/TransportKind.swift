/// The two ways in which the protocol's objects travel. What is promised is the same on both.
package enum TransportKind: String, Sendable, CaseIterable {
  /// One connection over which both sides speak when they like.
  case webSocket
  /// One HTTP request after the other, for where WebSockets are blocked.
  case poll
}
