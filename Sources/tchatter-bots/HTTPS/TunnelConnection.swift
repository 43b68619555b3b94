import Base
import EventLoop
import HTTPSCalls

/// One connection through the tunnel: first what the client wants, then bytes both ways until either side ends.
final class TunnelConnection: StreamHandler {
  private static let connectLimit: TimeSpan = .seconds(5)
  /// Below what servers keep a connection for that is not used.
  private static let idleLimit: TimeSpan = .seconds(3)
  /// Of one answer with all that belongs to it, in bytes.
  private static let longestAnswer = 1 << 20

  /// Called with what the client wants; `connect` or `refuse` has to follow.
  var onHead: (TunnelHead) -> Void = { _ in }
  /// Called with why the receiver is not reached, or not heard any more.
  var onTrouble: (String) -> Void = { _ in }
  /// Called once.
  var onEnd: () -> Void = {}
  private let reactor: Reactor
  private let inner: Stream
  private var outer: Stream?
  private var decoder = TunnelHeadDecoder()
  private var hasAsked = false
  private var isConnected = false
  private let since: Instant
  private(set) var lastMoved: Instant
  private var lastCameFromReceiver = false
  /// What the receiver has sent since a request was sent.
  private var taken = 0
  private var isOver = false

  init(_ inner: Stream, reactor: Reactor) {
    self.inner = inner
    self.reactor = reactor
    (since, lastMoved) = (reactor.now, reactor.now)
    inner.handler = self
  }

  /// Whether it has not said yet what it wants.
  var isStranger: Bool { !hasAsked }
  /// Closed, it still counts as a connection until that has been told.
  var isOpen: Bool { inner.isOpen }
  /// Whether the receiver has had the last word, and that a while ago.
  var isIdle: Bool { lastCameFromReceiver && reactor.now - lastMoved > Self.idleLimit }

  /// Whether that has been so for longer than this.
  func isStranger(for span: TimeSpan) -> Bool { isStranger && reactor.now - since > span }

  func expectAnswer() { taken = 0 }

  func connect(to address: SocketAddress) {
    outer = Stream.connect(reactor, to: address, timeout: Self.connectLimit, handler: self)
  }

  /// - Parameter status: with its phrase.
  func refuse(_ status: String) {
    inner.write(Array("HTTP/1.1 \(status)\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".utf8))
    inner.closeAfterFlush()
  }

  func close() {
    inner.close()
    outer?.close()
  }

  // MARK: - The streams

  func streamConnected(_ stream: Stream) {
    guard stream === outer else { return }
    isConnected = true
    inner.write(Array("HTTP/1.1 200 OK\r\n\r\n".utf8))
  }

  func stream(_ stream: Stream, received bytes: UnsafeMutableRawBufferPointer) {
    lastMoved = reactor.now
    if stream === outer { return takeAnswer(bytes) }
    lastCameFromReceiver = false
    // A client waits for the answer to its CONNECT.
    if hasAsked { return isConnected ? pass(bytes, to: outer) : close() }
    decoder.append(UnsafeRawBufferPointer(bytes))
    takeHead()
  }

  private func takeHead() {
    do throws(TunnelHeadDecoder.Mistake) {
      guard let head = try decoder.next() else { return }
      hasAsked = true
      guard decoder.takeRemainder().isEmpty else { return close() }
      onHead(head)
    } catch {
      hasAsked = true
      if error == .tooLong { close() } else { refuse("400 Bad Request") }
    }
  }

  private func takeAnswer(_ bytes: UnsafeMutableRawBufferPointer) {
    lastCameFromReceiver = true
    taken += bytes.count
    guard taken <= Self.longestAnswer else {
      onTrouble("the answer is too long")
      return close()
    }
    pass(bytes, to: inner)
  }

  /// Nothing has to slow a side down: a request is bounded by who makes it, an answer above.
  private func pass(_ bytes: UnsafeMutableRawBufferPointer, to stream: Stream?) {
    stream?.write(Array(bytes))
  }

  func streamEndedReading(_ stream: Stream) {
    (stream === inner ? outer : inner)?.closeAfterFlush()
    stream.closeAfterFlush()
  }

  func stream(_ stream: Stream, closed reason: CloseReason) {
    if stream === outer {
      if case .failure(let error) = reason { onTrouble("\(error)") }
      if isConnected { inner.closeAfterFlush() } else { refuse("502 Bad Gateway") }
    } else {
      outer?.closeAfterFlush()
    }
    guard !inner.isOpen, outer?.isOpen != true, !isOver else { return }
    isOver = true
    onEnd()
  }
}
