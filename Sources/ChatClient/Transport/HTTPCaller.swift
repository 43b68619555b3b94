import Base
import EventLoop
import HTTP

/// One HTTP connection of a client, made when it is needed and kept for the next request: one request at a time.
final class HTTPCaller: StreamHandler {
  /// For the TCP connection.
  private static let connectLimit: TimeSpan = .seconds(5)
  /// The largest answer taken, in bytes: more than the server puts into one.
  private static let answerLimit = 16 << 20

  typealias Completion = (Result<Response, TransportEnd>) -> Void

  /// Called whenever bytes come.
  var onHeard: () -> Void = {}
  private let reactor: Reactor
  private let address: ChatAddress
  private var stream: Stream?
  /// The connection before this one, until this one has answered.
  private var spare: Stream?
  private var isRenewalDue = false
  /// The request that is under way.
  private var bytes: [UInt8] = []
  private var decoder = ResponseDecoder()
  private var completion: Completion?
  private var deadline: Timer?

  init(_ reactor: Reactor, to address: ChatAddress) {
    self.reactor = reactor
    self.address = address
  }

  /// One request on a connection of its own; nothing has to be held.
  /// - Parameter completion: told once; `nil` when there was no answer.
  static func once(
    _ request: Request, at address: ChatAddress, reactor: Reactor, completion: @escaping (Response?) -> Void
  ) {
    let caller = HTTPCaller(reactor, to: address)
    caller.call(request, timeout: .seconds(3)) { result in
      caller.drop()
      completion(try? result.get())
    }
  }

  var isBusy: Bool { completion != nil }

  /// Sends a request; `completion` is told once, unless the call is dropped: from the loop, never from within this.
  /// - Parameter timeout: for all of it.
  func call(_ request: Request, timeout: TimeSpan, completion: @escaping Completion) {
    drop(keepingConnection: true)
    self.completion = completion
    do {
      var request = request
      try request.fields.add("Host", address.authority)
      bytes = try RequestEncoder.encode(request)
      send(on: try openStream())
      deadline = reactor.after(timeout) { [weak self] in self?.fail(.silent) }
    } catch {
      deadline = reactor.after(.zero) { [weak self] in self?.fail(.failed("\(error)")) }
    }
  }

  private func send(on stream: Stream) {
    self.stream = stream
    decoder = ResponseDecoder(limits: RequestLimits(body: Self.answerLimit))
    stream.write(bytes)
  }

  /// The connection that is there, if nothing stands on it, or a new one.
  private func openStream() throws(SystemError) -> Stream {
    if let stream, stream.isWritable {
      guard isRenewalDue else { return stream }
      spare = stream
    } else {
      isRenewalDue = false
    }
    let target = try SocketAddress.resolve(host: address.host, port: address.port)
    return Stream.connect(reactor, to: target, timeout: Self.connectLimit, handler: self)
  }

  /// The next call goes on a new connection, which a balancer leads elsewhere; the one that is there is closed only when
  /// that one has answered, and used on if it can't be had.
  func renew() { isRenewalDue = true }

  /// Forgets the call that is under way, and closes the connection.
  func drop() { drop(keepingConnection: false) }

  private func drop(keepingConnection: Bool) {
    let wasBusy = isBusy
    completion = nil
    deadline?.cancel()
    if wasBusy || !keepingConnection { closeStream() }
  }

  private func closeStream() {
    stream?.close()
    spare?.close()
    (stream, spare) = (nil, nil)
  }

  private func fail(_ end: TransportEnd) {
    if let spare, spare.isWritable, end != .silent {
      self.spare = nil
      stream?.close()
      return send(on: spare)
    }
    closeStream()
    finish(.failure(end))
  }

  private func finish(_ result: Result<Response, TransportEnd>) {
    deadline?.cancel()
    bytes = []
    let completion = self.completion
    self.completion = nil
    completion?(result)
  }

  // MARK: - The stream

  func stream(_ stream: Stream, received bytes: UnsafeMutableRawBufferPointer) {
    guard stream === self.stream else { return }
    onHeard()
    // What nobody has asked for is not to be taken for the answer to what is asked next.
    guard isBusy else { return closeStream() }
    decoder.append(UnsafeRawBufferPointer(bytes))
    do throws(HTTPError) {
      guard let response = try decoder.next() else { return }
      answered(response)
    } catch {
      fail(.failed("the server's answer is no HTTP: \(error.reason)"))
    }
  }

  private func answered(_ response: Response) {
    if spare != nil { isRenewalDue = false }
    spare?.close()
    spare = nil
    if response.fields.containsToken("close", in: "Connection") || !decoder.takeRemainder().isEmpty { closeStream() }
    finish(.success(response))
  }

  func streamEndedReading(_ stream: Stream) {
    stream.close()
    guard stream === self.stream else { return }
    self.stream = nil
    guard isBusy else { return }
    // An answer without a length ends with the connection.
    if let response = try? decoder.end() { finish(.success(response)) } else { fail(Self.brokenOff) }
  }

  func stream(_ stream: Stream, closed reason: CloseReason) {
    guard stream === self.stream else { return }
    self.stream = nil
    switch reason {
    case .failure(let error): fail(.failed("\(error)"))
    case .local, .peer, .lingered: fail(Self.brokenOff)
    }
  }

  private static let brokenOff = TransportEnd.failed("the connection broke off")
}
