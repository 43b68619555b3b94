import Base
import EventLoop
import HTTP

/// One connection that speaks HTTP/1.1: requests in, answers out, strictly one after the other however they were
/// pipelined. While an answer is being made, nothing further is decoded, and at most one more read is held.
final class HTTPConnection: StreamHandler, Slotted {
  /// With more than this waiting to be sent, no further request is looked at: bytes.
  private static let outboxLimit = 262_144

  var slot: Int32 = -1
  /// The second of the loop's clock at which timeout ends.
  private(set) var deadline: UInt32

  private let stream: Stream
  private unowned let server: HTTPServer
  private var decoder: RequestDecoder
  /// The one that is being answered.
  private var exchange: Exchange?
  /// When the request that is being read began.
  private var begun: UInt32?
  private var isPumping = false
  private var isClosing = false

  init(_ stream: Stream, server: HTTPServer) {
    self.stream = stream
    self.server = server
    decoder = RequestDecoder(limits: RequestLimits(body: server.timeouts.bodyBytes))
    deadline = server.second &+ server.timeouts.head
  }

  // MARK: - Requests

  func stream(_ stream: Stream, received bytes: UnsafeMutableRawBufferPointer) {
    decoder.append(UnsafeRawBufferPointer(bytes))
    if exchange != nil { stream.pauseReading() } else { pump() }
  }

  func streamEndedReading(_ stream: Stream) {
    // A client may end its half and still wait for the answer.
    isClosing = true
    if let exchange { exchange.onEnded?() } else { close() }
  }

  func streamDrained(_ stream: Stream) { pump() }

  /// Goes on after the outbox was full. If it still is, the kernel has taken only a part, and `streamDrained` will come.
  func resume() {
    if stream.outboxCount <= Self.outboxLimit { pump() }
  }

  func stream(_ stream: Stream, closed reason: CloseReason) {
    let abandoned = exchange
    exchange = nil
    isClosing = true
    server.remove(self)
    abandoned?.onEnded?()
  }

  private var canGoOn: Bool { exchange == nil && !isClosing }

  private func pump() {
    guard !isPumping else { return }
    isPumping = true
    defer { isPumping = false }
    do throws(HTTPError) {
      while canGoOn, stream.outboxCount <= Self.outboxLimit {
        guard let event = try decoder.next() else { return expectNext() }
        take(event)
      }
    } catch {
      return refuse(error)
    }
    guard canGoOn else { return }
    // Stopped by a full outbox.
    stream.pauseReading()
    deadline = server.second &+ server.timeouts.idle
    server.resumeLater(self)
  }

  private func take(_ event: RequestEvent) {
    switch event {
    case .expectsContinue: stream.write(ResponseEncoder.proceed)
    case .request(let request):
      begun = nil
      deadline = .max
      let exchange = Exchange(request, on: self)
      self.exchange = exchange
      server.router.route(exchange)
    }
  }

  /// Sets the time by which the request that is being read must be complete, or a new one begin.
  private func expectNext() {
    stream.resumeReading()
    guard !decoder.isIdle else {
      begun = nil
      if deadline == .max { deadline = server.second &+ server.timeouts.idle }
      return
    }
    let start = begun ?? server.second
    begun = start
    deadline = start &+ (decoder.isInBody ? server.timeouts.body : server.timeouts.head)
  }

  private func refuse(_ error: HTTPError) {
    send(Reply(error.response, closes: true), to: nil)
    close()
  }

  // MARK: - Answers

  func awaitsAnswer(to exchange: Exchange) -> Bool { self.exchange === exchange }

  func answer(_ reply: Reply, to exchange: Exchange) {
    guard self.exchange === exchange else { return }
    self.exchange = nil
    let ends = reply.closes || isClosing || server.isClosing || !exchange.request.keepsAlive
    var reply = reply
    reply.closes = ends
    send(reply, to: exchange.request)
    if ends { close() } else { pump() }
  }

  private func send(_ reply: Reply, to request: Request?) {
    var response = reply.response
    for field in SecurityFields.fields { try? response.fields.add(field.name, field.value) }
    try? response.fields.add("Date", server.httpDate)
    server.answered(response.status)
    let persistence =
      request.map { ResponseEncoder.Persistence(answering: $0, closing: reply.closes) } ?? .close
    let length = reply.sharedBody?.count ?? response.body.count
    var bytes = ResponseEncoder.head(response, bodyLength: length, persistence)
    let hasBody =
      request?.method != "HEAD" && response.status >= 200 && response.status != 204 && response.status != 304
    if hasBody, reply.sharedBody == nil { bytes.append(contentsOf: response.body) }
    stream.write(bytes)
    if hasBody, let body = reply.sharedBody { stream.write(body) }
  }

  /// Gives the memory of what has been read back, while nothing more has come.
  func forgetBuffer() {
    if decoder.isIdle { decoder = RequestDecoder(limits: RequestLimits(body: server.timeouts.bodyBytes)) }
  }

  // MARK: - Ends

  /// Whether nothing is being read or answered.
  var isIdle: Bool { exchange == nil && decoder.isIdle }

  /// Sends what waits and ends.
  private func close() {
    isClosing = true
    stream.closeAfterFlush()
  }

  /// The time is up.
  func giveUp() { stream.close() }

  /// Leaves the stream to another protocol.
  func takeOver(for exchange: Exchange) -> (stream: Stream, remainder: [UInt8])? {
    guard self.exchange === exchange, stream.isOpen, !isClosing else { return nil }
    self.exchange = nil
    isClosing = true
    server.remove(self)
    server.answered(101)
    stream.resumeReading()
    return (stream, decoder.takeRemainder())
  }

  func clientAddress(of request: Request) -> ClientAddress {
    ClientAddress(fields: request.fields, trustedProxies: server.trustedProxies) { [stream] in
      stream.remoteAddress.map(NumericAddress.init)
    }
  }
}
