import EventLoop
import HTTP

/// What is known of a client beyond its request. What a proxy says of it is believed only from a trusted one
/// (threat 26).
struct ClientFacts {
  private let peer: NumericAddress?
  private let fields: Fields
  private let isTrusted: Bool

  init(peer: NumericAddress?, fields: Fields, trustedProxies: Set<NumericAddress>) {
    self.peer = peer
    self.fields = fields
    isTrusted = peer.map(trustedProxies.contains) ?? false
  }

  /// Whether the client speaks TLS with the balancer.
  var isSecure: Bool { isTrusted && fields.all("X-Forwarded-Proto") == ["https"] }

  /// The peer of the connection is this machine itself.
  var isLoopback: Bool { peer?.isLoopback ?? false }

  /// The client's address for the log: the last one that a trusted proxy has added, else the peer's.
  var address: String {
    if isTrusted, let last = fields.list("X-Forwarded-For").last, NumericAddress(last) != nil { return last }
    return peer?.text ?? "?"
  }
}
