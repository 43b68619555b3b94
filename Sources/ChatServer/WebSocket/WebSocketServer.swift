import Base
import Chat
import ChatProtocol
import EventLoop
import WebSocket

/// All WebSocket connections of an instance, and what is done for them together: pings, limits of time, counting.
final class WebSocketServer {
  /// How many times the outbox limit may wait for a moment.
  static let burst = 4

  let hub: Hub
  let outboxLimit: Int
  let codecLimits = CodecLimits(message: 65_536, fragments: 64)
  private(set) var counters = WebSocketCounters()
  private var wheel: PingWheel
  /// Each by seconds of the loop's clock.
  private var starts: TimeoutQueue<WebSocketConnection, UInt32>
  /// With the mark by which the connection tells whether something has happened meanwhile.
  private var unfinished = TimeoutQueue<(connection: WebSocketConnection, mark: UInt32), UInt32>(timeout: 20)
  private var congested = TimeoutQueue<WebSocketConnection, UInt32>(timeout: 1)
  private var closings: TimeoutQueue<WebSocketConnection, UInt32>
  /// Those that have left in this turn and of whom the hub has still to be told.
  private var departing: [WebSocketConnection] = []
  private var second: UInt32
  private let pingFrame: ByteSlice
  /// Hears of each new connection.
  var onOpened: (WebSocketConnection) -> Void = { _ in }

  /// - Parameter second: of the loop's clock.
  init(hub: Hub, configuration: Configuration, second: UInt32) {
    self.hub = hub
    self.second = second
    outboxLimit = configuration.outboxBytes
    wheel = PingWheel(seconds: configuration.hub.pingSeconds)
    // The second that is running does not count, so that nobody gets less than the whole time.
    starts = TimeoutQueue(timeout: configuration.timeouts.hello + 1)
    closings = TimeoutQueue(timeout: configuration.timeouts.close)
    var frame: [UInt8] = []
    FrameHeader.append(.ping, length: 0, to: &frame)
    pingFrame = ByteSlice(copying: frame)
  }

  /// How many connections there are.
  var count: Int { wheel.count }

  var all: [WebSocketConnection] { wheel.all }

  /// Takes over a stream on which the handshake has just been answered.
  /// - Parameters:
  ///   - remainder: what came behind the handshake.
  ///   - refusal: why it is closed again at once: a browser's page is not told with what status a handshake is refused.
  func open(
    _ stream: Stream, remainder: [UInt8], identity: Identity?, from address: String, isOperator: Bool,
    refusal: Refusal? = nil
  ) {
    let connection = WebSocketConnection(
      stream, server: self, identity: identity, address: address, isOperator: isOperator)
    stream.handler = connection
    wheel.add(connection)
    starts.add(connection, at: second)
    counters.opened += 1
    onOpened(connection)
    if let refusal { return connection.refuse(refusal) }
    guard !remainder.isEmpty else { return }
    var bytes = remainder
    bytes.withUnsafeMutableBytes { connection.stream(stream, received: $0) }
  }

  // MARK: - Time

  /// To be called once a second.
  func tick(second: UInt32) {
    self.second = second
    starts.forget(where: \.hasSpoken)
    closings.forget(where: \.isGone)
    while let connection = starts.popDue(at: second) { connection.checkHello() }
    while let (connection, mark) = unfinished.popDue(at: second) { connection.checkUnfinished(mark) }
    while let connection = congested.popDue(at: second) { connection.checkOutbox() }
    while let connection = closings.popDue(at: second) { connection.closeTimedOut() }
    for connection in wheel.advance() { connection.ping(pingFrame) }
  }

  /// Tells the hub who left. To be called at each turn's end, after the hub's own.
  func endTurn() {
    guard !departing.isEmpty else { return }
    for connection in departing { connection.depart() }
    departing.removeAll(keepingCapacity: departing.count < 256)
  }

  func watchUnfinished(_ connection: WebSocketConnection, mark: UInt32) {
    unfinished.add((connection, mark), at: second)
  }

  func watchCongested(_ connection: WebSocketConnection) { congested.add(connection, at: second) }
  func watchClosing(_ connection: WebSocketConnection) { closings.add(connection, at: second) }

  // MARK: - Ends

  func left(_ connection: WebSocketConnection, _ code: CloseCode) {
    counters.countClose(code)
    departing.append(connection)
  }

  func closed(_ connection: WebSocketConnection) { wheel.remove(connection) }

  /// Takes no more requests.
  func stopReading() {
    for connection in wheel.all { connection.stopReading() }
  }

  /// Takes requests again.
  func resumeReading() {
    for connection in wheel.all { connection.resumeReading() }
  }

  /// Closes all of them, after what was delivered.
  func closeAll(_ code: CloseCode, _ reason: String) {
    for connection in wheel.all {
      connection.resumeReading()
      connection.close(code, reason: reason)
    }
  }
}

/// What has become of the WebSocket connections: `opened` = the sum of `closes` + those that are open.
struct WebSocketCounters {
  var opened = 0
  /// By close code, whichever side said it first; 1006 where nobody did. A client can make up thousands, each of which
  /// would be a series of its own: those that are not the protocol's are `other`.
  private(set) var closes: [String: Int] = [:]

  mutating func countClose(_ code: CloseCode) {
    closes[Self.known.contains(code) ? String(code.rawValue) : "other", default: 0] += 1
  }

  /// The same, with those that have not come yet: of a series that begins with its first event, nobody sees that event as
  /// an increase.
  var closesByCode: [(String, Int)] { Self.names.map { ($0, closes[$0] ?? 0) } }

  private static let known = Set(ChatCloseCode.table.map(\.code))
  private static let names = known.map { String($0.rawValue) }.sorted() + ["other"]
}
