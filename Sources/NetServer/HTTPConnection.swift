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
  /// Since which second there has been nothing to do, if there is nothing now.
  private(set) var idleSince: UInt32
  /// Whether there is no room for it: it is heard out and turned away.
  let isRefused: Bool

  private let stream: Stream
  private unowned let server: HTTPServer
  /// How long it may be idle: seconds.
  private let idleTime: UInt32
  private var decoder: RequestDecoder
  /// The one that is being answered.
  private var exchange: Exchange?
  /// When the request that is being read began.
  private var begun: UInt32?
  private var isPumping = false
  private var isClosing = false

  /// - Parameter number: of the server's connections. Those that fall idle at once do not end at once: a proxy would
  ///   find all of its own gone in the same moment.
  init(_ stream: Stream, server: HTTPServer, number: Int, isRefused: Bool) {
    self.stream = stream
    self.server = server
    self.isRefused = isRefused
    let timeouts = server.timeouts
    idleTime = timeouts.idle &+ UInt32(truncatingIfNeeded: number) % (timeouts.idleSpread + 1)
    decoder = RequestDecoder(limits: RequestLimits(body: timeouts.bodyBytes))
    idleSince = server.second
    deadline = server.second &+ (isRefused ? timeouts.refusal : timeouts.head)
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
    deadline = server.second &+ idleTime
    server.resumeLater(self)
  }

  private func take(_ event: RequestEvent) {
    switch event {
    case .expectsContinue where isRefused: turnAway()
    case .expectsContinue: stream.write(ResponseEncoder.proceed)
    case .request(let request) where isRefused && !Overload.admits(request): turnAway()
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
    guard !isRefused else { return }
    guard !decoder.isIdle else {
      begun = nil
      if deadline == .max {
        deadline = server.second &+ idleTime
        idleSince = server.second
      }
      return
    }
    let start = begun ?? server.second
    begun = start
    deadline = start &+ (decoder.isInBody ? server.timeouts.body : server.timeouts.head)
  }

  /// There is no room. Said after the request: before it, many clients and proxies take it for an error of the connection.
  private func turnAway() {
    deadline = .max
    send(Overload.reply, to: nil)
    close()
  }

  private func refuse(_ error: HTTPError) {
    if let request = decoder.refused {
      server.router.tell(RefusedRequest(request: request, client: clientAddress(of: request), error: error))
    }
    send(Reply(error.response, closes: true), to: nil)
    close()
  }

  // MARK: - Answers

  func awaitsAnswer(to exchange: Exchange) -> Bool { self.exchange === exchange }

  func answer(_ reply: Reply, to exchange: Exchange) {
    guard self.exchange === exchange else { return }
    self.exchange = nil
    let ends = reply.closes || isRefused || isClosing || server.isClosing || !exchange.request.keepsAlive
    var reply = reply
    reply.closes = ends
    send(reply, to: exchange.request)
    if ends { close() } else { pump() }
  }

  private func send(_ reply: Reply, to request: Request?) {
    var response = completed(reply.response)
    // How long it stays is said, so that whoever keeps the connection does not use it while it ends here.
    let persistence: ResponseEncoder.Persistence =
      request.map { !reply.closes && $0.keepsAlive } ?? false ? .keepAlive : .close
    if persistence == .keepAlive { try? response.fields.add("Keep-Alive", "timeout=\(server.timeouts.keepAlive)") }
    let length = reply.sharedBody?.count ?? response.body.count
    var bytes = ResponseEncoder.head(response, bodyLength: length, persistence)
    let hasBody =
      request?.method != "HEAD" && response.status >= 200 && response.status != 204 && response.status != 304
    if hasBody, reply.sharedBody == nil { bytes.append(contentsOf: response.body) }
    stream.write(bytes)
    if hasBody, let body = reply.sharedBody { stream.write(body) }
  }

  /// With what every response says.
  private func completed(_ response: Response) -> Response {
    var response = response
    for field in SecurityFields.fields { try? response.fields.add(field.name, field.value) }
    try? response.fields.add("Date", server.httpDate)
    server.answered(response.status)
    return response
  }

  /// Answers with a body that goes on for as long as the connection, and leaves the stream to whoever writes it.
  func beginStream(_ reply: Reply, for exchange: Exchange) -> Stream? {
    guard let stream = release(for: exchange) else { return nil }
    stream.write(ResponseEncoder.head(completed(reply.response), bodyLength: nil, .close))
    return stream
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

  /// Whether it can be closed for another one: nobody has asked anything for a while, and all is answered.
  func isSpare(at second: UInt32) -> Bool {
    isIdle && !isRefused && !isClosing && slot >= 0 && stream.outboxCount == 0 && idleSince < second
  }

  /// The time is up.
  func giveUp() {
    if isRefused, !isClosing { turnAway() } else { stream.close() }
  }

  /// Leaves the stream to another protocol.
  func takeOver(for exchange: Exchange) -> (stream: Stream, remainder: [UInt8])? {
    guard let stream = release(for: exchange) else { return nil }
    server.answered(101)
    return (stream, decoder.takeRemainder())
  }

  /// The stream, which is none of the server's any more; `nil` when the client has gone.
  private func release(for exchange: Exchange) -> Stream? {
    guard self.exchange === exchange, stream.isOpen, !isClosing else { return nil }
    self.exchange = nil
    isClosing = true
    server.remove(self)
    stream.resumeReading()
    return stream
  }

  func clientAddress(of request: Request) -> ClientAddress {
    ClientAddress(fields: request.fields, trustedProxies: server.trustedProxies) { [stream] in
      stream.remoteAddress.map(NumericAddress.init)
    }
  }
}
