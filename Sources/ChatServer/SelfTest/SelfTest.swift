import Base
import EventLoop
import HTTP
import NetClient

/// What `/test` runs: a user's whole visit, through the instance's own front door.
///
/// Each step waits for the one before it; after a failure the rest is listed as not run. One run serves everybody who
/// asks while it lasts.
final class SelfTest {
  /// How long one step may take.
  static let stepLimit: TimeSpan = .seconds(3)

  /// How a step ended.
  struct Outcome {
    let step: Step
    let failure: StepFailure?
    let milliseconds: Int
  }

  /// What one run holds on to: who it is, and what it has learnt.
  final class Visit {
    let word: String
    var token = ""
    var socket: VisitSocket?
    /// The room's position before the message was sent.
    var position = ""

    init(word: String) { self.word = word }
  }

  let reactor: Reactor
  let address: SocketAddress
  let room: String
  private let steps: [Step]
  private let operatorToken: String
  private let entropy: any Entropy
  private var waiting: [([Outcome]) -> Void] = []

  /// - Parameters:
  ///   - address: where the instance serves the public.
  ///   - room: used by this instance's tests alone.
  init(
    steps: [Step], reactor: Reactor, address: SocketAddress, room: String, operatorToken: String,
    entropy: any Entropy
  ) {
    self.steps = steps
    self.reactor = reactor
    self.address = address
    self.room = room
    self.operatorToken = operatorToken
    self.entropy = entropy
  }

  /// - Parameter completion: gets an outcome for each step, in order.
  func run(_ completion: @escaping ([Outcome]) -> Void) {
    waiting.append(completion)
    guard waiting.count == 1 else { return }
    go(on: steps[...], Visit(word: entropy.word(8)), [])
  }

  private func go(on rest: ArraySlice<Step>, _ visit: Visit, _ outcomes: [Outcome]) {
    guard let step = rest.first else { return finish(visit, outcomes) }
    perform(step, visit) { [self] failure, milliseconds in
      let outcomes = outcomes + [Outcome(step: step, failure: failure, milliseconds: milliseconds)]
      guard failure != nil else { return go(on: rest.dropFirst(), visit, outcomes) }
      let skipped = rest.dropFirst().map {
        Outcome(step: $0, failure: StepFailure("not run, because an earlier step failed"), milliseconds: 0)
      }
      finish(visit, outcomes + skipped)
    }
  }

  /// Runs a step to its end or to its time limit, whichever comes first.
  private func perform(_ step: Step, _ visit: Visit, completion: @escaping (StepFailure?, Int) -> Void) {
    let start = reactor.now
    var timer: Timer?
    var pending: ((StepFailure?, Int) -> Void)? = completion
    let end = { [reactor] (failure: StepFailure?) in
      timer?.cancel()
      let completion = pending
      pending = nil
      completion?(failure, (reactor.now - start).milliseconds)
    }
    timer = reactor.after(Self.stepLimit) { end(StepFailure("it took longer than 3 s")) }
    step.perform(self, visit, end)
  }

  private func finish(_ visit: Visit, _ outcomes: [Outcome]) {
    visit.socket?.close()
    let waiting = self.waiting
    self.waiting = []
    for completion in waiting { completion(outcomes) }
  }

  // MARK: - For the steps

  var host: String { address.description }

  /// The fields of a request as this visitor: let through in maintenance.
  func fields(_ visit: Visit) -> Fields {
    var fields = Fields()
    try? fields.add(AdminAuthenticator.field, operatorToken)
    if !visit.token.isEmpty { try? fields.add("Authorization", "Bearer \(visit.token)") }
    return fields
  }

  func request(
    _ method: String, _ path: String, _ visit: Visit, body: [UInt8] = [],
    completion: @escaping (Result<Response, StepFailure>) -> Void
  ) {
    var request = Request(method: method, target: path, fields: fields(visit), body: body)
    try? request.fields.add("Host", host)
    request.fields.add("Connection", literal: "close")
    HTTPClient.once(request, on: reactor, timeout: Self.stepLimit, to: { [address] in address }) { result in
      completion(result.mapError { StepFailure("\($0)") })
    }
  }

  func connect(_ visit: Visit, opened: @escaping (StepFailure?) -> Void) {
    do {
      let socket = VisitSocket(reactor, entropy: entropy, opened: opened)
      visit.socket = socket
      try socket.connect(to: address, host: host, fields: fields(visit))
    } catch {
      opened(StepFailure("the handshake could not be written"))
    }
  }
}
