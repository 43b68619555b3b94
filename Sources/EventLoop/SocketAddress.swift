import Base
import CLinux
import Glibc

/// Where a socket is or goes: an IPv4 or IPv6 address and a port.
package struct SocketAddress: Hashable, Sendable, CustomStringConvertible {
  package enum Host: Hashable, Sendable {
    /// Its four bytes, the first in the highest place.
    case v4(UInt32)
    /// Its sixteen bytes, the first in the highest place, and the scope of a link-local address.
    case v6(high: UInt64, low: UInt64, scope: UInt32)
  }

  package var host: Host
  package var port: UInt16

  package init(host: Host, port: UInt16) {
    self.host = host
    self.port = port
  }

  /// This machine, by IPv4.
  package static func loopback(port: UInt16) -> SocketAddress { SocketAddress(host: .v4(0x7f00_0001), port: port) }

  /// Reads an address in numbers: `127.0.0.1`, `::1`, `[::1]`; `localhost` is 127.0.0.1, `*` and nothing are 0.0.0.0.
  package init?(ip text: String, port: UInt16) {
    guard let host = Host(text) else { return nil }
    self.init(host: host, port: port)
  }

  /// Reads `host:port`, an IPv6 host in brackets, the host as in `init(ip:port:)`.
  package init?(_ text: String) {
    guard let colon = text.lastIndex(of: ":") else { return nil }
    guard let port = Self.port(text[text.index(after: colon)...]) else { return nil }
    let host = String(text[..<colon])
    if host.contains(":"), !(host.hasPrefix("[") && host.hasSuffix("]")) { return nil }
    self.init(ip: host, port: port)
  }

  private static func port(_ text: Substring) -> UInt16? {
    guard !text.isEmpty, text.utf8.allSatisfy(ASCII.isDigit) else { return nil }
    return UInt16(text)
  }

  /// The host in numbers, without brackets.
  package var ip: String { host.description }

  package var description: String {
    if case .v6 = host { return "[\(ip)]:\(port)" }
    return "\(ip):\(port)"
  }

  /// Looks the host up, a name too. This blocks: for the start of a program and rare reconnects only.
  package static func resolve(host: String, port: UInt16) throws(SystemError) -> SocketAddress {
    let addresses = try resolveAll(host: host, port: port)
    guard let first = addresses.first else { throw SystemError(number: EHOSTUNREACH, call: "getaddrinfo \(host)") }
    return first
  }

  /// Every address of the host, at least one, in the system's order, which need not be that of those that work: a name has
  /// an address of IPv6 where nobody listens, or where no route leads. This blocks, too.
  package static func resolveAll(host: String, port: UInt16) throws(SystemError) -> [SocketAddress] {
    if let address = SocketAddress(ip: host, port: port) { return [address] }
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    let status = getaddrinfo(host, nil, &hints, &list)
    guard status == 0, let found = list else { throw SystemError(number: EHOSTUNREACH, call: "getaddrinfo \(host)") }
    defer { freeaddrinfo(found) }
    let hosts = sequence(first: found) { $0.pointee.ai_next }.compactMap { entry in
      entry.pointee.ai_addr.flatMap { SocketAddress($0) }?.host
    }
    guard !hosts.isEmpty else { throw SystemError(number: EAFNOSUPPORT, call: "getaddrinfo \(host)") }
    return hosts.map { SocketAddress(host: $0, port: port) }
  }
}

extension SocketAddress.Host: CustomStringConvertible {
  /// Reads an address in numbers.
  init?(_ text: String) {
    if text.isEmpty || text == "*" { self = .v4(0); return }
    if text == "localhost" { self = .v4(0x7f00_0001); return }
    var four = in_addr()
    if inet_pton(AF_INET, text, &four) == 1 { self = .v4(UInt32(bigEndian: four.s_addr)); return }
    let bare = text.hasPrefix("[") && text.hasSuffix("]") ? String(text.dropFirst().dropLast()) : text
    var six = in6_addr()
    guard inet_pton(AF_INET6, bare, &six) == 1 else { return nil }
    self.init(six, scope: 0)
  }

  /// An IPv4 address that a socket for both kinds shows as `::ffff:a.b.c.d` is the IPv4 address.
  init(_ address: in6_addr, scope: UInt32) {
    let high = withUnsafeBytes(of: address) { UInt64(bigEndian: $0.loadUnaligned(as: UInt64.self)) }
    let low = withUnsafeBytes(of: address) { UInt64(bigEndian: $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self)) }
    let isMapped = high == 0 && low >> 32 == 0xffff
    self = isMapped ? .v4(UInt32(truncatingIfNeeded: low)) : .v6(high: high, low: low, scope: scope)
  }

  package var description: String {
    var text = [CChar](repeating: 0, count: 64)
    switch self {
    case .v4(let number):
      var address = in_addr(s_addr: number.bigEndian)
      inet_ntop(AF_INET, &address, &text, 64)
    case .v6(let high, let low, _):
      var address = (high.bigEndian, low.bigEndian)
      inet_ntop(AF_INET6, &address, &text, 64)
    }
    return text.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
  }
}

extension SocketAddress {
  var family: Int32 {
    if case .v4 = host { return AF_INET }
    return AF_INET6
  }

  /// Reads what the kernel wrote; nothing for other kinds of sockets.
  init?(_ address: UnsafePointer<sockaddr>) {
    switch Int32(address.pointee.sa_family) {
    case AF_INET:
      let four = UnsafeRawPointer(address).loadUnaligned(as: sockaddr_in.self)
      self.init(host: .v4(UInt32(bigEndian: four.sin_addr.s_addr)), port: UInt16(bigEndian: four.sin_port))
    case AF_INET6:
      let six = UnsafeRawPointer(address).loadUnaligned(as: sockaddr_in6.self)
      self.init(host: Host(six.sin6_addr, scope: six.sin6_scope_id), port: UInt16(bigEndian: six.sin6_port))
    default: return nil
    }
  }

  /// Hands `body` the address as the kernel reads it.
  func withKernelForm<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
    var storage = sockaddr_storage()
    let length = withUnsafeMutableBytes(of: &storage) { write(to: $0) }
    return withUnsafePointer(to: &storage) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
    }
  }

  private func write(to bytes: UnsafeMutableRawBufferPointer) -> socklen_t {
    switch host {
    case .v4(let number):
      var four = sockaddr_in()
      four.sin_family = sa_family_t(AF_INET)
      four.sin_port = port.bigEndian
      four.sin_addr.s_addr = number.bigEndian
      bytes.storeBytes(of: four, as: sockaddr_in.self)
      return socklen_t(MemoryLayout<sockaddr_in>.size)
    case .v6(let high, let low, let scope):
      var six = sockaddr_in6()
      six.sin6_family = sa_family_t(AF_INET6)
      six.sin6_port = port.bigEndian
      six.sin6_scope_id = scope
      withUnsafeMutableBytes(of: &six.sin6_addr) {
        $0.storeBytes(of: high.bigEndian, as: UInt64.self)
        $0.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
      }
      bytes.storeBytes(of: six, as: sockaddr_in6.self)
      return socklen_t(MemoryLayout<sockaddr_in6>.size)
    }
  }
}
