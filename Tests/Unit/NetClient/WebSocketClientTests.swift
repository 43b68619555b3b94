import Base
import EventLoop
import HTTP
import NetClient
import TestBackend
import Testing
import WebSocket

/// Keeps what a socket told.
private final class Listening: WebSocketClientDelegate {
  var opened = 0
  var heard = 0
  var messages: [(text: String, opcode: Opcode)] = []
  var ends: [ConnectionEnd] = []
  var onMessage: (WebSocketClient) -> Void = { _ in }

  func webSocketOpened(_ socket: WebSocketClient) { opened += 1 }
  func webSocketHeard(_ socket: WebSocketClient) { heard += 1 }
  func webSocket(_ socket: WebSocketClient, received message: UnsafeRawBufferPointer, _ opcode: Opcode) {
    messages.append((String(decoding: message, as: UTF8.self), opcode))
    onMessage(socket)
  }
  func webSocket(_ socket: WebSocketClient, ended end: ConnectionEnd) { ends.append(end) }
}

private final class Constant: Entropy {
  func next() -> UInt64 { 0x0123_4567_89AB_CDEF }
}

@Suite struct WebSocketClientTests {
  private let backend: Backend
  private let socket: WebSocketClient
  private let delegate = Listening()

  init() throws {
    backend = try Backend()
    socket = WebSocketClient(backend.reactor, limits: CodecLimits(message: 100), entropy: Constant())
    socket.delegate = delegate
  }

  private func connect(subprotocols: [String] = []) throws {
    try socket.connect(
      to: backend.address, host: "backend", path: "/ws", fields: ["X-Word": "1"], subprotocols: subprotocols,
      timeout: .seconds(60))
  }

