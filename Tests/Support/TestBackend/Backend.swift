import Base
import EventLoop
import HTTP
import Testing
import WebSocket

/// A server that does with each connection what a test says: it answers the requests, or bytes with bytes.
package final class Backend {
  package let reactor: Reactor
  private var listener: Listener?
  package fileprivate(set) var connections: [BackendConnection] = []
  /// What is done with a request; nothing is answered unless this does it.
  package var onRequest: (Request, BackendConnection) -> Void = { _, _ in }

  package init() throws {
    reactor = try Reactor()
    // Its own address: on the common one a test beside this one may be given the port that is let go.
    let ip = "127.78.\(UInt8.random(in: 0...255)).\(UInt8.random(in: 1...254))"
    let address = try #require(SocketAddress(ip: ip, port: 0))
    listener = try Listener(reactor, address: address) { [unowned self] stream in
      let connection = BackendConnection(stream, self)
      stream.handler = connection
      connections.append(connection)
    }
  }

  deinit { for connection in connections { connection.forget() } }

  package var address: SocketAddress { listener?.localAddress ?? .loopback(port: 0) }

  /// Takes no more connections.
  package func stopListening() {
    listener?.close()
    listener = nil
  }

  /// Turns until `condition` holds; fails after two minutes.
  package func turn(until condition: () -> Bool) throws {
    let limit = Clock.monotonic + .seconds(120)
    while !condition() {
      try #require(Clock.monotonic < limit, "the condition did not come true within two minutes")
      reactor.turn(timeout: .milliseconds(20))
    }
  }

  /// Turns for a while, in which something should not happen.
  package func turn(for span: TimeSpan) {
    let end = Clock.monotonic + span
    while Clock.monotonic < end { reactor.turn(timeout: .milliseconds(5)) }
  }
}

/// The server's side of one connection.
package final class BackendConnection: StreamHandler {
  package let stream: Stream
  private weak var backend: Backend?
  private var decoder = RequestDecoder()
  private var codec = Codec(role: .server)
  private var isWebSocket = false
  package private(set) var texts: [String] = []
  package private(set) var pings = 0
  package private(set) var pongs = 0
  package private(set) var closedWith: CloseCode?
  package private(set) var isClosed = false

  package init(_ stream: Stream, _ backend: Backend) {
    self.stream = stream
    self.backend = backend
  }

  package func forget() { stream.handler = nil }

  package func answer(_ text: String) { stream.write(Array(text.utf8)) }
  package func hangUp() { stream.closeAfterFlush() }

  /// Makes it a WebSocket.
  package func accept(_ request: Request, protocol chosen: String? = nil) throws {
    stream.write(Handshake.response(for: try Handshake.check(request), protocol: chosen))
    isWebSocket = true
  }

  package func send(_ opcode: Opcode, _ payload: String) { stream.write(codec.frame(opcode, Array(payload.utf8))) }
  package func close(_ code: CloseCode, _ reason: String) { stream.write(codec.close(code, reason)) }

  package func stream(_ stream: Stream, received bytes: UnsafeMutableRawBufferPointer) {
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

  package func stream(_ stream: Stream, closed reason: CloseReason) { isClosed = true }
}
