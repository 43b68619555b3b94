import Base
import EventLoop
import HTTP

/// Where a chat server is, as `ws://host:port/path`.
package struct ChatAddress: Equatable, Sendable, CustomStringConvertible {
  /// Why a text is no such address: one sentence for whoever typed it.
  package struct Mistake: Error, Equatable, Sendable, CustomStringConvertible {
    package let description: String
  }

  /// A name or an address in numbers, without brackets.
  package let host: String
  package let port: UInt16
  /// Begins with a slash.
  package let path: String

  /// - Parameter url: port 80 and path `/ws` unless it says otherwise.
  package init(_ url: String) throws(Mistake) {
    guard !url.hasPrefix("wss://") else {
      throw Mistake(description: "\(url): this client does not speak TLS; connect to the balancer's plain port")
    }
    guard url.hasPrefix("ws://") else { throw Mistake(description: "\(url): an address begins with ws://") }
    let rest = url.dropFirst(5)
    let authority = rest.prefix { $0 != "/" }
    let path = rest[authority.endIndex...]
    guard let (host, port) = Self.split(authority), path.utf8.allSatisfy(ASCII.isVisible) else {
      throw Mistake(description: "\(url): an address looks like ws://127.0.0.1:8080/ws")
    }
    self.host = host
    self.port = port
    self.path = path.isEmpty ? "/ws" : String(path)
  }

  private static func split(_ authority: Substring) -> (host: String, port: UInt16)? {
    let isBracketed = authority.first == "["
    let host = isBracketed ? authority.dropFirst().prefix { $0 != "]" } : authority.prefix { $0 != ":" }
    let rest = authority[host.endIndex...].dropFirst(isBracketed ? 1 : 0)
    guard !host.isEmpty, host.utf8.allSatisfy(ASCII.isVisible), !host.contains("@") else { return nil }
    if rest.isEmpty { return (String(host), 80) }
    guard rest.first == ":", let port = UInt16(rest.dropFirst()), port > 0 else { return nil }
    return (String(host), port)
  }

  /// As it stands in a `Host` field.
  package var authority: String { "\(host.contains(":") ? "[\(host)]" : host)\(port == 80 ? "" : ":\(port)")" }

  /// What stands beside the WebSocket's path: `/poll` beside `/ws`.
  package func sibling(_ name: String) -> String {
    let local = path.prefix { $0 != "?" }
    let folder = local.lastIndex(of: "/").map { local[...$0] } ?? "/"
    return folder + name
  }

  /// Looks a name up, which blocks; numbers are taken as they are.
  func resolve() throws(SystemError) -> SocketAddress { try SocketAddress.resolve(host: host, port: port) }

  /// A request to what stands beside the WebSocket's path, made by whoever has this session.
  func request(_ method: String, _ name: String, body: [UInt8] = [], session: String? = nil) -> Request {
    var request = Request(method: method, target: sibling(name), body: body)
    try? request.fields.add("Host", authority)
    // What can't stand in a field is a token that the server does not know either.
    if let session { try? request.fields.add("Authorization", "Bearer \(session)") }
    return request
  }

  package var description: String { "ws://\(authority)\(path)" }
}
