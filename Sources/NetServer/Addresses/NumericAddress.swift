import Glibc

/// An IP address without a port, in one form whichever way it was written: `::ffff:10.0.0.1` equals `10.0.0.1`, and
/// `0:0::1` equals `::1`.
package struct NumericAddress: Hashable, Sendable {
  /// As in an IPv6 header; IPv4 addresses are mapped.
  private let high: UInt64
  private let low: UInt64

  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// `nil` for anything but an IPv4 address in four decimal parts or an IPv6 address.
  package init?(_ text: String) {
    if let four = Self.parse(text, family: AF_INET, count: 4) {
      (high, low) = (0, 0xffff_0000_0000 | Self.number(four[...]))
    } else if let sixteen = Self.parse(text, family: AF_INET6, count: 16) {
      (high, low) = (Self.number(sixteen[..<8]), Self.number(sixteen[8...]))
    } else {
      return nil
    }
  }

  /// This machine's own, of either kind.
  package static let loopbackIPv4 = NumericAddress(high: 0, low: 0xffff_7f00_0001)
  package static let loopbackIPv6 = NumericAddress(high: 0, low: 1)

  /// Reads what proxies write of who asked them: an address, maybe with a port, which needs brackets around an IPv6 one
  /// (RFC 7239, section 6). `nil` for `unknown` and for what only the proxy can read.
  package init?(node text: String) {
    if text.utf8.first == UInt8(ascii: "[") {
      guard let end = text.firstIndex(of: "]") else { return nil }
      self.init(String(text[..<end].dropFirst()))
    } else if let colon = text.firstIndex(of: ":"), text.lastIndex(of: ":") == colon {
      self.init(String(text[..<colon]))
    } else {
      self.init(text)
    }
  }

  /// Whether it is this machine itself: 127.0.0.0/8 or ::1.
  package var isLoopback: Bool { high == 0 && (low == 1 || low >> 24 == 0xffff_7f) }

  /// The IPv6 network of 64 bits that it lies in; an IPv4 address as it is.
  package var network: NumericAddress { high == 0 ? self : NumericAddress(high: high, low: 0) }

  /// Whether it is one of IPv4, maybe mapped into IPv6.
  package var isIPv4: Bool { high == 0 && low >> 32 == 0xffff }

  /// Its first bits, and zeros.
  /// - Parameter count: 0–128; of IPv4 addresses, the first 96 are those of the mapping.
  package func prefix(_ count: Int) -> NumericAddress {
    // A shift by 64 or more leaves nothing.
    NumericAddress(high: high & UInt64.max << max(64 - count, 0), low: low & UInt64.max << min(128 - count, 64))
  }

  /// The common way to write it.
  package var text: String {
    var bytes = [high, low].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) } }
    if isIPv4 { bytes.removeFirst(12) }
    var text = [CChar](repeating: 0, count: 64)
    inet_ntop(isIPv4 ? AF_INET : AF_INET6, bytes, &text, 64)
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static func parse(_ text: String, family: Int32, count: Int) -> [UInt8]? {
    guard text.utf8.count < 64, !text.utf8.contains(0) else { return nil }
    var bytes = [UInt8](repeating: 0, count: count)
    return inet_pton(family, text, &bytes) == 1 ? bytes : nil
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }
}
