import Base
import EventLoop

/// Where a receiver is, as `https://host:port/path`, or by `http://`.
struct WebhookAddress: Equatable {
  /// Why a text is no such address: one sentence for whoever typed it.
  struct Mistake: Error, Equatable {
    let reason: String
    /// Whether it may be another one later: a name is not found while nobody can be asked.
    var isPassing = false
  }

  /// Whether it is reached by TLS.
  let isSecure: Bool
  /// A name or an address in numbers, without brackets.
  let host: String
  let port: UInt16
  /// Path and query.
  let target: String

  init(_ url: String) throws(Mistake) {
    let scheme = url.prefix { $0 != ":" }
    isSecure = scheme.lowercased() == "https"
    guard isSecure || scheme.lowercased() == "http", url[scheme.endIndex...].hasPrefix("://") else {
      throw Mistake(reason: "an address begins with https:// or http://")
    }
    let rest = url[scheme.endIndex...].dropFirst("://".count)
    let authority = rest.prefix { $0 != "/" && $0 != "?" }
    let target = rest[authority.endIndex...]
    guard !authority.contains("@") else {
      throw Mistake(reason: "a name or a password has no place in it: the signature says who sends")
    }
    guard !target.contains("#"), target.utf8.allSatisfy(ASCII.isVisible), let (host, port) = Self.split(authority)
    else {
      throw Mistake(reason: "an address looks like https://example.org:8443/path")
    }
    // What the library that speaks https would write in another way, or not connect to.
    guard !isSecure || !host.contains(":") else {
      throw Mistake(reason: "by https an address of IPv6 is reached by a name alone")
    }
    guard !isSecure || Self.isEncoded(target) else {
      throw Mistake(reason: "in an address of https other signs than letters, digits and -._~:/?@!$&'()*+,;= are %XX")
    }
    self.host = host
    self.port = port ?? Self.usualPort(isSecure)
    self.target = target.hasPrefix("/") ? String(target) : "/" + target
  }

  /// Whether path and query are as RFC 3986 has them.
  private static func isEncoded(_ target: Substring) -> Bool {
    var rest = Array(target.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%") {
        guard rest.count >= 2, rest.prefix(2).allSatisfy(isHexadecimal) else { return false }
      } else if !ASCII.isAlphanumeric(byte), !"-._~:/?@!$&'()*+,;=".utf8.contains(byte) {
        return false
      }
    }
    return true
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    ASCII.isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
  }

  private static func usualPort(_ isSecure: Bool) -> UInt16 { isSecure ? 443 : 80 }

  /// Without a port where none is said.
  private static func split(_ authority: Substring) -> (host: String, port: UInt16?)? {
    let isBracketed = authority.first == "["
    let host = isBracketed ? authority.dropFirst().prefix { $0 != "]" } : authority.prefix { $0 != ":" }
    guard !isBracketed || authority[host.endIndex...].first == "]" else { return nil }
    let rest = authority[host.endIndex...].dropFirst(isBracketed ? 1 : 0)
    let isHost: (UInt8) -> Bool = {
      ASCII.isAlphanumeric($0) || "-._".utf8.contains($0) || (isBracketed && $0 == UInt8(ascii: ":"))
    }
    guard !host.isEmpty, host.utf8.allSatisfy(isHost) else { return nil }
    if rest.isEmpty { return (String(host), nil) }
    guard rest.first == ":", rest.dropFirst().utf8.allSatisfy(ASCII.isDigit), let port = UInt16(rest.dropFirst()),
      port > 0
    else { return nil }
    return (String(host), port)
  }

  /// As it stands in a `Host` field.
  var authority: String {
    let isUsual = port == Self.usualPort(isSecure)
    return "\(host.contains(":") ? "[\(host)]" : host)\(isUsual ? "" : ":\(port)")"
  }

  /// The address to connect to, of those that the host has now. Looks a name up, which blocks.
  /// - Parameters:
  ///   - turn: counted up, so that each of several addresses gets its turn: one may have no route.
  ///   - allowsPrivate: whether it may be one that is not of the public Internet.
  func resolve(turn: Int, allowsPrivate: Bool) throws(Mistake) -> SocketAddress {
    let all: [SocketAddress]
    do { all = try SocketAddress.resolveAll(host: host, port: port) } catch {
      throw Mistake(reason: "\(host) can't be found", isPassing: true)
    }
    let allowed = all.filter { allowsPrivate || $0.host.isPublic }
    guard !allowed.isEmpty else {
      let which = all.first.map { $0.ip == host ? host : "\(host) is \($0.ip), which" } ?? host
      throw Mistake(reason: "\(which) is no address of the public Internet (--allow-private allows it)")
    }
    return allowed[turn % allowed.count]
  }
}
