import Base
import EventLoop
import HTTP
import WebSocket

/// What a WebSocket tells its owner, always from the loop, never from within one of its own methods.
package protocol WebSocketClientDelegate: AnyObject {
  /// Messages can be sent now.
  func webSocketOpened(_ socket: WebSocketClient)
  /// Bytes came, whatever they are.
  func webSocketHeard(_ socket: WebSocketClient)
  /// A message came, text or binary. Its bytes are valid until this returns.
  func webSocket(_ socket: WebSocketClient, received message: UnsafeRawBufferPointer, _ opcode: Opcode)
  /// It is over: exactly once, and the last call.
  func webSocket(_ socket: WebSocketClient, ended end: ConnectionEnd)
}

/// The client's side of one WebSocket connection, from connecting to its end. Pings are answered.
///
/// While it is connected the loop keeps it, so that a close goes on to its end when its owner has gone.
package final class WebSocketClient: StreamHandler {
  /// For the server's half of a close.
  private static let closeTimeout: TimeSpan = .seconds(5)

  private enum Phase {
    case upgrading
    case open
    /// A close has been sent.
    case closing
    case over
  }

  /// What is needed until the server has answered the handshake, and not by the thousands of a crowd after it.
  private final class Upgrade {
    let key: [UInt8]
    var subprotocols: [String] = []
    var decoder = ResponseDecoder()
    /// The owner has closed before the answer came.
    var closedWith: CloseCode?

    init(key: [UInt8]) { self.key = key }

    /// Whether the server speaks WebSocket, and one of the subprotocols where some are offered, as browsers want it.
    func isProven(by response: Response) -> Bool {
      do {
        let chosen = try Handshake.verify(response, key: key, offered: subprotocols)
        return chosen != nil || subprotocols.isEmpty
      } catch {
        return false
      }
    }
  }

  /// Not owned.
  package weak var delegate: (any WebSocketClientDelegate)?
  private let reactor: Reactor
  private var codec: Codec
  private var phase = Phase.upgrading
  private var upgrade: Upgrade?
  private var stream: Stream?
  private var closeTimer: Timer?

  /// - Parameters:
  ///   - limits: of the messages that are taken.
  ///   - entropy: for masks, and the handshake's key.
  package init(_ reactor: Reactor, limits: CodecLimits = CodecLimits(), entropy: any Entropy) {
    self.reactor = reactor
    codec = Codec(role: .client, limits: limits, maskSeed: UInt32(truncatingIfNeeded: entropy.next()))
    upgrade = Upgrade(key: entropy.bytes(16))
  }

  /// Begins to connect; once.
  /// - Parameters:
  ///   - host: for the `Host` field.
  ///   - fields: more of the request's.
  ///   - subprotocols: what is offered; the server must choose one of them.
  ///   - timeout: for the TCP connection.
  /// - Throws: when host or path can't stand in a request; nothing has been done then.
  package func connect(
    to address: SocketAddress, host: String, path: String, fields: Fields = Fields(), subprotocols: [String] = [],
    timeout: TimeSpan
  ) throws(Fields.Refusal) {
    guard let upgrade, stream == nil else { return }
    var fields = fields
    for name in subprotocols { try fields.add("Sec-WebSocket-Protocol", name) }
    let request = try Handshake.request(host: host, path: path, key: upgrade.key, fields: fields)
    upgrade.subprotocols = subprotocols
    let stream = Stream.connect(reactor, to: address, timeout: timeout, handler: self)
    stream.write(request)
    self.stream = stream
  }

  // MARK: - Out

  /// Sends one message. Nothing happens before it is open and after its close.
  package func send(_ opcode: Opcode, _ message: [UInt8]) {
    if phase == .open { stream?.write(codec.frame(opcode, message)) }
  }

  /// Asks the server for a sign of life.
  package func ping() { send(.ping, []) }

  /// Appends the frame of one message to `frames`, which go out together by `write`.
  package func append(_ opcode: Opcode, _ message: UnsafeRawBufferPointer, to frames: inout [UInt8]) {
    codec.append(opcode, message, to: &frames)
  }

  /// Sends what `append` has made.
  package func write(_ frames: [UInt8]) {
    if phase == .open { stream?.write(frames) }
  }

  // MARK: - Ends

  /// Ends the connection in an orderly way, after what was sent. Before it is open there is nobody to say it to.
  package func close(_ code: CloseCode) {
    switch phase {
    case .upgrading:
      upgrade?.closedWith = code
      stream?.close()
    case .open:
      phase = .closing
      stream?.write(codec.close(code))
      closeTimer = reactor.after(Self.closeTimeout) { [weak self] in self?.stream?.close() }
    case .closing, .over: break
    }
  }

  /// Drops the connection at once. The delegate hears nothing any more.
  package func abandon() { abandon { $0.close() } }

  /// The same by a reset, which leaves nothing of the connection on either side, and may take what was sent with it.
  package func reset() { abandon { $0.abort() } }

  private func abandon(_ drop: (Stream) -> Void) {
    delegate = nil
    end(.brokenOff)
    if let stream { drop(stream) }
  }

  /// Tells the delegate, once.
  private func end(_ end: ConnectionEnd) {
    guard phase != .over else { return }
    phase = .over
    closeTimer?.cancel()
    let delegate = self.delegate
    self.delegate = nil
    delegate?.webSocket(self, ended: end)
  }

  // MARK: - In

  package func stream(_ stream: Stream, received bytes: UnsafeMutableRawBufferPointer) {
    // Taken once for all messages of a read: they are many where a crowd is played.
    let delegate = self.delegate
    delegate?.webSocketHeard(self)
    if let upgrade { takeAnswer(UnsafeRawBufferPointer(bytes), upgrade, delegate) } else { take(bytes, delegate) }
  }

  private func takeAnswer(
    _ bytes: UnsafeRawBufferPointer, _ upgrade: Upgrade, _ delegate: (any WebSocketClientDelegate)?
  ) {
    guard phase == .upgrading else { return }
    upgrade.decoder.append(bytes)
    do throws(HTTPError) {
      guard let response = try upgrade.decoder.next() else { return }
      guard response.status == 101 else { return fail(.refused(status: response.status)) }
      guard upgrade.isProven(by: response) else { return fail(.failed("the server's answer is no WebSocket's")) }
    } catch {
      return fail(.failed("the server's answer is no HTTP: \(error.reason)"))
    }
    phase = .open
    self.upgrade = nil
    delegate?.webSocketOpened(self)
    var remainder = upgrade.decoder.takeRemainder()
    remainder.withUnsafeMutableBytes { take($0, delegate) }
  }

  private func take(_ bytes: UnsafeMutableRawBufferPointer, _ delegate: (any WebSocketClientDelegate)?) {
    var rest = bytes
    // The delegate may drop the connection meanwhile.
    while phase != .over, let event = codec.next(&rest) {
      switch event {
      case .text(let message): delegate?.webSocket(self, received: message, .text)
      case .binary(let message): delegate?.webSocket(self, received: message, .binary)
      case .ping, .pong: break
      case .closed(let code, let reason):
        return finish(.closed(code, reason: String(decoding: reason, as: UTF8.self)))
      case .failed(let violation):
        return finish(.failed("the server broke the WebSocket protocol: \(violation.reason)"))
      }
    }
    flush()
  }

  private func flush() {
    let output = codec.takeOutput()
    if !output.isEmpty { stream?.write(output) }
  }

  /// The last frames have come.
  private func finish(_ end: ConnectionEnd) {
    flush()
    stream?.closeAfterFlush()
    self.end(end)
  }

  /// The server is at fault, or does not want us.
  private func fail(_ end: ConnectionEnd) {
    stream?.close()
    self.end(end)
  }

  package func streamEndedReading(_ stream: Stream) { stream.close() }

  package func stream(_ stream: Stream, closed reason: CloseReason) {
    if let code = upgrade?.closedWith { return end(.closed(code, reason: "")) }
    switch reason {
    case .failure(let error): end(.failed("\(error)"))
    case .local, .peer, .lingered: end(.brokenOff)
    }
  }
}
