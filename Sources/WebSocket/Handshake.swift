import Base
import HTTP

/// The opening handshake (RFC 6455 §4), both sides. What is agreed on beyond it (origin, path, session) is the
/// caller's to check.
package enum Handshake {
  /// A request that may be answered with 101.
  package struct Accepted: Equatable, Sendable {
    /// The value of `Sec-WebSocket-Accept`.
    package let acceptKey: String
    /// The subprotocols that the client offers, in its order of preference; none or one of them is to be chosen.
    package let offeredProtocols: [String]
  }

  /// The server's side of §4.2.1, whole: only what passes here may ever be answered with 101.
  package static func check(_ request: Request) throws(HandshakeRefusal) -> Accepted {
    guard request.method == "GET" else { throw HandshakeRefusal(405, "a WebSocket is opened by GET", ["Allow": "GET"]) }
    guard request.minorVersion >= 1, request.fields.containsToken("websocket", in: "Upgrade"),
      request.fields.containsToken("upgrade", in: "Connection")
    else { throw HandshakeRefusal(426, "this is a WebSocket", upgradeFields) }
    guard request.fields.all("Sec-WebSocket-Version") == ["13"] else {
      throw HandshakeRefusal(426, "the WebSocket version is 13", upgradeFields)
    }
    guard request.body.isEmpty, request.fields["Content-Length"] ?? "0" == "0",
      request.fields["Transfer-Encoding"] == nil
    else { throw HandshakeRefusal(400, "an upgrade has no body") }
    let keys = request.fields.all("Sec-WebSocket-Key")
    guard keys.count == 1, Base64.decode(keys[0])?.count == 16 else {
      throw HandshakeRefusal(400, "the key is not one of sixteen bytes")
    }
    return Accepted(acceptKey: acceptKey(for: keys[0]), offeredProtocols: try protocols(request.fields))
  }

  /// The 101 that makes the connection a WebSocket (§4.2.2).
  /// - Parameter protocol: one that the client offered, or nil.
  package static func response(
    for accepted: Accepted, protocol chosen: String? = nil, fields: Fields = Fields()
  ) -> [UInt8] {
    // Written by hand: there is one for every client. A key of Base64 and an offered token, which is checked to be one,
    // hold nothing that could end a line, and neither does what is in a `Fields`.
    var bytes: [UInt8] = []
    bytes.reserveCapacity(256)
    bytes.append(contentsOf: Self.switching)
    bytes.append(contentsOf: accepted.acceptKey.utf8)
    if let chosen, accepted.offeredProtocols.contains(chosen) {
      bytes.append(contentsOf: "\r\nSec-WebSocket-Protocol: ".utf8)
      bytes.append(contentsOf: chosen.utf8)
    }
    for field in fields { bytes.append(contentsOf: "\r\n\(field.name): \(field.value)".utf8) }
    bytes.append(contentsOf: "\r\n\r\n".utf8)
    return bytes
  }

  private static let switching = Array(
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ".utf8)

  /// The client's request (§4.1).
  /// - Parameters:
  ///   - host: with its port, where that is not the scheme's own.
  ///   - key: sixteen random bytes, given again to `verify`.
  ///   - fields: more of them: origin, cookie, subprotocols.
  package static func request(
    host: String, path: String, key: [UInt8], fields: Fields = Fields()
  ) throws(Fields.Refusal) -> [UInt8] {
    precondition(key.count == 16, "the key has sixteen bytes")
    var request = Request(method: "GET", target: path)
    try request.fields.add("Host", host)
    request.fields.add("Upgrade", literal: "websocket")
    request.fields.add("Connection", literal: "Upgrade")
    try request.fields.add("Sec-WebSocket-Key", Base64.encode(key))
    request.fields.add("Sec-WebSocket-Version", literal: "13")
    for field in fields { try request.fields.add(field.name, field.value) }
    return try RequestEncoder.encode(request)
  }

  /// The client's check of the answer (§4.1, at the end): anything short of it is no WebSocket.
  /// - Parameter offered: the subprotocols that were offered.
  /// - Returns: the subprotocol that the server chose.
  package static func verify(
    _ response: Response, key: [UInt8], offered: [String] = []
  ) throws(HandshakeRefusal) -> String? {
    guard response.status == 101 else { throw HandshakeRefusal(response.status, "the server does not upgrade") }
    guard response.fields.containsToken("websocket", in: "Upgrade"),
      response.fields.containsToken("upgrade", in: "Connection"),
      response.fields.all("Sec-WebSocket-Accept") == [acceptKey(for: Base64.encode(key))]
    else { throw HandshakeRefusal(502, "the server's answer to the key is wrong") }
    guard response.fields["Sec-WebSocket-Extensions"] == nil else {
      throw HandshakeRefusal(502, "the server uses an extension that was not offered")
    }
    let chosen = response.fields.all("Sec-WebSocket-Protocol")
    guard chosen.count <= 1, chosen.allSatisfy(offered.contains) else {
      throw HandshakeRefusal(502, "the server uses a subprotocol that was not offered")
    }
    return chosen.first
  }

  /// The answer to a key (§4.2.2, 5.4): proof that the server has read it as a WebSocket's.
  package static func acceptKey(for key: String) -> String {
    Base64.encode(SHA1.hash(Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8)))
  }

  private static let upgradeFields: Fields = [
    "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
  ]

  /// §4.1: tokens, none of them twice.
  private static func protocols(_ fields: Fields) throws(HandshakeRefusal) -> [String] {
    let offered = fields.list("Sec-WebSocket-Protocol")
    guard Set(offered).count == offered.count, offered.allSatisfy(Fields.isToken) else {
      throw HandshakeRefusal(400, "the subprotocols are malformed")
    }
    return offered
  }
}
