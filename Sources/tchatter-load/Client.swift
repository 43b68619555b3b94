import Base
import EventLoop
import NetClient
import WebSocket

/// One connection that speaks the chat protocol: upgrades, signs in, joins its room, and then hands on what comes.
final class Client {
  enum Phase: Comparable {
    case upgrading
    case greeting
    case joining
    case ready
    case over
  }

  let index: Int
  let room: Int
  let startedAt: Instant
  private(set) var phase = Phase.upgrading
  private unowned let crowd: Crowd
  private let socket: WebSocketClient
  /// When the latest bytes came.
  private var heardAt: Instant
  private var dialect: Dialect { crowd.options.dialect }

  init(_ index: Int, of crowd: Crowd, room: Int, server: SocketAddress) {
    self.index = index
    self.room = room
    self.crowd = crowd
    startedAt = Clock.monotonic
    heardAt = startedAt
    socket = WebSocketClient(crowd.reactor, limits: CodecLimits(message: 1 << 20), entropy: crowd.entropy)
    socket.delegate = self
    do {
      try socket.connect(
        to: server, host: "\(server)", path: dialect.path(room: room), timeout: .seconds(10))
    } catch {
      fail("the request to upgrade could not be made")
    }
  }

  // MARK: Sending

  /// Appends one frame with `message` to `bytes`.
  func frame(_ message: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
    socket.append(dialect.opcode, message, to: &bytes)
  }

  func write(_ frames: [UInt8]) { socket.write(frames) }

  private func send(_ text: String) {
    socket.send(dialect.opcode, Array(text.utf8))
  }

  /// Moves its read mark.
  func read(_ room: String, to position: String) {
    guard phase == .ready else { return }
    send(#"{"type":"read","id":"r","room":"\#(room)","position":"\#(position)"}"#)
  }

  /// Ends the connection at once; nothing more is told.
  func reset() {
    phase = .over
    socket.reset()
  }

  // MARK: Receiving

  private func receive(_ text: UnsafeRawBufferPointer, at time: Instant) {
    if let tally = crowd.tally, tally.take(text, by: self, at: time) {
      crowd.readers?.note(text, by: self)
      return
    }
    switch dialect.word(text) {
    case .welcome where phase == .greeting: advance(to: .joining)
    case .joined where phase == .joining: advance(to: .ready)
    case .sent: crowd.tally?.acknowledged += 1
    case .error: fail("the server refused: \(String(decoding: text, as: UTF8.self))")
    case .reconnect: fail("the server asks its clients to go elsewhere")
    default: break
    }
  }

  private func advance(to next: Phase) {
    phase = next
    crowd.advanced(self)
    guard phase == next else { return }
    switch next {
    case _ where dialect == .plain && next < .ready: advance(to: next == .greeting ? .joining : .ready)
    case .greeting: dialect.greeting(name: crowd.name(of: index)).map(send)
    case .joining: send(dialect.joining(room: crowd.roomName(room)))
    default: break
    }
  }

  // MARK: Ending

  private func fail(_ text: String) {
    guard phase != .over else { return }
    reset()
    crowd.failed(Failure("client \(index): \(text)"))
  }
}

extension Client: WebSocketClientDelegate {
  func webSocketOpened(_ socket: WebSocketClient) { advance(to: .greeting) }

  func webSocketHeard(_ socket: WebSocketClient) { heardAt = Clock.monotonic }

  func webSocket(_ socket: WebSocketClient, received message: UnsafeRawBufferPointer, _ opcode: Opcode) {
    receive(message, at: heardAt)
  }

  func webSocket(_ socket: WebSocketClient, ended end: ConnectionEnd) { fail("the connection ended: \(end)") }
}
