import Base
import EventLoop
import HTTP
import JSON
import NetClient
import WebSocket

/// A WebSocket of the instance to itself: says objects, and waits for one that it is told to expect.
final class VisitSocket: WebSocketClientDelegate {
  typealias Completion = (Result<JSONObject, StepFailure>) -> Void

  private let socket: WebSocketClient
  /// What came and was not expected yet.
  private var inbox: [JSONObject] = []
  private var expected: (matches: (JSONObject) -> Bool, completion: Completion)?
  private var opened: ((StepFailure?) -> Void)?

  /// - Parameter opened: called once the handshake is done, or has failed.
  init(_ reactor: Reactor, entropy: any Entropy, opened: @escaping (StepFailure?) -> Void) {
    socket = WebSocketClient(reactor, entropy: entropy)
    self.opened = opened
    socket.delegate = self
  }

  func connect(to address: SocketAddress, host: String, fields: Fields) throws(Fields.Refusal) {
    try socket.connect(to: address, host: host, path: "/ws", fields: fields, timeout: SelfTest.stepLimit)
  }

  // MARK: - Objects

  func say(_ json: [UInt8]) { socket.send(.text, json) }

  /// Waits for an object; what came before and matches counts too.
  func expect(_ matches: @escaping (JSONObject) -> Bool, completion: @escaping Completion) {
    expected = (matches, completion)
    look()
  }

  private func look() {
    guard let expected, let index = inbox.firstIndex(where: expected.matches) else { return }
    self.expected = nil
    expected.completion(.success(inbox.remove(at: index)))
  }

  func close() {
    socket.close(.normal)
    expected = nil
    opened = nil
  }

  // MARK: - The socket

  func webSocketOpened(_ socket: WebSocketClient) {
    opened?(nil)
    opened = nil
  }

  func webSocketHeard(_ socket: WebSocketClient) {}

  func webSocket(_ socket: WebSocketClient, received message: UnsafeRawBufferPointer, _ opcode: Opcode) {
    if opcode == .text, let object = try? JSONParser.parseObject(message) { inbox.append(object) }
    look()
  }

  func webSocket(_ socket: WebSocketClient, ended end: ConnectionEnd) {
    opened?(StepFailure("the upgrade was refused: \(end)"))
    opened = nil
    expected?.completion(.failure(StepFailure("the connection ended: \(end)")))
    expected = nil
  }
}
