import Base
import Chat
import ChatProtocol
import EventLoop
import WebSocket

/// One client on a WebSocket: between its stream, the codec and the hub's client. There is one for every client, most of
/// them idle, so it holds no timer, no buffer and nothing that could be held once for all.
final class WebSocketConnection: StreamHandler, ClientTransport, Slotted {
  /// Pings and pongs that a client may send in one ping interval; browsers send none but answers (threat 6).
  private static let controlFrameLimit: UInt16 = 1_000

  /// Of the ping wheel: which spoke it is in, and where in it.
  var spoke: UInt16 = 0
  var slot: Int32 = -1
  private let stream: Stream
  private let server: WebSocketServer
  private var codec: Codec
  private var client: Client?
  /// Whole messages so far; wraps around.
  private var messages: UInt32 = 0
  private var controlFrames: UInt16 = 0
  /// Ping intervals in which nothing came.
  private var silence: UInt8 = 0
  private var state: State = []

  private struct State: OptionSet {
    let rawValue: UInt8
    /// Close has been said, by either side: nothing more goes out.
    static let leaving = State(rawValue: 1)
    /// Something has been received.
    static let spoke = State(rawValue: 2)
    /// In the queue of unfinished messages.
    static let unfinished = State(rawValue: 4)
    /// In the queue of full outboxes.
    static let congested = State(rawValue: 8)
    /// The stream is closed.
    static let gone = State(rawValue: 16)
    /// Much waited for the client when it was last pinged.
    static let behind = State(rawValue: 32)
  }

  /// - Parameter identity: who it is, when a cookie said so.
  init(_ stream: Stream, server: WebSocketServer, identity: Identity?, address: String, isOperator: Bool) {
    self.stream = stream
    self.server = server
    codec = Codec(role: .server, limits: server.codecLimits)
    client = server.hub.connect(self, identity: identity, from: address, isOperator: isOperator)
  }

  /// Says why its user may not come in, and closes.
  func refuse(_ refusal: Refusal) { client?.endSession(refusal) }

  // MARK: - In

  func stream(_ stream: Stream, received bytes: UnsafeMutableRawBufferPointer) {
    silence = 0
    var rest = bytes
    while let event = codec.next(&rest) { take(event) }
    let output = codec.takeOutput()
    if !output.isEmpty { stream.write(output) }
    if codec.state == .closed { return end() }
    if codec.isMidMessage, !state.contains(.unfinished) {
      state.insert(.unfinished)
      server.watchUnfinished(self, mark: messages)
    }
  }

  private func take(_ event: Event) {
    switch event {
    case .text(let text):
      messages &+= 1
      state.insert(.spoke)
      client?.receive(text)
    case .binary: close(.unsupportedData, reason: "text only")
    case .ping, .pong: countControlFrame()
    case .closed(let code, _): leave(code)
    case .failed(let violation): leave(violation.code)
    }
  }

  private func countControlFrame() {
    controlFrames &+= 1
    if controlFrames > Self.controlFrameLimit { close(.policyViolation, reason: "too many control frames") }
  }

  // MARK: - Out

  func deliver(_ frames: ByteSlice) {
    guard !state.contains(.leaving) else { return }
    stream.write(frames)
    if stream.outboxCount > server.outboxLimit { congest() }
  }

  /// Half the outbox is for what is said meanwhile.
  var spareBytes: Int { max(server.outboxLimit / 2 - stream.outboxCount, 0) }
  var waitingBytes: Int { stream.outboxCount }

  /// A full outbox is judged a second later, since a page of history may fill it for a moment; one that is far beyond
  /// the limit at once.
  private func congest() {
    if stream.outboxCount > server.outboxLimit * WebSocketServer.burst {
      close(.tooSlow, reason: "too slow: resume from your position")
    } else if !state.contains(.congested) {
      state.insert(.congested)
      server.watchCongested(self)
    }
  }

  func ping(_ frame: ByteSlice) {
    controlFrames = 0
    guard silence < 2 else { return close(.noPong, reason: "no pong") }
    silence += 1
    if isBehindAgain() { return close(.tooSlow, reason: "too slow: resume from your position") }
    if !state.contains(.leaving) { stream.write(frame) }
  }

  /// Whether the client has left much unread a whole ping interval ago already, and now. Below the outbox's limit that would
  /// go on for ever: a client that answers pings and takes a few bytes at a time.
  private func isBehindAgain() -> Bool {
    let wasBehind = state.contains(.behind)
    guard stream.outboxCount > server.outboxLimit / 4 else {
      state.remove(.behind)
      return false
    }
    state.insert(.behind)
    return wasBehind
  }

  /// Whether the client has said who it is.
  var isWelcomed: Bool { client?.isWelcomed ?? false }

  func askToReconnect(_ reason: Hub.ReconnectReason, window: Int) { client?.askToReconnect(reason, window: window) }

  // MARK: - What was waited for in vain

  /// Whether it has spoken, or will not any more.
  var hasSpoken: Bool { !state.isDisjoint(with: [.spoke, .leaving]) }
  var isGone: Bool { state.contains(.gone) }

  func checkHello() {
    if !state.contains(.spoke) { close(.helloMissing, reason: "hello missing") }
  }

  func checkUnfinished(_ mark: UInt32) {
    state.remove(.unfinished)
    guard codec.isMidMessage, !state.contains(.leaving) else { return }
    if mark == messages { return close(.policyViolation, reason: "a message takes too long") }
    state.insert(.unfinished)
    server.watchUnfinished(self, mark: messages)
  }

  func checkOutbox() {
    state.remove(.congested)
    if stream.outboxCount > server.outboxLimit { close(.tooSlow, reason: "too slow: resume from your position") }
  }

  /// The client did not answer the close: that is the end all the same.
  func closeTimedOut() { stream.closeAfterFlush() }

  // MARK: - Ends

  /// Says close after what was delivered, and waits for the client to say it too.
  func close(_ code: CloseCode, reason: String) {
    guard !state.contains(.leaving) else { return }
    stream.write(codec.close(code, reason))
    leave(code)
    // Who does not read, or is not there, would not answer.
    if code == .tooSlow || code == .noPong { return stream.closeAfterFlush() }
    server.watchClosing(self)
  }

  /// From here on nothing is delivered. The hub is told at the turn's end: it may be in the midst of delivering.
  private func leave(_ code: CloseCode) {
    guard !state.contains(.leaving) else { return }
    state.insert(.leaving)
    server.left(self, code)
  }

  private func end() {
    stream.closeAfterFlush()
  }

  /// Stops taking requests; answers and messages still go out.
  func stopReading() { stream.pauseReading() }

  /// Reads again, which is how the client's answer to a close comes in.
  func resumeReading() { stream.resumeReading() }

  func stream(_ stream: Stream, closed reason: CloseReason) {
    leave(.abnormal)
    state.insert(.gone)
    depart()
    server.closed(self)
  }

  /// Tells the hub that the client has gone. Harmless the second time.
  func depart() {
    client?.disconnected()
    client = nil
  }
}
