import Base
import EventLoop
import HTTP
import JSON
import TestTimeout
import Testing
import WebSocket

import ChatServer

/// A client on a WebSocket.
final class TestSocket: StreamHandler {
  private let server: TestServer
  private var decoder = ResponseDecoder()
  private var codec = Codec(role: .client, maskSeed: 7)
  private(set) var isOpen = false
  private(set) var isClosed = false
  /// What the server's close said.
  private(set) var closeCode: UInt16?
  private(set) var pings = 0
  private(set) var objects: [JSONObject] = []
  private var stream: Stream?
  /// Whether pings are answered and closes returned.
  var isAlive = true

  /// Connects and shakes hands.
  init(_ server: TestServer, fields: [(String, String)] = []) throws {
    self.server = server
    var more = Fields()
    for (name, value) in fields { try more.add(name, value) }
    let key = [UInt8](repeating: 7, count: 16)
    let address = try server.address()
    let stream = Stream.connect(server.reactor, to: address, timeout: .seconds(testTimeout), handler: self)
    stream.write(try Handshake.request(host: "\(address)", path: "/ws", key: key, fields: more))
    self.stream = stream
    server.turn { isOpen || isClosed }
    #expect(isOpen, "the handshake succeeds")
  }

  func say(_ json: String) { stream?.write(codec.frame(.text, Array(json.utf8))) }
  func send(_ opcode: Opcode, _ payload: [UInt8]) { stream?.write(codec.frame(opcode, payload)) }
  func sendRaw(_ bytes: [UInt8]) { stream?.write(bytes) }
  func stopReading() { stream?.pauseReading() }
  func hangUp() { stream?.abort() }

  /// Waits for an object of this type and takes it out of those that came.
  func receive(
    type: String, seconds: Double = testTimeout, where matches: @escaping (JSONObject) -> Bool = { _ in true }
  )
    -> JSONObject?
  {
    let index = { [self] in objects.firstIndex { $0["type"]?.string == type && matches($0) } }
    server.turn(seconds: seconds) { index() != nil || isClosed }
    return index().map { objects.remove(at: $0) }
  }

  /// Waits for the server's close and gives its code.
  func awaitClose(seconds: Double = testTimeout) -> UInt16? {
    server.turn(seconds: seconds) { isClosed }
    return closeCode
  }

  func stream(_ stream: Stream, received bytes: UnsafeMutableRawBufferPointer) {
    if isOpen { return take(bytes) }
    decoder.append(UnsafeRawBufferPointer(bytes))
    guard let response = try? decoder.next(), response.status == 101 else { return }
    isOpen = true
    var rest = decoder.takeRemainder()
    rest.withUnsafeMutableBytes { take($0) }
  }

  private func take(_ bytes: UnsafeMutableRawBufferPointer) {
    var rest = bytes
    while let event = codec.next(&rest) {
      switch event {
      case .text(let text): if let object = try? JSONParser.parseObject(text) { objects.append(object) }
      case .ping: pings += 1
      case .closed(let code, _): closeCode = code.rawValue
      default: break
      }
    }
    let output = codec.takeOutput()
    if isAlive, !output.isEmpty { stream?.write(output) }
  }

  func streamEndedReading(_ stream: Stream) {
    isClosed = true
    stream.close()
  }

  func stream(_ stream: Stream, closed reason: CloseReason) { isClosed = true }
}
