import Base
import EventLoop
import HTTP
import JSON
import NetClient

/// The HTTP calls of a participant that polls, on two connections: each is made until it is answered by what the protocol
/// calls an answer, or it is no use to go on.
final class PollCaller {
  enum Lane {
    /// What is asked.
    case requests
    /// The call that waits for what happens in the rooms.
    case news
  }

  /// Why there is no answer.
  enum Failure: Error {
    /// What the server says instead, and the error of the protocol in which it says so, if it is one.
    case refused(status: Int, error: JSONObject?)
    case broken(ConnectionEnd)
  }

  private struct Call {
    let client: HTTPClient
    let request: Request
    /// How long the server may take its time.
    let wait: TimeSpan
    let completion: (Result<Response, Failure>) -> Void
    /// Whether its connection broke off once.
    var isRepeated = false
  }

  /// How long an answer may take beyond that; and for how long the server may put us off.
  private static let timeout: TimeSpan = .seconds(10)
  /// The largest answer taken, in bytes: more than the server puts into one.
  private static let longestAnswer = 16 << 20

  /// Called whenever bytes come.
  var onHeard: () -> Void = {}
  /// Whether the hello has been accepted. Who is put off before that is not let in, and has to know.
  var isWelcomed = false
  private let reactor: Reactor
  private let entropy: any Entropy
  private let asker: HTTPClient
  private let listener: HTTPClient
  /// Since when we have been put off.
  private var putOffSince: Instant?
  private var isEnded = false

  init(_ reactor: Reactor, to resolve: @escaping HTTPClient.Resolve, entropy: any Entropy) {
    self.reactor = reactor
    self.entropy = entropy
    asker = HTTPClient(reactor, longestBody: Self.longestAnswer, to: resolve)
    listener = HTTPClient(reactor, longestBody: Self.longestAnswer, to: resolve)
    for client in [asker, listener] { client.onHeard = { [weak self] in self?.onHeard() } }
  }

  deinit { end() }

  private func client(_ lane: Lane) -> HTTPClient { lane == .requests ? asker : listener }

  func isBusy(_ lane: Lane) -> Bool { client(lane).isBusy }

  /// Forgets the call that is under way.
  func drop(_ lane: Lane) { client(lane).drop() }

  /// The next calls take new connections.
  func renew() { for client in [asker, listener] { client.renew() } }

  /// Nothing is called any more, nor is anybody told anything.
  func end() {
    isEnded = true
    for client in [asker, listener] { client.drop() }
  }

  // MARK: - Calling

  /// - Parameters:
  ///   - wait: how long the server may take its time.
  ///   - completion: told once, unless the call is dropped: from the loop, never from within this.
  func call(
    _ lane: Lane, _ request: Request, wait: TimeSpan, completion: @escaping (Result<Response, Failure>) -> Void
  ) {
    make(Call(client: client(lane), request: request, wait: wait, completion: completion))
  }

  private func make(_ call: Call) {
    call.client.call(call.request, timeout: call.wait + Self.timeout) { [weak self] result in
      guard let self, !isEnded else { return }
      switch result {
      case .success(let response) where (200...299).contains(response.status):
        putOffSince = nil
        call.completion(.success(response))
      case .success(let response): refused(call, response)
      case .failure(let failure): failed(call, failure)
      }
    }
  }

  /// A connection that broke off may have been kept too long, or its instance has gone: another is tried at once, but
  /// only one. Nothing is done twice by that, since requests have ids and positions are kept.
  private func failed(_ call: Call, _ failure: ConnectionEnd) {
    guard !call.isRepeated, failure != .silent else { return call.completion(.failure(.broken(failure))) }
    var again = call
    again.isRepeated = true
    make(again)
  }

  private func refused(_ call: Call, _ response: Response) {
    let error = try? JSONParser.parseObject(response.body)
    let since = putOffSince ?? reactor.now
    let isPassing = [429, 502, 503, 504].contains(response.status)
    guard isWelcomed, isPassing, reactor.now < since + Self.timeout else {
      let isOfProtocol = error?["type"]?.string == "error"
      return call.completion(.failure(.refused(status: response.status, error: isOfProtocol ? error : nil)))
    }
    putOffSince = since
    let least = Self.pause(error?["retryAfter"]?.integer.flatMap { Int(exactly: $0) })
    reactor.after(least + entropy.part(of: least / 4)) { [weak self] in if self?.isEnded == false { self?.make(call) } }
  }

  /// How long to wait where the server names so many milliseconds, or none.
  static func pause(_ milliseconds: Int?, most: TimeSpan = timeout) -> TimeSpan {
    .milliseconds(min(max(milliseconds ?? 1_000, 100), most.milliseconds))
  }
}
