import EventLoop
import HTTP

/// What is known of a client beyond its request. What a proxy says of it is believed only from a trusted one
/// (threat 26). Asking for the client is a system call, so that it is done only where the answer matters.
///
/// Each proxy adds what it knows of the request that it got behind what was there: in its own line or at a list's end. So
/// from the end on one word is believed for each trusted proxy, and where these end the client begins, whatever it claims
/// in front. Of what a proxy has passed on unchanged there are fewer words than proxies; then the first one counts.
package struct ClientAddress {
  private let client: () -> NumericAddress?
  private let fields: Fields
  private let trustedProxies: TrustedProxies

  package init(fields: Fields, trustedProxies: TrustedProxies, client: @escaping () -> NumericAddress?) {
    self.client = client
    self.fields = fields
    self.trustedProxies = trustedProxies
  }

  /// Who has made the connection.
  package var peer: NumericAddress? { client() }

  /// Whether it is a trusted proxy that has made the connection.
  package var isTrusted: Bool { client().map(trustedProxies.contains) ?? false }

  /// Whether the client speaks TLS with the first proxy.
  package var isSecure: Bool {
    guard let scheme = told("X-Forwarded-Proto", or: \.scheme)?.lowercased() else { return false }
    // Upgrades are told by the scheme of WebSockets by some.
    return scheme == "https" || scheme == "wss"
  }

  /// The hosts under which the client may have asked: the one that trusted proxies tell, and the request's own, which is
  /// the same where they pass it on.
  package var hosts: [String] {
    [told("X-Forwarded-Host", or: \.host), fields["Host"]].compactMap { $0 }.filter { !$0.isEmpty }
  }

  /// How a balancer in front of the instance sees it, which it says with each of its checks (`http-check send-state`).
  package var balancerState: String? {
    guard let state = fields["X-Haproxy-Server-State"], isTrusted else { return nil }
    return state
  }

  /// The client of the connection is this machine itself.
  package var isLoopback: Bool { client()?.isLoopback ?? false }

  /// The client's address for the log: the last one that a trusted proxy has added, else the client's.
  package var address: String { chain.client?.text ?? "?" }

  /// What counts as one address where things are limited: an IPv4 address, or an IPv6 network of 64 bits, of which one
  /// household has them all.
  package var network: String { chain.client?.network.text ?? "?" }

  /// How many trusted proxies the request came through, from the nearest on, and who asked the farthest of them.
  private var chain: (proxies: Int, client: NumericAddress?) {
    var last = client()
    guard let peer = last, trustedProxies.contains(peer) else { return (0, last) }
    var proxies = 1
    for source in sources.reversed() {
      guard let address = source.flatMap(NumericAddress.init(node:)) else { break }
      last = address
      guard trustedProxies.contains(address) else { break }
      proxies += 1
    }
    return (proxies, last)
  }

  private var sources: [String?] {
    let list = fields.list("X-Forwarded-For")
    return list.isEmpty ? ForwardedElement.all(in: fields).map(\.source) : list
  }

  /// What the farthest trusted proxy tells, in a field of its own or in `Forwarded`.
  private func told(_ name: String, or part: KeyPath<ForwardedElement, String?>) -> String? {
    let list: [String?] =
      fields[name] == nil ? ForwardedElement.all(in: fields).map { $0[keyPath: part] } : fields.list(name)
    guard !list.isEmpty else { return nil }
    let proxies = chain.proxies
    return proxies == 0 ? nil : list[max(list.count - proxies, 0)]
  }
}

extension NumericAddress {
  /// Of the client of a socket.
  package init(_ address: SocketAddress) {
    switch address.host {
    case .v4(let number): self.init(high: 0, low: 0xffff_0000_0000 | UInt64(number))
    case .v6(let high, let low, _): self.init(high: high, low: low)
    }
  }
}
