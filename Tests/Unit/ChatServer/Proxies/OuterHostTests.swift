import HTTP
import JSON
import Testing

@testable import ChatServer
@testable import ServerTestSupport

/// Pages that come through proxies which change the host or the scheme.
@Suite struct OuterHostTests {
  private typealias Fields = [(String, String)]

  private static let letIn: [Fields] = [
    [("Host", "inner:8101"), ("X-Forwarded-Host", "chat.example"), ("X-Forwarded-Proto", "wss")],
    [("Host", "inner:8101"), ("X-Forwarded-Host", "chat.example:443"), ("X-Forwarded-Proto", "https")],
    [("Host", "inner:8101"), ("X-Forwarded-Host", "evil.example, chat.example"), ("X-Forwarded-Proto", "https")],
    [
      ("Host", "inner:8101"), ("X-Forwarded-Host", "chat.example, middle"), ("X-Forwarded-Proto", "https, http"),
      ("X-Forwarded-For", "9.9.9.9, 127.0.0.1"),
    ],
    [("Host", "inner:8101"), ("Forwarded", "for=9.9.9.9;host=\"chat.example\";proto=https")],
    // Many pass the host on, and say it without its port in the field.
    [("Host", "chat.example"), ("X-Forwarded-Host", "inner"), ("X-Forwarded-Proto", "https")],
  ]

  private static let refused: [Fields] = [
    [("Host", "inner:8101"), ("X-Forwarded-Proto", "https")],
    [("Host", "inner:8101"), ("X-Forwarded-Host", "chat.example"), ("X-Forwarded-Proto", "http")],
    [("Host", "inner:8101"), ("X-Forwarded-Host", "chat.example, inner"), ("X-Forwarded-Proto", "https")],
    [("Host", "inner:8101"), ("X-Forwarded-Host", "chat.example:8443"), ("X-Forwarded-Proto", "https")],
  ]

  @Test func `a page is judged by the host under which a trusted proxy was asked`() throws {
    let server = try TestServer()
    for fields in Self.letIn { #expect(try status(server, "https://chat.example", fields) == 101, "\(fields)") }
    for fields in Self.refused { #expect(try status(server, "https://chat.example", fields) == 403, "\(fields)") }
  }

  @Test func `who is not trusted says nothing of the host`() throws {
    let server = try TestServer { $0.trustedProxies = [] }
    let fields = [("Host", "inner"), ("X-Forwarded-Host", "chat.example"), ("Forwarded", "host=chat.example")]
    #expect(try status(server, "http://chat.example", fields) == 403)
  }

  /// As ws4py does.
  @Test func `a program that names its WebSocket's address is let in like a page of that host`() throws {
    let server = try TestServer()
    let listed = try TestServer { $0.origins = ["https://chat.example"] }
    let secure = [("Host", "chat.example"), ("X-Forwarded-Proto", "wss")]
    #expect(try status(server, "ws://chat.example", [("Host", "chat.example")]) == 101)
    #expect(try status(server, "ws://chat.example:80", [("Host", "chat.example:80")]) == 101)
    #expect(try status(server, "wss://chat.example", secure) == 101)
    #expect(try status(server, "wss://chat.example:443", secure) == 101)
    #expect(try status(listed, "wss://chat.example", [("Host", "inner")]) == 101)
    for origin in ["ws://other.example", "wss://chat.example", "ws://", "ws://chat.example:81", "wsx://chat.example"] {
      #expect(try status(server, origin, [("Host", "chat.example")]) == 403, "\(origin)")
    }
  }

  @Test func `a refused page is told of once in the log, with what was expected, and told why`() throws {
    let server = try TestServer()
    let fields = [("Host", "inner:8101"), ("X-Forwarded-Proto", "https"), ("Origin", "https://chat.example")]
    for _ in 0..<3 {
      let answer = try server.ask("POST", "/session", fields: fields, body: #"{"name":"ann"}"#)
      #expect(answer.status == 403)
      let message = try JSONParser.parseObject(answer.body)["message"]?.string ?? ""
      for word in ["https://chat.example", "https://inner:8101", "TCHATTER_ORIGINS"] {
        #expect(message.contains(word), "\(message)")
      }
    }
    let lines = told(server)
    #expect(lines.count == 1)
    for part in [
      #""origin":"https://chat.example""#, #""expected":"https://inner:8101""#, #""proxy":"127.0.0.1""#,
      #""trusted":true"#,
    ] { #expect(lines.first?.contains(part) == true, "\(lines)") }
  }

  @Test func `the log stays short however many origins somebody invents`() throws {
    let server = try TestServer { $0.trustedProxies = [] }
    for number in 0..<40 {
      let fields = [("Origin", "https://\(number).example")]
      #expect(try server.ask("POST", "/session", fields: fields, body: #"{"name":"ann"}"#).status == 403)
    }
    #expect((1...16).contains(told(server).count) && told(server).allSatisfy { $0.contains(#""trusted":false"#) })
  }

  @Test func `a cookie without a page is told what programs do`() throws {
    let answer = try TestServer().ask("DELETE", "/session", fields: [("Cookie", "tchatter_session=x")])
    #expect(answer.status == 403)
    #expect(String(decoding: answer.body, as: UTF8.self).contains("Authorization: Bearer"))
  }

  /// Which scheme the connection seems to have says nothing then.
  @Test func `where all pages that may connect are behind TLS, the cookie is secure`() throws {
    let server = try TestServer { $0.origins = ["https://chat.example", "https://other.example"] }
    let page = [("Origin", "https://chat.example")]
    let made = try server.ask("POST", "/session", fields: page, body: #"{"name":"ann"}"#)
    let cookie = made.fields["Set-Cookie"] ?? ""
    #expect(cookie.hasPrefix("__Host-tchatter_session=") && cookie.hasSuffix("; Secure"))
    let pair = String(cookie.prefix { $0 != ";" })
    // What a version before has set, without knowing better, still counts.
    for pair in [pair, String(pair.dropFirst("__Host-".count))] {
      let told = try server.ask("GET", "/session", fields: page + [("Cookie", pair)])
      #expect(told.status == 200 && told.fields["Set-Cookie"] == cookie, "\(pair)")
    }
    let ended = try server.ask("DELETE", "/session", fields: page + [("Cookie", pair)])
    #expect(ended.status == 204 && ended.fields["Set-Cookie"]?.hasPrefix("__Host-") == true)
    let mixed = try TestServer { $0.origins = ["https://chat.example", "http://chat.example"] }
    let plain = try mixed.ask("POST", "/session", fields: page, body: #"{"name":"ann"}"#)
    #expect(plain.fields["Set-Cookie"]?.hasPrefix("tchatter_session=") == true)
  }

  private func told(_ server: TestServer) -> [String] { server.lines.filter { $0.contains("origin refused") } }

  private func status(_ server: TestServer, _ origin: String, _ fields: Fields) throws -> Int {
    let upgrade = [
      ("Upgrade", "websocket"), ("Connection", "Upgrade"), ("Sec-WebSocket-Version", "13"),
      ("Sec-WebSocket-Key", UpgradeTests.key), ("Origin", origin),
    ]
    return try server.ask("GET", "/ws", fields: fields + upgrade).status
  }
}
