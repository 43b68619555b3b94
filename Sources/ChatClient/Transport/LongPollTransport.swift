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
  /// How long the server may hold a call that has nothing to tell: less than what a participant takes for
  /// silence.
  private static let wait = TimeSpan.seconds(20)
  /// How long an answer may take beyond that; and for how long the server may put us off.
  private static let timeout: TimeSpan = .seconds(10)
  /// For how long a room that is refused is left out at most, and between two times that such are asked for again.
  private static let longestHold: TimeSpan = .seconds(60)
  private static let releaseSpan: TimeSpan = .seconds(1)
  /// The largest answer taken, in bytes: more than the server puts into one.
  private static let longestAnswer = 16 << 20
  /// What one call carries at most: requests, and bytes of them.
  private static let batch = (requests: 32, bytes: 128 << 10)

  /// How often the hello is said again: its answer tells of direct rooms in which somebody wrote between two
  /// calls, when nobody was there to be told.
  var helloSpan: TimeSpan = .seconds(60)

  private enum Phase { case new, greeting, open, closing(CloseCode), over }

  package weak var observer: (any TransportObserver)?
  private let reactor: Reactor
  private let entropy: any Entropy
  private let address: ChatAddress
  private var phase = Phase.new
  private var session: String?
  /// Whether the session was made for this hello, so that its owner has to be told.
  private var isNewSession = false
  private(set) var rooms = PolledRooms()
  /// What has to be sent, and how much of it is on its way.
  private var requests = Queue<[UInt8]>()
  private var requestsAsked = 0
  private let asker: HTTPClient
  private let listener: HTTPClient
  private var hello: [UInt8] = []
  private var helloAt: Instant = .distantPast
  private var isWelcomed = false
  /// Since when we have been put off.
  private var putOffSince: Instant?
  private var isFlushDue = false
  private var pause: Timer?
  /// When rooms that were refused are asked for again.
  private var release: Timer?
  /// Itself, from `close` to the end: its owner need not hold it meanwhile.
  private var closing: LongPollTransport?

  package init(_ reactor: Reactor, to address: ChatAddress, entropy: any Entropy) {
    self.reactor = reactor
    self.address = address
    self.entropy = entropy
    asker = HTTPClient(reactor, longestBody: Self.longestAnswer, to: address.resolve)
    listener = HTTPClient(reactor, longestBody: Self.longestAnswer, to: address.resolve)
    for caller in [asker, listener] { caller.onHeard = { [weak self] in self?.heard() } }
  }

  deinit { dropCalls() }

  private func heard() { observer?.transportHeard(self) }

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
    listener.drop()
    pause?.cancel()
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
    dropCalls()
    closing = nil
    let observer = self.observer
    self.observer = nil
    observer?.transport(self, ended: end)
  }

  private func dropCalls() {
    pause?.cancel()
    release?.cancel()
    asker.drop()
    listener.drop()
    requests.removeAll()
  }

  private var isOver: Bool { if case .over = phase { true } else { false } }

  // MARK: - Who it is

  /// The first object is the hello. A poll needs a session, so one that brings a name gets its session first.
  private func greet(_ hello: [UInt8]) {
    phase = .open
    let object = try? JSONParser.parseObject(hello)
    session = object?["session"]?.string
    let token = object?["token"]?.string
    // A token is shown once, for the session.
    self.hello = token == nil ? hello : JSONWriter.object { $0.member("type", "hello") }
    helloAt = reactor.now
    requests.append(self.hello)
    guard session == nil else { return flush() }
    let signIn = PollRequests(address: address)
    self.signIn(token.map(signIn.signIn(with:)) ?? signIn.signIn(hello))
  }

  private func signIn(_ request: Request) {
    requestsAsked = 1
    call(asker, request, wait: .zero) { line, response in
      line.requestsAsked = 0
      guard response.status == 201, let token = (try? JSONParser.parseObject(response.body))?["session"]?.string else {
        return line.end(.refused(status: response.status))
      }
      (line.session, line.isNewSession) = (token, true)
      line.flush()
    }
  }

  /// The welcome as a WebSocket would bring it: with the session that was made for it.
  private func completed(_ welcome: JSONObject) -> JSONObject {
    guard isNewSession, let session, welcome["session"] == nil else { return welcome }
    isNewSession = false
    var welcome = welcome
    welcome.append("session", .string(session))
    return welcome
  }

  // MARK: - Asking

  private func ask(_ json: [UInt8]) {
    requests.append(json)
    guard !isFlushDue, requestsAsked == 0 else { return }
    // What is asked in one turn goes in one call.
    isFlushDue = true
    reactor.after(.zero) { [weak self] in
      self?.isFlushDue = false
      self?.flush()
    }
  }

  /// Sends what waits, one call at a time: requests keep their order.
  private func flush() {
    guard requestsAsked == 0, !requests.isEmpty, let session, !isOver else { return }
    var bytes = 0
    let batch = requests.prefix(Self.batch.requests).prefix { request in
      bytes += request.count
      return bytes <= Self.batch.bytes
    }
    requestsAsked = max(batch.count, 1)
    let request = PollRequests(address: address).poll(
      session: session, rooms: nil, wait: 0, requests: requests.prefix(requestsAsked))
    call(asker, request, wait: .zero) { line, response in
      line.requests.removeFirst(line.requestsAsked)
      line.requestsAsked = 0
      line.take(response.body)
      line.flush()
      line.endIfSaid()
      line.listen()
    }
  }

  // MARK: - Listening

  /// Waits for news, unless it does so already. Not while there is something to ask that may change the rooms.
  private func listen() {
    guard case .open = phase, !listener.isBusy, pause?.isActive != true, requests.isEmpty, let session else { return }
    let begun = reactor.now
    if begun >= helloAt + helloSpan {
      helloAt = begun
      ask(hello)
    }
    let request = PollRequests(address: address).poll(
      session: session, rooms: rooms, wait: Self.wait.milliseconds, requests: [])
    call(listener, request, wait: Self.wait) { line, response in
      let count = line.take(response.body)
      // Nothing, and before its time: the instance is about to stop.
      if count == 0, line.reactor.now < begun + Self.wait / 2 { line.move() }
      line.listen()
    }
  }

  /// The next calls take new connections; after a moment, in case that these lead to the same instance.
  private func move() {
    asker.renew()
    listener.renew()
    listenLater(.milliseconds(20) + entropy.part(of: .milliseconds(180)))
  }

  private func listenLater(_ span: TimeSpan) {
    pause?.cancel()
    pause = reactor.after(span) { [weak self] in self?.listen() }
  }

  // MARK: - Answers

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
      if rooms.note(object) { roomsChanged = true }
      switch object["type"]?.string {
      case "welcome":
        isWelcomed = true
        observer?.transport(self, received: completed(object))
      case "reconnect": move()
      case "direct" where object["room"]?.string.map { rooms.contains($0) } ?? false: break
      case "error" where object["id"] == nil: refusedRoom(object)
      default: observer?.transport(self, received: object)
      }
    }
    // What the waiting call would have brought, the next one brings.
    if roomsChanged, listener.isBusy { listener.drop() }
    return objects.count
  }

  /// A room can't be polled: it would be refused again at once. What is said in the others comes meanwhile.
  private func refusedRoom(_ object: JSONObject) {
    let refusal = ServerRefusal(ServerObject(object))
    if let room = object["room"]?.string, refusal.isTransient {
      let span = Self.pause(refusal.retryAfter, most: Self.longestHold)
      if rooms.hold(room, until: reactor.now + span + entropy.part(of: span / 4)) { return releaseLater() }
    }
    if isWelcomed { observer?.transport(self, received: object) }
    guard !isOver else { return }
    listenLater(Self.pause(refusal.retryAfter))
  }

  /// Rooms that are due at about the same time are asked for in one call.
  private func releaseLater() {
    release?.cancel()
    guard let next = rooms.nextRelease else { return }
    release = reactor.after(max(next - reactor.now, Self.releaseSpan)) { [weak self] in
      guard let self, case .open = phase else { return }
      rooms.release(at: reactor.now)
      listener.drop()
      listen()
      releaseLater()
    }
  }

  private static func pause(_ milliseconds: Int?, most: TimeSpan = timeout) -> TimeSpan {
    .milliseconds(min(max(milliseconds ?? 1_000, 100), most.milliseconds))
  }

  // MARK: - Calls

  private struct Call {
    let caller: HTTPClient
    let request: Request
    /// How long the server may take its time.
    let wait: TimeSpan
    let answered: (LongPollTransport, Response) -> Void
    /// Whether its connection broke off once.
    var isRepeated = false
  }

  private func call(
    _ caller: HTTPClient, _ request: Request, wait: TimeSpan, answered: @escaping (LongPollTransport, Response) -> Void
  ) {
    make(Call(caller: caller, request: request, wait: wait, answered: answered))
  }

  /// Makes a call until it is answered by what the protocol calls an answer, or it is no use to go on.
  private func make(_ call: Call) {
    call.caller.call(call.request, timeout: call.wait + Self.timeout) { [weak self] result in
      guard let self, !isOver else { return }
      switch result {
      case .success(let response) where (200...299).contains(response.status):
        putOffSince = nil
        call.answered(self, response)
      case .success(let response): refused(call, response)
      case .failure(let failure): failed(call, failure)
      }
    }
  }

  /// A connection that broke off may have been kept too long, or its instance has gone: another is tried at once, but
  /// only one. Nothing is done twice by that, since requests have ids and positions are kept.
  private func failed(_ call: Call, _ failure: ConnectionEnd) {
    guard !call.isRepeated, failure != .silent else { return end(failure) }
    var again = call
    again.isRepeated = true
    make(again)
  }

  private func refused(_ call: Call, _ response: Response) {
    let error = try? JSONParser.parseObject(response.body)
    if let error, error["type"]?.string == "error", !isWelcomed || response.status == 401 {
      // It is the hello that is refused, or the session has ended: its owner knows what to do.
      observer?.transport(self, received: error)
    }
    if response.status == 401 { return end(.closed(.unauthorized, reason: "no session")) }
    let since = putOffSince ?? reactor.now
    let isPassing = [429, 502, 503, 504].contains(response.status)
    guard isWelcomed, isPassing, reactor.now < since + Self.timeout else {
      return end(.refused(status: response.status))
    }
    putOffSince = since
    let least = Self.pause(error?["retryAfter"]?.integer.flatMap { Int(exactly: $0) })
    reactor.after(least + entropy.part(of: least / 4)) { [weak self] in if self?.isOver == false { self?.make(call) } }
  }
}
