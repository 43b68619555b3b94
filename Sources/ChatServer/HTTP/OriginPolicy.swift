import Base

/// Which pages may use the chat in a visitor's name (threat 1: cross-server WebSocket hijacking).
///
/// A browser names the page's origin in each WebSocket upgrade and each POST, and a page can't forge it. The comparison
/// is of whole texts, byte by byte: browsers send origins in one canonical form, and whatever differs is another.
package struct OriginPolicy: Sendable {
  /// Empty: only the origin under which the request itself was sent.
  private let origins: [String]

  package init(_ origins: [String]) { self.origins = origins }

  /// - Parameters:
  ///   - sent: the request's `Origin` fields, all of them.
  ///   - hosts: under which the request may have been sent: what a proxy says of it, and its own `Host`.
  ///   - isSecure: whether the client speaks TLS (to the balancer).
  ///   - carriesCookie: a program sends no origin, and is let in as long as it doesn't show a browser's cookie; a
  ///     browser could only be led here *with* one.
  package func admits(
    _ sent: [String], hosts: @autoclosure () -> [String], isSecure: @autoclosure () -> Bool,
    carriesCookie: @autoclosure () -> Bool
  ) -> Bool {
    guard let origin = sent.first else { return !carriesCookie() }
    guard sent.count == 1 else { return false }
    let page = Self.page(origin)
    return expected(hosts: hosts(), isSecure: isSecure()).contains(page)
  }

  /// Those that are let in.
  package func expected(hosts: @autoclosure () -> [String], isSecure: @autoclosure () -> Bool) -> [String] {
    guard origins.isEmpty else { return origins }
    let isSecure = isSecure()
    return hosts().map { (isSecure ? "https://" : "http://") + Self.withoutDefaultPort($0, isSecure: isSecure) }
  }

  /// Whether everybody who may connect has come over TLS, whatever the last proxy makes of it.
  package var isAlwaysSecure: Bool { !origins.isEmpty && origins.allSatisfy { $0.hasPrefix("https://") } }

  /// Programs name the address of their WebSocket (ws4py); no browser does. It is taken for that of a page there.
  private static func page(_ origin: String) -> String {
    for (scheme, page, isSecure) in [("ws://", "http://", false), ("wss://", "https://", true)]
    where origin.hasPrefix(scheme) {
      return page + withoutDefaultPort(String(origin.dropFirst(scheme.count)), isSecure: isSecure)
    }
    return origin
  }

  /// Whether `text` is an origin as browsers send it: lower case, no path, no default port (RFC 6454, section 6.2).
  package static func isOrigin(_ text: String) -> Bool {
    for (scheme, port) in [("http://", ":80"), ("https://", ":443")] where text.hasPrefix(scheme) {
      let rest = text.dropFirst(scheme.count)
      return !rest.isEmpty && rest.utf8.count <= 300 && !rest.hasSuffix(port) && rest.utf8.allSatisfy(admits)
    }
    return false
  }

  private static func withoutDefaultPort(_ host: String, isSecure: Bool) -> String {
    let port = isSecure ? ":443" : ":80"
    return host.hasSuffix(port) ? String(host.dropLast(port.count)) : host
  }

  private static func admits(_ byte: UInt8) -> Bool {
    ASCII.isLowercase(byte) || ASCII.isDigit(byte) || ".-:[]".utf8.contains(byte)
  }
}
