import Base
import EventLoop
import HTTP
import WebSocket

/// One connection that speaks the chat protocol: upgrades, signs in, joins its room, and then hands on what comes.
final class Client: StreamHandler {
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
  private var stream: Stream?
  private var head: ResponseDecoder? = ResponseDecoder()
  private var codec: Codec
  private let key: [UInt8]
  private var dialect: Dialect { crowd.options.dialect }

  init(_ index: Int, of crowd: Crowd, room: Int, server: SocketAddress) {
    self.index = index
    self.room = room
    self.crowd = crowd
    startedAt = Clock.monotonic
    key = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
    codec = Codec(role: .client, limits: CodecLimits(message: 1 << 20), maskSeed: .random(in: 1 ... .max))
    stream = Stream.connect(crowd.reactor, to: server, timeout: .seconds(10), handler: self)
  }

  // MARK: Sending

  /// Appends one frame with `message` to `bytes`.
  func frame(_ message: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
    codec.append(dialect.opcode, message, to: &bytes)
  }

  func write(_ bytes: [UInt8]) { stream?.write(bytes) }

  private func send(_ text: String) {
    write(codec.frame(dialect.opcode, Array(text.utf8)))
  }

  /// Ends the connection at once; nothing more is told.
  func reset() {
    phase = .over
    stream?.abort()
    stream = nil
  }

  // MARK: Receiving

  func streamConnected(_ stream: Stream) {
    let host = stream.remoteAddress?.description ?? "localhost"
    do {
      write(try Handshake.request(host: host, path: dialect.path(room: room), key: key))
    } catch {
      fail("the request to upgrade could not be made")
    }
  }

  func stream(_ stream: Stream, received bytes: UnsafeMutableRawBufferPointer) {
    if phase == .upgrading {
      receiveHead(UnsafeRawBufferPointer(bytes))
    } else {
      receiveFrames(bytes)
    }
  }

  private func receiveHead(_ bytes: UnsafeRawBufferPointer) {
    do {
      head?.append(bytes)
      guard let response = try head?.next() else { return }
      _ = try Handshake.verify(response, key: key)
      var rest = head?.takeRemainder() ?? []
      head = nil
      advance(to: .greeting)
      if phase != .over, !rest.isEmpty { rest.withUnsafeMutableBytes { receiveFrames($0) } }
    } catch {
      fail("the server does not upgrade: \(error)")
    }
  }

  private func receiveFrames(_ bytes: UnsafeMutableRawBufferPointer) {
    let time = Clock.monotonic
    var rest = bytes
    while let event = codec.next(&rest) {
      switch event {
      case .text(let text), .binary(let text): receive(text, at: time)
      case .closed(let code, let reason):
        fail("the server closed with \(code.rawValue) \(String(decoding: reason, as: UTF8.self))")
      case .failed(let violation): fail("the server broke the protocol: \(violation.reason)")
      default: break
      }
      if phase == .over { return }
    }
    if !codec.output.isEmpty { write(codec.takeOutput()) }
  }

  private func receive(_ text: UnsafeRawBufferPointer, at time: Instant) {
    if let tally = crowd.tally, tally.take(text, by: self, at: time) { return }
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

  func streamEndedReading(_ stream: Stream) { fail("the server ended the connection") }

  func stream(_ stream: Stream, closed reason: CloseReason) {
    if case .failure(let error) = reason { return fail("\(error)") }
    fail("the connection ended")
  }
}
