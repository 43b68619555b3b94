/// Whose word about their clients is believed: addresses, and networks of them.
package struct TrustedProxies: Equatable, Sendable, ExpressibleByArrayLiteral {
  /// What is configured.
  package let networks: [AddressNetwork]

  package init(_ networks: [AddressNetwork]) { self.networks = networks }
  package init(arrayLiteral networks: AddressNetwork...) { self.init(networks) }

  /// Proxies on this machine.
  package static let loopback = TrustedProxies([AddressNetwork(.loopbackIPv4), AddressNetwork(.loopbackIPv6)])

  package func contains(_ address: NumericAddress) -> Bool { networks.contains { $0.contains(address) } }
}
