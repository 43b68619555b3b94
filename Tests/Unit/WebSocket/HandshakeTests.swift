import HTTP
import Testing

@testable import WebSocket

/// RFC 6455 §4: the opening handshake, both sides.
@Suite struct HandshakeTests {
  private let key = "dGhlIHNhbXBsZSBub25jZQ=="

  @Test func `§1.3 the example gives its accept key`() {
    #expect(Handshake.acceptKey(for: key) == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
  }

  @Test func `§4.2.2 a proper request is accepted, and its protocols are offered in order`() throws {
    var request = self.request()
    try request.fields.add("Sec-WebSocket-Protocol", "tchatter.v2, tchatter.v1")
    let accepted = try Handshake.check(request)
    #expect(accepted.offeredProtocols == ["tchatter.v2", "tchatter.v1"])
    let text = String(decoding: Handshake.response(for: accepted, protocol: "tchatter.v1"), as: UTF8.self)
    #expect(
      text == "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Protocol: tchatter.v1\r\n\r\n")
    #expect(!String(decoding: Handshake.response(for: accepted, protocol: "other"), as: UTF8.self).contains("other"))
  }

  @Test(arguments: [
    ("Connection", "keep-alive, Upgrade"), ("Connection", "UPGRADE"), ("Upgrade", "WebSocket"),
    ("Upgrade", "h3, websocket"),
  ])
  func `§4.2.1 tokens are found in lists whatever their case`(name: String, value: String) throws {
    _ = try Handshake.check(request(setting: name, to: value))
  }

  @Test(
    arguments: [
      ("Upgrade", nil, 426), ("Upgrade", "h2c", 426), ("Upgrade", "websockets", 426), ("Connection", nil, 426),
      ("Connection", "close", 426), ("Sec-WebSocket-Version", nil, 426), ("Sec-WebSocket-Version", "7", 426),
      ("Sec-WebSocket-Version", "777", 426), ("Sec-WebSocket-Version", "13, 8", 426),
      ("Sec-WebSocket-Version", "013", 426),
      ("Sec-WebSocket-Key", nil, 400), ("Sec-WebSocket-Key", "", 400), ("Sec-WebSocket-Key", "not base64", 400),
      ("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAA", 400), ("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAAA=", 400),
      ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZR==", 400), ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ", 400),
      ("Sec-WebSocket-Protocol", "a, a", 400), ("Sec-WebSocket-Protocol", "a b", 400), ("Content-Length", "5", 400),
    ] as [(String, String?, Int)])
  func `§4.2.1 anything less is refused and never upgraded`(name: String, value: String?, status: Int) throws {
    let request = try request(setting: name, to: value)
    let refusal = #expect(throws: HandshakeRefusal.self) { try Handshake.check(request) }
    #expect(refusal?.status == status)
    if status == 426 { #expect(refusal?.fields["Sec-WebSocket-Version"] == "13") }
  }

  @Test func `§4.2.1 a key or version given twice is refused`() throws {
    for name in ["Sec-WebSocket-Key", "Sec-WebSocket-Version"] {
      var request = self.request()
      try request.fields.add(name, request.fields[name] ?? "")
      #expect(throws: HandshakeRefusal.self) { try Handshake.check(request) }
    }
  }

  @Test func `§4.1 only GET of HTTP 1.1 without a body opens a WebSocket`() {
    let fields = request().fields
    let post = Request(method: "POST", target: "/ws", fields: fields)
    #expect(throws: HandshakeRefusal.self) { try Handshake.check(post) }
    let old = Request(method: "GET", target: "/ws", minorVersion: 0, fields: fields)
    #expect(throws: HandshakeRefusal.self) { try Handshake.check(old) }
    let full = Request(method: "GET", target: "/ws", fields: fields, body: [1])
    #expect(throws: HandshakeRefusal.self) { try Handshake.check(full) }
  }

  @Test func `client and server agree`() throws {
    let key = [UInt8](1...16)
    let bytes = try Handshake.request(
      host: "a:1", path: "/ws", key: key, fields: ["Sec-WebSocket-Protocol": "tchatter.v1", "Origin": "http://a:1"])
    var requests = RequestDecoder()
    bytes.withUnsafeBytes { requests.append($0) }
    guard case .request(let request)? = try requests.next() else { return #expect(Bool(false), "no request") }
    #expect(request.fields["Host"] == "a:1" && request.fields["Origin"] == "http://a:1")
    let answer = Handshake.response(for: try Handshake.check(request), protocol: "tchatter.v1")
    var responses = ResponseDecoder()
    (answer + [0x81, 0]).withUnsafeBytes { responses.append($0) }
    let response = try #require(try responses.next())
    let chosen = try Handshake.verify(response, key: key, offered: ["tchatter.v1"])
    #expect(chosen == "tchatter.v1")
    #expect(responses.takeRemainder() == [0x81, 0])
    #expect(throws: HandshakeRefusal.self) { try Handshake.verify(response, key: key) }
    #expect(throws: HandshakeRefusal.self) {
      try Handshake.verify(response, key: key.reversed(), offered: ["tchatter.v1"])
    }
  }

  @Test(arguments: ["Upgrade", "Connection", "Sec-WebSocket-Accept"])
  func `§4.1 the client fails an answer without what it must have`(name: String) throws {
    let key = [UInt8](1...16)
    var response = Response(status: 101, fields: ["Upgrade": "websocket", "Connection": "upgrade"])
    try response.fields.add("Sec-WebSocket-Accept", "TPEojkWgVQ8k3hKKAWBlJWBFvLA=")
    _ = try? Handshake.verify(response, key: key)
    response.fields.remove(name)
    #expect(throws: HandshakeRefusal.self) { try Handshake.verify(response, key: key) }
  }

  @Test func `§4.1 the client fails an extension that it did not offer`() throws {
    let key = [UInt8](1...16)
    var request = self.request()
    try request.fields.set("Sec-WebSocket-Key", "AQIDBAUGBwgJCgsMDQ4PEA==")
    let accepted = try Handshake.check(request)
    var response = Response(status: 101, fields: ["Upgrade": "websocket", "Connection": "upgrade"])
    try response.fields.add("Sec-WebSocket-Accept", accepted.acceptKey)
    let chosen = try Handshake.verify(response, key: key)
    #expect(chosen == nil)
    response.fields.add("Sec-WebSocket-Extensions", literal: "permessage-deflate")
    #expect(throws: HandshakeRefusal.self) { try Handshake.verify(response, key: key) }
  }

  private func request() -> Request {
    Request(
      method: "GET", target: "/ws",
      fields: [
        "Host": "a", "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
      ])
  }

  private func request(setting name: String, to value: String?) throws -> Request {
    var request = self.request()
    request.fields.remove(name)
    if let value { try request.fields.add(name, value) }
    return request
  }
}
