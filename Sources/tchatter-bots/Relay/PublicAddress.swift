import EventLoop

extension SocketAddress.Host {
  /// Whether it is somewhere in the public Internet, by IANA's registries of special-purpose addresses (RFC 6890): not this
  /// machine, its network, or nowhere. Where people choose the address, others are how they would reach what is not theirs.
  var isPublic: Bool {
    switch self {
    case .v4(let address): !Self.special.contains { $0.contains(address) }
    case .v6(let high, let low, _): Self.isPublic(high, low)
    }
  }

  private struct Network {
    let first: UInt32
    let length: UInt32

    init(_ a: UInt32, _ b: UInt32, _ c: UInt32, length: UInt32) {
      first = a << 24 | b << 16 | c << 8
      self.length = length
    }

    func contains(_ address: UInt32) -> Bool { (address ^ first) >> (32 - length) == 0 }
  }

  private static let special = [
    Network(0, 0, 0, length: 8),  // this network
    Network(10, 0, 0, length: 8),  // private
    Network(100, 64, 0, length: 10),  // between a provider and its customers
    Network(127, 0, 0, length: 8),  // loopback
    Network(169, 254, 0, length: 16),  // link-local, clouds' metadata
    Network(172, 16, 0, length: 12),  // private
    Network(192, 0, 0, length: 24),  // protocols
    Network(192, 0, 2, length: 24),  // documentation
    Network(192, 88, 99, length: 24),  // 6to4 relays
    Network(192, 168, 0, length: 16),  // private
    Network(198, 18, 0, length: 15),  // benchmarks
    Network(198, 51, 100, length: 24),  // documentation
    Network(203, 0, 113, length: 24),  // documentation
    Network(224, 0, 0, length: 4),  // multicast
    Network(240, 0, 0, length: 4),  // reserved, broadcast
  ]

  /// What carries an IPv4 address is as public as that one; else it is what is given out (2000::/3), but for what stands for
  /// something else.
  private static func isPublic(_ high: UInt64, _ low: UInt64) -> Bool {
    let four = SocketAddress.Host.v4(UInt32(truncatingIfNeeded: low))
    if high == 0, low >> 32 == 0xFFFF { return four.isPublic }  // IPv4-mapped
    if high == 0x0064_FF9B_0000_0000, low >> 32 == 0 { return four.isPublic }  // NAT64
    guard high >> 61 == 0b001 else { return false }
    let isProtocol = high >> 41 == 0x2001_0000 >> 9  // 2001::/23, Teredo among others
    let isDocumentation = high >> 32 == 0x2001_0DB8 || high >> 44 == 0x3FFF0
    let isSixToFour = high >> 48 == 0x2002
    return !isProtocol && !isDocumentation && !isSixToFour
  }
}
