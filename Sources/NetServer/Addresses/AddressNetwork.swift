import Base

/// A network of IP addresses, as a setting: `10.0.0.0/8`, `2001:db8::/32`, or a single address.
package struct AddressNetwork: Hashable, Sendable {
  private let first: NumericAddress
  /// How many of the 128 bits of an IPv6 address, or of a mapped IPv4 one, are the network's.
  private let bits: Int

  /// A single address.
  package init(_ address: NumericAddress) { self.init(first: address, bits: 128) }

  private init(first: NumericAddress, bits: Int) {
    self.first = first
    self.bits = bits
  }

  /// Reads what `text` wrote; `nil` for anything else, and for a network with bits behind its prefix, which is rather an
  /// address that was meant, or a prefix that was mistyped.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, let address = NumericAddress(String(parts[0])) else { return nil }
    guard parts.count == 2 else {
      self.init(address)
      return
    }
    let most = parts[0].contains(":") ? 128 : 32
    guard let length = Self.length(parts[1]), length <= most else { return nil }
    let bits = 128 - most + length
    guard address.prefix(bits) == address else { return nil }
    self.init(first: address, bits: bits)
  }

  /// IPv4 addresses are in no network of IPv6 ones, however wide it is.
  package func contains(_ address: NumericAddress) -> Bool {
    address.prefix(bits) == first && (bits >= 96 || !address.isIPv4)
  }

  /// The form that `init?(_:)` reads.
  package var text: String {
    if bits == 128 { return first.text }
    return "\(first.text)/\(first.isIPv4 ? bits - 96 : bits)"
  }

  private static func length(_ digits: Substring) -> Int? {
    guard (1...3).contains(digits.utf8.count), digits.utf8.allSatisfy(ASCII.isDigit) else { return nil }
    return digits == "0" || digits.first != "0" ? Int(digits) : nil
  }
}
