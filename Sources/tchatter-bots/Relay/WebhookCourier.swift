import Base
import EventLoop
import HTTP
import NetClient

/// Posts one room's events to the receiver, one at a time.
///
/// Redirects are not followed, because who answers is then somebody else; an answer is read to 64 KiB.
final class WebhookCourier {
  /// Where to, signed with what, and within what limits.
  struct Route {
    let address: WebhookAddress
    /// Several while one is being changed: the receiver takes each signature that it knows.
    let secrets: [WebhookSecret]
    let allowsPrivate: Bool
    /// How long nothing may come.
    let timeout: TimeSpan
    /// Whether messages are told as Slack does, and answers posted.
    var isSlack = false
    /// What makes requests of https, where the address wants that.
    var https: HTTPSProgram?
  }

  enum Outcome: Equatable {
    /// With what the receiver has answered.
    case delivered([UInt8] = [])
    /// Why, and how long the receiver asks to be left alone.
    case failed(String, retryAfter: TimeSpan? = nil)
    /// The receiver wants nothing more: 410.
    case gone
  }

  /// How much longer than `timeout` an answer may take that keeps coming.
  private static let stretch = 4

  private let route: Route
  private let reactor: Reactor
  private let client: any WebhookClient
  private var silence: Timer?
  private var completion: ((Outcome) -> Void)?

  init(_ route: Route, reactor: Reactor) {
    self.route = route
    self.reactor = reactor
    client = route.https?.makeClient() ?? PlainClient(to: route.address, allowsPrivate: route.allowsPrivate, reactor)
    client.onHeard = { [weak self] in self?.hasProgressed() }
  }

  deinit { drop() }

  var isBusy: Bool { completion != nil }

  /// - Parameter completion: told once, unless it is dropped: from the loop, never from within this.
  func post(id: String, body: [UInt8], completion: @escaping (Outcome) -> Void) {
    self.completion = completion
    client.call(request(id, body), timeout: route.timeout * Self.stretch) { [weak self] in self?.answered($0) }
    hasProgressed()
  }

  /// Forgets what is on its way; it may have arrived.
  func drop() {
    silence?.cancel()
    completion = nil
    client.drop()
  }

  private func request(_ id: String, _ event: [UInt8]) -> Request {
    let time = reactor.wallClock / 1_000
    let slack = route.isSlack ? SlackShape(json: event) : nil
    let body = slack?.form ?? event
    let signatures = route.secrets.map { $0.signature(id: id, time: time, body: body) }.joined(separator: " ")
    var request = Request(method: "POST", target: route.address.target, body: body)
    let type = slack == nil ? "application/json" : "application/x-www-form-urlencoded"
    var fields = [
      ("Host", route.address.authority), ("Content-Type", type), ("User-Agent", "tchatter-bots"), ("webhook-id", id),
      ("webhook-timestamp", String(time)), ("webhook-signature", signatures),
    ]
    if slack != nil, let secret = route.secrets.first {
      fields.append(("X-Slack-Request-Timestamp", String(time)))
      fields.append(("X-Slack-Signature", secret.slackSignature(time: time, body: body)))
    }
    // All are of characters that a field may have: rooms, positions, numbers and Base64.
    for (name, value) in fields { try? request.fields.add(name, value) }
    return request
  }

  private func hasProgressed() {
    silence?.cancel()
    guard isBusy else { return }
    silence = reactor.after(route.timeout) { [weak self] in self?.giveUp() }
  }

  private func giveUp() {
    client.drop()
    finish(.failed("no answer for \(Int(route.timeout.seconds)) s"))
  }

  private func answered(_ result: Result<Response, ConnectionEnd>) {
    switch result {
    case .failure(let end): finish(.failed(end.description))
    case .success(let response): finish(Self.outcome(of: response))
    }
  }

  static func outcome(of response: Response) -> Outcome {
    switch response.status {
    case 200..<300: return .delivered(response.body)
    case 410: return .gone
    case 300..<400: return .failed("HTTP \(response.status): redirects are not followed")
    default:
      // Seconds; a date is rare here and is passed over.
      let seconds = response.fields["Retry-After"].flatMap { UInt32($0) }
      return .failed("HTTP \(response.status)", retryAfter: seconds.map { .seconds($0) })
    }
  }

  private func finish(_ outcome: Outcome) {
    silence?.cancel()
    let completion = completion
    self.completion = nil
    completion?(outcome)
  }
}