  /// An open socket, and the server's side of it.
  private func open() throws -> BackendConnection {
    backend.onRequest = { request, connection in #expect(throws: Never.self) { try connection.accept(request) } }
    try connect()
    try backend.turn { delegate.opened == 1 }
    return try #require(backend.connections.last)
  }

  @Test func `messages go both ways, and pings are answered`() throws {
    let server = try open()
    socket.send(.text, Array("hello".utf8))
    var frames: [UInt8] = []
    for text in ["a", "b"] { Array(text.utf8).withUnsafeBytes { socket.append(.text, $0, to: &frames) } }
    socket.write(frames)
    socket.ping()
    server.send(.text, "text")
    server.send(.ping, "?")
    server.send(.binary, "bytes")
    try backend.turn { delegate.messages.count == 2 && server.pongs == 1 && server.pings == 1 }
    #expect(server.texts == ["hello", "a", "b"])
    #expect(delegate.messages.map(\.text) == ["text", "bytes"])
    #expect(delegate.messages.map(\.opcode) == [.text, .binary])
    #expect(delegate.heard >= 2 && delegate.ends.isEmpty)
  }

  @Test func `the request says what it was given, and what came with the answer is not lost`() throws {
    var asked: Request?
    backend.onRequest = { request, connection in
      asked = request
      #expect(throws: Never.self) { try connection.accept(request, protocol: "b") }
      connection.send(.text, "first")
    }
    try connect(subprotocols: ["a", "b"])
    try backend.turn { delegate.messages.count == 1 }
    #expect(asked?.target == "/ws" && asked?.fields["Host"] == "backend" && asked?.fields["X-Word"] == "1")
    #expect(asked?.fields.list("Sec-WebSocket-Protocol") == ["a", "b"])
    #expect(delegate.opened == 1)
  }

  @Test(arguments: [
    ("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", ConnectionEnd.refused(status: 403)),
    ("HTTP/1.1 101 Switching Protocols\r\n\r\n", .failed("the server's answer is no WebSocket's")),
    ("hello\r\n", .failed("the server's answer is no HTTP: the status line is malformed")),
    ("", .failed("the connection broke off")),
  ])
  func `a server that is none or does not want us is told as what it is`(_ answer: String, _ end: ConnectionEnd) throws
  {
    backend.onRequest = { _, connection in
      connection.answer(answer)
      connection.hangUp()
    }
    try connect()
    try backend.turn { !delegate.ends.isEmpty }
    backend.turn(for: .milliseconds(20))
    #expect(delegate.ends == [end] && delegate.opened == 0)
  }

  @Test(arguments: ["", "\r\nSec-WebSocket-Protocol: c"])
  func `no subprotocol, or one that was not offered, is refused`(_ field: String) throws {
    backend.onRequest = { request, connection in
      guard let key = request.fields["Sec-WebSocket-Key"] else { return }
      connection.answer(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          + "Sec-WebSocket-Accept: \(Handshake.acceptKey(for: key))\(field)\r\n\r\n")
    }
    try connect(subprotocols: ["a"])
    try backend.turn { !delegate.ends.isEmpty }
    #expect(delegate.ends == [.failed("the server's answer is no WebSocket's")])
  }

  @Test func `the server's close is answered, and told with its code and reason`() throws {
    let server = try open()
    server.send(.text, "last")
    server.close(CloseCode(rawValue: 4007), "go")
    try backend.turn { !delegate.ends.isEmpty && server.closedWith != nil }
    #expect(delegate.messages.map(\.text) == ["last"])
    #expect(delegate.ends == [.closed(CloseCode(rawValue: 4007), reason: "go")])
    #expect(server.closedWith == CloseCode(rawValue: 4007))
  }

  @Test func `our close follows what was sent, and is over with the server's answer`() throws {
    let server = try open()
    socket.send(.text, Array("last".utf8))
    socket.close(.normal)
    socket.send(.text, Array("too late".utf8))
    try backend.turn { !delegate.ends.isEmpty }
    #expect(server.texts == ["last"] && server.closedWith == .normal)
    #expect(delegate.ends == [.closed(.normal, reason: "")])
  }

  @Test func `a close goes on to its end when its owner has gone`() throws {
    let backend = try Backend()
    backend.onRequest = { request, connection in #expect(throws: Never.self) { try connection.accept(request) } }
    do {
      let socket = WebSocketClient(backend.reactor, entropy: Constant())
      let delegate = Listening()
      socket.delegate = delegate
      try socket.connect(to: backend.address, host: "backend", path: "/", timeout: .seconds(60))
      try backend.turn { delegate.opened == 1 }
      socket.close(.goingAway)
    }
    try backend.turn { backend.connections.first?.isClosed == true }
    #expect(backend.connections.first?.closedWith == .goingAway)
  }

  @Test func `a close before there is anybody to say it to is over by itself`() throws {
    try connect()
    socket.close(.normal)
    #expect(delegate.ends.isEmpty, "nothing is told from within the call")
    try backend.turn { !delegate.ends.isEmpty }
    #expect(delegate.ends == [.closed(.normal, reason: "")])
  }

  @Test func `what breaks the protocol or is too long ends it`() throws {
    let server = try open()
    server.send(.text, String(repeating: "x", count: 101))
    try backend.turn { !delegate.ends.isEmpty && server.closedWith != nil }
    #expect(delegate.ends == [.failed("the server broke the WebSocket protocol: the message is too big")])
    #expect(server.closedWith == .tooBig)
  }

  @Test(arguments: [false, true])
  func `once dropped it tells nothing more, not even what came in the same read`(_ resets: Bool) throws {
    let server = try open()
    delegate.onMessage = { resets ? $0.reset() : $0.abandon() }
    for text in ["1", "2", "3"] { server.send(.text, text) }
    try backend.turn { server.isClosed }
    #expect(delegate.messages.map(\.text) == ["1"])
    #expect(delegate.ends.isEmpty)
  }

  @Test func `a server that is not there is named`() throws {
    backend.stopListening()
    try connect()
    try backend.turn { !delegate.ends.isEmpty }
    guard case .failed(let why)? = delegate.ends.first else { throw ConnectionEnd.silent }
    #expect(why.contains("refused"))
  }

  @Test func `what can't stand in a request is refused before anything is done`() throws {
    #expect(throws: Fields.Refusal.self) {
      try socket.connect(to: backend.address, host: "backend", path: "/a b", timeout: .seconds(60))
    }
    backend.turn(for: .milliseconds(20))
    #expect(backend.connections.isEmpty && delegate.ends.isEmpty)
  }
}
