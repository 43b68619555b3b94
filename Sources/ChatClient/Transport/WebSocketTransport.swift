import Base
import EventLoop
import JSON
import NetClient
import WebSocket

/// The transport that everybody uses who can: one object per text frame on a WebSocket.
package final class WebSocketTransport: Transport {
  /// For the TCP connection.
  private static let connectTimeout: TimeSpan = .seconds(5)
  /// The largest message taken, in bytes: 200 messages of 4,000 characters of four bytes, and what is around them.
  private static let messageLimit: UInt32 = 8 << 20

  package weak var observer: (any TransportObserver)?
  private let reactor: Reactor
  private let address: ChatAddress
  private let socket: WebSocketClient

  package init(_ reactor: Reactor, to address: ChatAddress, entropy: any Entropy) {
    self.reactor = reactor
    self.address = address
    socket = WebSocketClient(
      reactor, limits: CodecLimits(message: Self.messageLimit, fragments: 64), entropy: entropy)
    socket.delegate = self
  }

  package func open() {
    do {
      let target = try address.resolve()
      try socket.connect(
        to: target, host: address.authority, path: address.path, subprotocols: ["tchatter.v1"],
        timeout: Self.connectTimeout)
    } catch {
      let reason = error is SystemError ? "\(error)" : "the address can't stand in a request"
      // Told from the loop, as everything is.
      reactor.after(.zero) { [weak self] in self?.end(.failed(reason)) }
    }
  }

  package func send(_ json: [UInt8]) { socket.send(.text, json) }

  package func probe() { socket.ping() }

  package func close(_ code: CloseCode) { socket.close(code) }

  package func abandon() {
    observer = nil
    socket.abandon()
  }

  /// Tells the observer, once.
  private func end(_ end: ConnectionEnd) {
    let observer = self.observer
    self.observer = nil
    observer?.transport(self, ended: end)
  }

  /// The server is at fault.
  private func fail(_ reason: String) {
    socket.abandon()
    end(.failed(reason))
  }
}

extension WebSocketTransport: WebSocketClientDelegate {
  package func webSocketOpened(_ socket: WebSocketClient) { observer?.transportOpened(self) }

  package func webSocketHeard(_ socket: WebSocketClient) { observer?.transportHeard(self) }

  package func webSocket(_ socket: WebSocketClient, received message: UnsafeRawBufferPointer, _ opcode: Opcode) {
    guard opcode == .text else { return fail("the server sent a binary message") }
    do {
      observer?.transport(self, received: try JSONParser.parseObject(message))
    } catch {
      fail("the server sent what is no object: \(error.reason)")
    }
  }

  package func webSocket(_ socket: WebSocketClient, ended end: ConnectionEnd) { self.end(end) }
}
