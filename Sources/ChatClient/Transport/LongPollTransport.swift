import Base
import ChatProtocol
import EventLoop
import HTTP
import JSON
import NetClient
import WebSocket

/// The transport for where WebSockets are blocked: `POST /poll`, again and again.
///
/// One call waits for what happens in the rooms; what the participant asks travels in short calls beside it. The server
/// keeps nothing between two calls, and whichever instance answers will do: so there is nothing to move when one wants to
/// be left. It answers the waiting call with nothing, before its time, or with `reconnect`; the next calls take new
/// connections.
///
/// Idle it costs one connection, which the server answers every 20 seconds.
package final class LongPollTransport: Transport {
  /// How often the hello is said again: its answer tells of direct rooms in which somebody wrote between two
  /// calls, when nobody was there to be told.
  var helloSpan: TimeSpan = .seconds(60)

  private enum Phase { case new, greeting, open, closing(CloseCode), over }

  package weak var observer: (any TransportObserver)?
  private let reactor: Reactor
  private let calls: PollRequests
  private let caller: PollCaller
  let waiting: WaitingCall
  private var phase = Phase.new
  /// Known from the hello on.
  private var session: PollSession?
  private var requests = PollRequestQueue()
  private var isFlushDue = false
  /// Itself, from `close` to the end: its owner need not hold it meanwhile.
  private var closing: LongPollTransport?

  package init(_ reactor: Reactor, to address: ChatAddress, entropy: any Entropy) {
    self.reactor = reactor
    calls = PollRequests(address: address)
    caller = PollCaller(reactor, to: address.resolve, entropy: entropy)
    waiting = WaitingCall(reactor, entropy, caller)
    caller.onHeard = { [weak self] in
      guard let self else { return }
      observer?.transportHeard(self)
    }
    waiting.request = { [weak self] in self?.request(for: $0, wait: $1) }
    waiting.answered = { [weak self] result in
      var count: Int?
      self?.take(result) { transport, response in count = transport.take(response.body) }
      return count
    }
  }

  // MARK: - Transport

  package func open() {
    guard case .new = phase else { return }
    phase = .greeting
    reactor.after(.zero) { [weak self] in
      guard let self else { return }
      observer?.transportOpened(self)
    }
  }

  package func send(_ json: [UInt8]) {
    switch phase {
    case .new, .closing, .over: break
    case .greeting: greet(json)
    case .open: ask(json)
    }
  }

  package func probe() {
    if case .open = phase { ask(JSONWriter.object { $0.member("type", "ping") }) }
  }

  package func close(_ code: CloseCode) {
    if case .over = phase { return }
    phase = .closing(code)
    waiting.stop()
    closing = self
    reactor.after(.zero) { [self] in endIfSaid() }
  }

  /// After a close: over, once everything is answered.
  private func endIfSaid() {
    guard case .closing(let code) = phase else { return }
    guard requests.isEmpty else { return flush() }
    end(.closed(code, reason: ""))
  }

  package func abandon() {
    observer = nil
    end(.failed("abandoned"))
  }

  /// Tells the observer, once.
  private func end(_ end: ConnectionEnd) {
    if case .over = phase { return }
    phase = .over
    waiting.stop()
    caller.end()
    closing = nil
    let observer = self.observer
    self.observer = nil
    observer?.transport(self, ended: end)
  }

  private var isOver: Bool { if case .over = phase { true } else { false } }

  // MARK: - Asking

  /// The first object is the hello. A poll needs a session, so one that brings a name gets its session first.
  private func greet(_ hello: [UInt8]) {
    phase = .open
    let session = PollSession(hello: hello, at: reactor.now)
    self.session = session
    requests.append(session.hello)
    guard let signIn = session.signIn(calls) else { return flush() }
    call(signIn) { transport, response in
      guard transport.session?.take(response) == true else { return transport.end(.refused(status: response.status)) }
      transport.flush()
    }
  }

  private func ask(_ json: [UInt8]) {
    requests.append(json)
    guard !isFlushDue, !requests.isAsking else { return }
    // What is asked in one turn goes in one call.
    isFlushDue = true
    reactor.after(.zero) { [weak self] in
      self?.isFlushDue = false
      self?.flush()
    }
  }

  /// Sends what waits, one call at a time: requests keep their order.
  private func flush() {
    guard !isOver, let token = session?.token, let batch = requests.next() else { return }
    call(calls.poll(session: token, rooms: nil, wait: .zero, requests: batch)) { transport, response in
      transport.requests.answered()
      transport.take(response.body)
      transport.flush()
      transport.endIfSaid()
      transport.waiting.make()
    }
  }

  // MARK: - Listening

  /// The call that waits, unless there is something to ask that may change the rooms.
  private func request(for rooms: PolledRooms, wait: TimeSpan) -> Request? {
    guard case .open = phase, requests.isEmpty, let token = session?.token else { return nil }
    if let hello = session?.dueHello(at: reactor.now, every: helloSpan) { ask(hello) }
    return calls.poll(session: token, rooms: rooms, wait: wait, requests: [])
  }

  // MARK: - Answers

  private func call(_ request: Request, answered: @escaping (LongPollTransport, Response) -> Void) {
    caller.call(.requests, request, wait: .zero) { [weak self] result in self?.take(result, answered) }
  }

  private func take(
    _ result: Result<Response, PollCaller.Failure>, _ answered: (LongPollTransport, Response) -> Void
  ) {
    guard !isOver else { return }
    switch result {
    case .success(let response): answered(self, response)
    case .failure(.refused(let status, let error)): refused(status, error)
    case .failure(.broken(let end)): self.end(end)
    }
  }

  private func refused(_ status: Int, _ error: JSONObject?) {
    // It is the hello that is refused, or the session has ended, or its user is banned: its owner knows what to do.
    if let error, !caller.isWelcomed || [401, 403].contains(status) { observer?.transport(self, received: error) }
    end(status == 401 ? .closed(.unauthorized, reason: "no session") : .refused(status: status))
  }

  /// Hands on what came.
  /// - Returns: how many objects that was.
  @discardableResult
  private func take(_ body: [UInt8]) -> Int {
    let objects: [JSONObject]
    do { objects = try JSONParser.parseObjects(body) } catch {
      end(.failed("the server sent what is no answer to a poll: \(error.reason)"))
      return 0
    }
    var roomsChanged = false
    for object in objects where !isOver {
      if waiting.note(object) { roomsChanged = true }
      switch object["type"]?.string {
      case "welcome":
        caller.isWelcomed = true
        observer?.transport(self, received: session?.completed(object) ?? object)
      case "reconnect": waiting.move()
      case "direct" where object["room"]?.string.map { waiting.rooms.contains($0) } ?? false: break
      case "error" where object["id"] == nil: refusedRoom(object)
      default: observer?.transport(self, received: object)
      }
    }
    if roomsChanged { waiting.drop() }
    return objects.count
  }

  /// A room can't be polled: it would be refused again at once. What is said in the others comes meanwhile.
  private func refusedRoom(_ object: JSONObject) {
    let refusal = ServerRefusal(ServerObject(object))
    if let room = object["room"]?.string, refusal.isTransient, waiting.hold(room, retryAfter: refusal.retryAfter) {
      return
    }
    if caller.isWelcomed { observer?.transport(self, received: object) }
    guard !isOver else { return }
    waiting.make(in: PollCaller.pause(refusal.retryAfter))
  }
}
