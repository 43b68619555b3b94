import Base
import EventLoop
import HTTP
import Testing
import WebSocket

/// A server that does with each connection what a test says: it answers the requests, or bytes with bytes.
final class Backend {
  let reactor: Reactor
  private var listener: Listener?
  fileprivate(set) var connections: [BackendConnection] = []
  /// What is done with a request; nothing is answered unless this does it.
  var onRequest: (Request, BackendConnection) -> Void = { _, _ in }

  init() throws {
    reactor = try Reactor()
    listener = try Listener(reactor, address: .loopback(port: 0)) { [unowned self] stream in
      let connection = BackendConnection(stream, self)
      stream.handler = connection
      connections.append(connection)
    }
  }

  deinit { for connection in connections { connection.forget() } }

  var address: SocketAddress { listener?.localAddress ?? .loopback(port: 0) }

  /// Takes no more connections.
  func stopListening() {
    listener?.close()
    listener = nil
  }

  /// Turns until `condition` holds; fails after five seconds.
  func turn(until condition: () -> Bool) throws {
    let limit = reactor.now + .seconds(5)
    while !condition() {
      try #require(reactor.now < limit, "the condition did not come true within five seconds")
      reactor.turn(timeout: .milliseconds(20))
    }
  }

  /// Turns for a while, in which something should not happen.
  func turn(for span: TimeSpan) {
    let end = reactor.now + span
    while reactor.now < end { reactor.turn(timeout: .milliseconds(5)) }
  }
}

/// The server's side of one connection.
final class BackendConnection: StreamHandler {
  let stream: Stream
  private weak var backend: Backend?
  private var decoder = RequestDecoder()
  private var codec = Codec(role: .server)
  private var isWebSocket = false
  private(set) var texts: [String] = []
  private(set) var pings = 0
  private(set) var pongs = 0
  private(set) var closedWith: CloseCode?
  private(set) var isClosed = false

  init(_ stream: Stream, _ backend: Backend) {
    self.stream = stream
    self.backend = backend
  }

  func forget() { stream.handler = nil }

  func answer(_ text: String) { stream.write(Array(text.utf8)) }
  func hangUp() { stream.closeAfterFlush() }

  /// Makes it a WebSocket.
  func accept(_ request: Request, protocol chosen: String? = nil) throws {
    stream.write(Handshake.response(for: try Handshake.check(request), protocol: chosen))
    isWebSocket = true
  }

  func send(_ opcode: Opcode, _ payload: String) { stream.write(codec.frame(opcode, Array(payload.utf8))) }
  func close(_ code: CloseCode, _ reason: String) { stream.write(codec.close(code, reason)) }

  func stream(_ stream: Stream, received bytes: UnsafeMutableRawBufferPointer) {
    if isWebSocket { return take(bytes) }
    decoder.append(UnsafeRawBufferPointer(bytes))
    while case .request(let request) = try? decoder.next() { backend?.onRequest(request, self) }
  }

  private func take(_ bytes: UnsafeMutableRawBufferPointer) {
    var rest = bytes
    while let event = codec.next(&rest) {
      switch event {
      case .text(let text): texts.append(String(decoding: text, as: UTF8.self))
      case .ping: pings += 1
      case .pong: pongs += 1
      case .closed(let code, _): closedWith = code
      default: break
      }
    }
    stream.write(codec.takeOutput())
    if codec.state == .closed { stream.closeAfterFlush() }
  }

  func stream(_ stream: Stream, closed reason: CloseReason) { isClosed = true }
}
