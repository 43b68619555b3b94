/// An address to listen on, as a setting: `127.0.0.1:8080`, `[::1]:8080`, or `:8080` for every IPv4 address. Names are
/// not looked up.
package struct Endpoint: Equatable, Sendable {
  /// An IPv4 or IPv6 address, without brackets.
  package var host: String
  /// 0 means: any free one.
  package var port: UInt16

  package init(host: String, port: UInt16) {
    self.host = host
    self.port = port
  }

  /// Reads what `text` wrote; `nil` for anything else.
  package init?(_ text: String) {
    guard let colon = text.lastIndex(of: ":") else { return nil }
    let digits = text[text.index(after: colon)...]
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = UInt16(digits)
    else { return nil }
    guard let host = Self.host(text[..<colon]) else { return nil }
    self.init(host: host, port: port)
  }

  /// The form that `init?(_:)` reads, and that stands in a URL.
  package var text: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

  /// Whether only this machine can reach it.
  package var isLoopback: Bool { host == "::1" || host.hasPrefix("127.") }

  private static func host(_ text: Substring) -> String? {
    if text.isEmpty { return "0.0.0.0" }
    if text.hasPrefix("["), text.hasSuffix("]") {
      let inner = String(text.dropFirst().dropLast())
      return inner.contains(":") && NumericAddress(inner) != nil ? inner : nil
    }
    return !text.contains(":") && NumericAddress(String(text)) != nil ? String(text) : nil
  }
}
