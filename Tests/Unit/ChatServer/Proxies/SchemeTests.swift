import HTTP
import Testing

@testable import ChatServer
@testable import ServerTestSupport

/// What proxies say of the scheme that a client speaks with the first of them. The tests' own client, 127.0.0.1, is
/// trusted.
@Suite struct SchemeTests {
  private static let secure: [[(String, String)]] = [
    [("X-Forwarded-Proto", "https")], [("X-Forwarded-Proto", "wss")],
    [("X-Forwarded-Proto", "HTTPS")], [("x-forwarded-proto", "Wss")],
    // One proxy is in front: what stands before the last word came from its client.
    [("X-Forwarded-Proto", "http, https")], [("X-Forwarded-Proto", "http"), ("X-Forwarded-Proto", "https")],
    [("X-Forwarded-Proto", "https,")],
    // Two are, as the list of addresses tells.
    [("X-Forwarded-Proto", "https, http"), ("X-Forwarded-For", "9.9.9.9, 127.0.0.1")],
    [("X-Forwarded-Proto", "http, wss, http"), ("X-Forwarded-For", "1.1.1.1, 9.9.9.9, 127.0.0.1")],
    // The nearer has passed on what the farther said.
    [("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "9.9.9.9, 127.0.0.1")],
    [("Forwarded", "proto=https")], [("Forwarded", "for=9.9.9.9;host=a.example;Proto=\"WSS\"")],
    [("Forwarded", "proto=http, for=9.9.9.9; proto=https")],
    [("Forwarded", "for=9.9.9.9;proto=https, for=127.0.0.1;proto=http")],
    [("Forwarded", "for=9.9.9.9;proto=https"), ("Forwarded", "for=\"[::1]:80\";proto=http")],
    [("Forwarded", "for=_a;by=\"x\\\"y, z;\";proto=https")],
    // A client's line is not the proxy's.
    [("Forwarded", "for=\"9.9.9.9"), ("Forwarded", "for=9.9.9.9;proto=https")],
  ]

  private static let plain: [[(String, String)]] = [
    [], [("X-Forwarded-Proto", "http")], [("X-Forwarded-Proto", "ws")], [("X-Forwarded-Proto", "WS")],
    [("X-Forwarded-Proto", "")], [("X-Forwarded-Proto", "on")], [("X-Forwarded-Proto", "https2")],
    [("X-Forwarded-Proto", "https, http")], [("X-Forwarded-Proto", "https"), ("X-Forwarded-Proto", "http")],
    [("X-Forwarded-Proto", "https, http"), ("X-Forwarded-For", "9.9.9.9, 10.0.0.1")],
    [("X-Forwarded-Proto", "https, http, http"), ("X-Forwarded-For", "9.9.9.9, 127.0.0.1")],
    [("Forwarded", "proto=http")], [("Forwarded", "proto=https, proto=http")], [("Forwarded", "for=9.9.9.9")],
    [("Forwarded", "for=9.9.9.9;proto=https, for=10.0.0.1;proto=http")],
    [("Forwarded", "proto=\"https")], [("Forwarded", "proto=https;=")], [("Forwarded", "proto=http;proto=https")],
    [("X-Forwarded-Proto", "http"), ("Forwarded", "proto=https")],
  ]

  @Test func `a scheme is secure or not, in whatever way proxies say it`() throws {
    let server = try TestServer()
    for (fields, isSecure) in Self.secure.map({ ($0, true) }) + Self.plain.map({ ($0, false) }) {
      #expect(try signsInSecurely(server, fields) == isSecure, "\(fields)")
    }
  }

  @Test func `who is not trusted says nothing of the scheme`() throws {
    let server = try TestServer { $0.trustedProxies = [] }
    for fields in Self.secure { #expect(try !signsInSecurely(server, fields), "\(fields)") }
  }

  /// The cookie tells what the server thinks.
  private func signsInSecurely(_ server: TestServer, _ fields: [(String, String)]) throws -> Bool {
    let made = try server.ask("POST", "/session", fields: fields, body: #"{"name":"visitor"}"#)
    #expect(made.status == 201, "\(fields)")
    let cookie = made.fields["Set-Cookie"] ?? ""
    let token = cookie.drop { $0 != "=" }.dropFirst().prefix { $0 != ";" }
    _ = try server.ask("DELETE", "/session", fields: [("Authorization", "Bearer \(token)")])
    return cookie.hasPrefix("__Host-") && cookie.hasSuffix("; Secure")
  }
}
