import Base
import EventLoop

/// Where a receiver is, as `http://host:port/path`.
struct WebhookAddress: Equatable {
  /// Why a text is no such address: one sentence for whoever typed it.
  struct Mistake: Error, Equatable {
    let reason: String
    /// Whether it may be another one later: a name is not found while nobody can be asked.
    var isPassing = false
  }

  /// A name or an address in numbers, without brackets.
  let host: String
  let port: UInt16
  /// Path and query.
  let target: String

  init(_ url: String) throws(Mistake) {
    let lowercased = url.lowercased()
    guard !lowercased.hasPrefix("https://") else {
      throw Mistake(
        reason: "this program speaks no TLS: post to a forwarder on this machine that does, as HAProxy (bots.md)")
    }
    guard lowercased.hasPrefix("http://") else { throw Mistake(reason: "an address begins with http://") }
    let rest = url.dropFirst("http://".count)
    let authority = rest.prefix { $0 != "/" && $0 != "?" }
    let target = rest[authority.endIndex...]
    guard !authority.contains("@") else {
      throw Mistake(reason: "a name or a password has no place in it: the signature says who sends")
    }
    guard !target.contains("#"), target.utf8.allSatisfy(ASCII.isVisible), let (host, port) = Self.split(authority)
    else {
      throw Mistake(reason: "an address looks like http://example.org:8080/path")
    }
    self.host = host
    self.port = port
    self.target = target.hasPrefix("/") ? String(target) : "/" + target
  }

  private static func split(_ authority: Substring) -> (host: String, port: UInt16)? {
    let isBracketed = authority.first == "["
    let host = isBracketed ? authority.dropFirst().prefix { $0 != "]" } : authority.prefix { $0 != ":" }
    guard !isBracketed || authority[host.endIndex...].first == "]" else { return nil }
    let rest = authority[host.endIndex...].dropFirst(isBracketed ? 1 : 0)
    let isHost: (UInt8) -> Bool = {
      ASCII.isAlphanumeric($0) || "-._".utf8.contains($0) || (isBracketed && $0 == UInt8(ascii: ":"))
    }
    guard !host.isEmpty, host.utf8.allSatisfy(isHost) else { return nil }
    if rest.isEmpty { return (String(host), 80) }
    guard rest.first == ":", rest.dropFirst().utf8.allSatisfy(ASCII.isDigit), let port = UInt16(rest.dropFirst()),
      port > 0
    else { return nil }
    return (String(host), port)
  }

  /// As it stands in a `Host` field.
  var authority: String { "\(host.contains(":") ? "[\(host)]" : host)\(port == 80 ? "" : ":\(port)")" }

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
