import HTTP
import Testing

@testable import ChatServer
@testable import ServerTestSupport

@Suite struct UpgradeTests {
  static let key = "dGhlIHNhbXBsZSBub25jZQ=="

  private func fields(_ changes: [String: String?] = [:]) -> [(String, String)] {
    var fields = [
      "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": Self.key,
    ]
    for (name, value) in changes { fields[name] = value }
    return fields.map { ($0.key, $0.value) }
  }

  /// Threat 3.
  @Test(
    arguments: [
      (["Sec-WebSocket-Version": "7"], 426), (["Sec-WebSocket-Version": "777"], 426),
      (["Sec-WebSocket-Version": nil], 426), (["Upgrade": "h2c"], 426), (["Upgrade": nil], 426),
      (["Connection": "keep-alive"], 426), (["Sec-WebSocket-Key": nil], 400),
      (["Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25j"], 400), (["Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZTE="], 400),
      (["Sec-WebSocket-Key": "not base64, not at all!!"], 400), (["Content-Length": "5"], 400),
      (["Transfer-Encoding": "chunked"], 400),
    ] as [([String: String?], Int)])
  func `a bad upgrade is never answered with 101, and the connection ends`(
    _ changes: [String: String?], _ status: Int
  ) throws {
    let server = try TestServer()
    let client = try server.connect()
    let body = changes["Content-Length"] != nil ? "hello" : changes["Transfer-Encoding"] != nil ? "0\r\n\r\n" : ""
    client.send(try server.request("GET", "/ws", fields: fields(changes)) + body)
    client.send(try server.request("GET", "/live"))
    #expect(server.turn { client.isClosed })
    #expect(client.responses.map(\.status) == [status])
    #expect(client.responses.first?.fields["Connection"] == "close")
    #expect(client.responses.first?.fields["Content-Security-Policy"] != nil)
  }

  @Test func `a second key, another method, an older HTTP are no upgrades`() throws {
    let server = try TestServer()
    let texts = [
      try server.request("GET", "/ws", fields: fields() + [("Sec-WebSocket-Key", Self.key)]),
      try server.request("POST", "/ws", fields: fields()),
      try server.request("GET", "/ws", fields: fields()).replacing("HTTP/1.1", with: "HTTP/1.0"),
    ]
    for (text, status) in zip(texts, [400, 405, 426]) {
      let client = try server.connect()
      client.send(text)
      #expect(server.turn { !client.responses.isEmpty })
      #expect(client.responses.map(\.status) == [status])
    }
  }

  /// Threat 1.
  @Test(arguments: ["/ws", "/session"])
  func `of all origins only the listed one is let in`(_ path: String) throws {
    let server = try TestServer { $0.origins = ["https://chat.example"] }
    let foreign = [
      "null", "https://other.example", "https://chat.example:8443", "http://chat.example", "https://evil-chat.example",
      "https://chat.example.evil.test", "https://CHAT.example", "https://chat.example.", "https://xn--cht-qla.example",
      "http://\(server.instance.publicAddress)",
    ]
    let refused =
      foreign.map { [("Origin", $0)] } + [
        [("Origin", "https://chat.example"), ("Origin", "https://chat.example")],
        [("Cookie", "tchatter_session=x")],
      ]
    for fields in refused { #expect(try status(server, path, fields) == 403, "\(fields)") }
    let expected = path == "/ws" ? 101 : 201
    #expect(try status(server, path, [("Origin", "https://chat.example")]) == expected)
  }

  @Test func `without a list, the page that this host serves is let in`() throws {
    let server = try TestServer()
    let own = "http://\(server.instance.publicAddress)"
    #expect(try status(server, "/ws", [("Origin", own)]) == 101)
    #expect(try status(server, "/ws", [("Origin", "https://\(server.instance.publicAddress)")]) == 403)
    #expect(try status(server, "/ws", [("Origin", "http://localhost:1")]) == 403)
    #expect(try status(server, "/ws", []) == 101, "a program")
  }

  private func status(_ server: TestServer, _ path: String, _ more: [(String, String)]) throws -> Int {
    let isSocket = path == "/ws"
    let client = try server.connect()
    defer { client.close() }
    client.send(
      try server.request(
        isSocket ? "GET" : "POST", path, fields: more + (isSocket ? fields() : []),
        body: isSocket ? "" : #"{"name":"someone"}"#))
    server.turn { !client.responses.isEmpty }
    return client.responses.first?.status ?? 0
  }

  @Test func `the subprotocol is named when it is offered, and what comes behind the request is not lost`() throws {
    let server = try TestServer()
    let client = try server.connect()
    // A ping, masked with zeros, in the same segment as the handshake.
    client.send(
      try server.request("GET", "/ws", fields: fields(["Sec-WebSocket-Protocol": "chat, tchatter.v1"])))
    client.sendBytes([0x89, 0x82, 0, 0, 0, 0, 0x68, 0x69])
    #expect(server.turn { client.bytes.suffix(4) == [0x8a, 0x02, 0x68, 0x69] })
    #expect(client.responses.first?.fields["Sec-WebSocket-Protocol"] == "tchatter.v1")
    #expect(client.responses.first?.fields["Sec-WebSocket-Accept"] == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
    #expect(client.responses.first?.fields["Sec-WebSocket-Extensions"] == nil)
  }
}
