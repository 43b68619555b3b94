import EventLoop
import HTTP

/// What is known of a client beyond its request. What a proxy says of it is believed only from a trusted one
/// (threat 26). Asking for the client is a system call, so that it is done only where the answer matters.
struct ClientAddress {
  private let client: () -> NumericAddress?
  private let fields: Fields
  private let trustedProxies: Set<NumericAddress>

  init(fields: Fields, trustedProxies: Set<NumericAddress>, client: @escaping () -> NumericAddress?) {
    self.client = client
    self.fields = fields
    self.trustedProxies = trustedProxies
  }

  private var isTrusted: Bool { client().map(trustedProxies.contains) ?? false }

  /// Whether the client speaks TLS with the balancer.
  var isSecure: Bool {
    guard fields["X-Forwarded-Proto"] == "https" else { return false }
    return fields.all("X-Forwarded-Proto").count == 1 && isTrusted
  }

  /// How a balancer in front of the instance sees it, which it says with each of its checks (`http-check send-state`).
  var balancerState: String? {
    guard let state = fields["X-Haproxy-Server-State"], isTrusted else { return nil }
    return state
  }

  /// The client of the connection is this machine itself.
  var isLoopback: Bool { client()?.isLoopback ?? false }

  /// The client's address for the log: the last one that a trusted proxy has added, else the client's.
  var address: String { forwarded?.text ?? client()?.text ?? "?" }

  /// What counts as one address where things are limited: an IPv4 address, or an IPv6 network of 64 bits, of which one
  /// household has them all.
  var network: String { (forwarded ?? client())?.network.text ?? "?" }

  private var forwarded: NumericAddress? {
    guard let last = fields.list("X-Forwarded-For").last, isTrusted else { return nil }
    return NumericAddress(last)
  }
}

extension NumericAddress {
  /// Of the client of a socket.
  init(_ address: SocketAddress) {
    switch address.host {
    case .v4(let number): self.init(high: 0, low: 0xffff_0000_0000 | UInt64(number))
    case .v6(let high, let low, _): self.init(high: high, low: low)
    }
  }
}
