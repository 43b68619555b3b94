import Base
import EventLoop
import HTTP

/// One HTTP/1.1 connection of a client, made when it is needed and kept for the next request: one request at a time.
package final class HTTPClient: StreamHandler {
  /// For the TCP connection.
  private static let connectLimit: TimeSpan = .seconds(5)

  /// The answer, or why there is none: `silent` or `failed`.
  package typealias Completion = (Result<Response, ConnectionEnd>) -> Void
  /// Where the server is: asked for each connection, since a name may lead elsewhere by then.
  package typealias Resolve = () throws(SystemError) -> SocketAddress

  /// Called whenever bytes come.
  package var onHeard: () -> Void = {}
  private let reactor: Reactor
  private let resolve: Resolve
  private let longestBody: Int
  private var stream: Stream?
  /// The connection before this one, until this one has answered.
  private var spare: Stream?
  private var isRenewalDue = false
  /// The request that is under way.
  private var bytes: [UInt8] = []
  private var decoder = ResponseDecoder()
  private var completion: Completion?
  private var deadline: Timer?

  /// - Parameter longestBody: of an answer, in bytes; a longer one is refused.
  package init(_ reactor: Reactor, longestBody: Int, to resolve: @escaping Resolve) {
    self.reactor = reactor
    self.resolve = resolve
    self.longestBody = longestBody
  }

  /// One request on a connection of its own; nothing has to be held.
  /// - Parameters:
  ///   - longestBody: of the answer, in bytes.
  ///   - timeout: for all of it.
  ///   - completion: told once, never from within this.
  package static func once(
    _ request: Request, on reactor: Reactor, longestBody: Int = 1 << 20, timeout: TimeSpan,
    to resolve: @escaping Resolve, completion: @escaping Completion
  ) {
    let client = HTTPClient(reactor, longestBody: longestBody, to: resolve)
    client.call(request, timeout: timeout) { result in
      client.drop()
      completion(result)
    }
  }

  package var isBusy: Bool { completion != nil }

  /// Sends a request; `completion` is told once, unless the call is dropped: from the loop, never from within this.
  /// - Parameters:
  ///   - request: with its `Host` field.
  ///   - timeout: for all of it.
  package func call(_ request: Request, timeout: TimeSpan, completion: @escaping Completion) {
    drop(keepingConnection: true)
    self.completion = completion
    do {
      bytes = try RequestEncoder.encode(request)
      send(on: try openStream())
      deadline = reactor.after(timeout) { [weak self] in self?.fail(.silent) }
    } catch {
      deadline = reactor.after(.zero) { [weak self] in self?.fail(.failed("\(error)")) }
    }
  }

  private func send(on stream: Stream) {
    self.stream = stream
    decoder = ResponseDecoder(limits: RequestLimits(body: longestBody))
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
    return Stream.connect(reactor, to: try resolve(), timeout: Self.connectLimit, handler: self)
  }

  /// The next call goes on a new connection, which a balancer leads elsewhere; the one that is there is closed only when
  /// that one has answered, and used on if it can't be had.
  package func renew() { isRenewalDue = true }

  /// Forgets the call that is under way, and closes the connection.
  package func drop() { drop(keepingConnection: false) }

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

  private func fail(_ end: ConnectionEnd) {
    if let spare, spare.isWritable, end != .silent {
      self.spare = nil
      stream?.close()
      return send(on: spare)
    }
    closeStream()
    finish(.failure(end))
  }

  private func finish(_ result: Result<Response, ConnectionEnd>) {
    deadline?.cancel()
    bytes = []
    let completion = self.completion
    self.completion = nil
    completion?(result)
  }

  // MARK: - The stream

  package func stream(_ stream: Stream, received bytes: UnsafeMutableRawBufferPointer) {
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

  package func streamEndedReading(_ stream: Stream) {
    stream.close()
    guard stream === self.stream else { return }
    self.stream = nil
    guard isBusy else { return }
    // An answer without a length ends with the connection.
    if let response = try? decoder.end() { finish(.success(response)) } else { fail(.brokenOff) }
  }

  package func stream(_ stream: Stream, closed reason: CloseReason) {
    guard stream === self.stream else { return }
    self.stream = nil
    switch reason {
    case .failure(let error): fail(.failed("\(error)"))
    case .local, .peer, .lingered: fail(.brokenOff)
    }
  }
}
