import Glibc

/// An IP address without a port, in one form whichever way it was written: `::ffff:10.0.0.1` equals `10.0.0.1`, and
/// `0:0::1` equals `::1`.
package struct NumericAddress: Hashable, Sendable {
  /// As in an IPv6 header; IPv4 addresses are mapped.
  private let high: UInt64
  private let low: UInt64

  init(high: UInt64, low: UInt64) {
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

  /// Whether it is this machine itself: 127.0.0.0/8 or ::1.
  package var isLoopback: Bool { high == 0 && (low == 1 || low >> 24 == 0xffff_7f) }

  /// The IPv6 network of 64 bits that it lies in; an IPv4 address as it is.
  var network: NumericAddress { high == 0 ? self : NumericAddress(high: high, low: 0) }

  /// The common way to write it.
  package var text: String {
    var bytes = [high, low].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) } }
    let isMapped = high == 0 && low >> 32 == 0xffff
    if isMapped { bytes.removeFirst(12) }
    var text = [CChar](repeating: 0, count: 64)
    inet_ntop(isMapped ? AF_INET : AF_INET6, bytes, &text, 64)
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
