import Base
import Chat
import ChatProtocol
import JSON
import WebSocket

/// What a client talks through.
protocol SimulatedConnection: AnyObject {
  func send(_ json: String)
  /// The client's side is gone; what was on its way is lost.
  func cut()
}

/// The way of a client for whom WebSockets are blocked: one call waits for what happens in the room, what is asked goes in
/// short calls beside it, and each finds any instance. The server keeps nothing between two.
final class SimulatedPolls: SimulatedConnection {
  private unowned let cluster: Cluster
  private var scheduler: Scheduler { cluster.scheduler }
  private weak var client: SimulatedClient?
  private let token: String
  private let room: String
  private var place: (position: String, seq: UInt64)?
  private var requests: [String] = []
  private var isAsking = false
  private var isListening = false
  private var isCut = false
  private var calls: [SimulatedCall] = []

  init(_ cluster: Cluster, token: String, in room: String, client: SimulatedClient) {
    self.cluster = cluster
    self.token = token
    self.room = room
    self.client = client
  }

  func cut() {
    isCut = true
    for call in calls { call.cut() }
  }

  // MARK: - Asking

  func send(_ json: String) {
    requests.append(json)
    ask()
  }

  /// What is asked keeps its order: one call at a time.
  private func ask() {
    guard !isCut, !isAsking, !requests.isEmpty else { return }
    isAsking = true
    let batch = requests
    requests = []
    call(after: nil, batch, most: 25_000) { [self] objects in
      isAsking = false
      guard let objects else { return end() }
      take(objects)
      ask()
      listen()
    }
  }

  /// What became of it is not known: its client asks again.
  private func end() {
    cut()
    client?.lost(self)
  }

  // MARK: - Listening

  private func listen() {
    guard !isCut, !isListening, !isAsking, let place else { return }
    isListening = true
    call(after: place.position, [], most: 2_000) { [self] objects in
      isListening = false
      take(objects ?? [])
      let isRefused = objects.map { $0.contains { $0["type"]?.string == "error" } } ?? true
      scheduler.after(isRefused ? 50...500 : 0...3) { self.listen() }
    }
  }

  private func take(_ objects: [JSONObject]) {
    for object in objects where !isCut {
      note(object)
      client?.receive(object, on: self)
    }
  }

  /// Where the client stands, which it hands to the server with the next call.
  private func note(_ object: JSONObject) {
    let (position, seq) = (object["position"]?.string, UInt64(clamping: object["seq"]?.integer ?? 0))
    switch object["type"]?.string {
    case "joined":
      guard let position, place != nil || object["more"]?.bool != true else { return }
      place = (position, seq)
    case "rewind": if let position, place != nil { place = (position, 0) }
    case "gap": place?.seq = 0
    default:
      guard object["from"] != nil, let position, let known = place?.seq, seq > known else { return }
      place = (position, seq)
    }
  }

  // MARK: - A call

  /// - Parameters:
  ///   - after: where it goes on in the room; `nil` to ask only.
  ///   - most: how long it may wait for something to tell: milliseconds.
  ///   - completion: told the answer; `nil` for none.
  private func call(
    after: String?, _ requests: [String], most: Double, _ completion: @escaping ([JSONObject]?) -> Void
  ) {
    guard let instance = scheduler.pick(cluster.usable) else {
      return scheduler.after(20...500) { if !self.isCut { completion(nil) } }
    }
    // A newcomer is to see all there is.
    let isSmall = client?.position != nil && scheduler.chance(25)
    let call = SimulatedCall(
      instance, scheduler, requests, in: room, after: after, spareBytes: isSmall ? 300 : .max)
    calls.append(call)
    call.onAnswer = { [self, weak call] objects in
      calls.removeAll { $0 === call }
      if !isCut { completion(objects) }
    }
    call.begin(with: token, most: most)
  }
}

/// One long-poll call, for as long as it lasts a client of the hub, as `PollCall` is.
final class SimulatedCall: ClientTransport {
  private let instance: SimulatedInstance
  private let scheduler: Scheduler
  private let requests: [String]
  private let room: String
  private let after: String?
  private var client: Client?
  private var unanswered = 0
  private var objects: [JSONObject] = []
  private var isOverdue = false
  private var isOver = false
  /// Told once what came of it.
  var onAnswer: ([JSONObject]?) -> Void = { _ in }

  init(
    _ instance: SimulatedInstance, _ scheduler: Scheduler, _ requests: [String], in room: String, after: String?,
    spareBytes: Int
  ) {
    self.spareBytes = spareBytes
    self.instance = instance
    self.scheduler = scheduler
    self.requests = requests
    self.room = room
    self.after = after
  }

  func begin(with token: String, most: Double) {
    watch()
    scheduler.after(0.05...5) { [self] in
      instance.turn { [self] in
        instance.calls.append(self)
        instance.hub.accounts.authenticate(token, wallClock: scheduler.wallClock) { [self] result in
          guard case .success(let identity) = result else { return fail() }
          guard !isOver else { return }
          enter(identity)
        }
      }
    }
    scheduler.after(most...most) { [self] in
      isOverdue = true
      instance.turn {}
    }
  }

  private func enter(_ identity: Identity) {
    let client = instance.hub.connect(self, as: identity, isOperator: false)
    self.client = client
    unanswered = requests.count + (after == nil ? 0 : 1)
    if let after { client.resume(in: room, after: Position(after)) }
    for request in requests {
      if let object = try? JSONParser.parseObject(Array(request.utf8)) { client.receive(object) }
    }
  }

  /// Notices that the process behind has died.
  private func watch() {
    guard !isOver else { return }
    if !instance.isAlive { return fail() }
    scheduler.after(20...60) { [weak self] in self?.watch() }
  }

  // MARK: - ClientTransport

  func deliver(_ frames: ByteSlice) {
    for json in EventFrames(frames.bytes) {
      if let object = try? JSONParser.parseObject(json) { objects.append(object) }
    }
  }

  func answered() { unanswered -= 1 }
  func close(_ code: CloseCode, reason: String) { isOverdue = true }
  /// Much, or so little that what was missed comes in pages of a message or two.
  let spareBytes: Int
  var lasts: Bool { false }

  // MARK: - The end

  /// To be called at the end of each turn of the instance.
  /// - Returns: whether it is over.
  func endTurn() -> Bool {
    guard !isOver else { return true }
    guard client != nil, unanswered <= 0, !objects.isEmpty || isOverdue else { return false }
    isOver = true
    disconnect()
    let objects = objects
    scheduler.after(0.05...5) { self.onAnswer(objects) }
    return true
  }

  /// The client has gone.
  func cut() {
    guard !isOver else { return }
    isOver = true
    instance.turn { [self] in disconnect() }
  }

  private func fail() {
    guard !isOver else { return }
    isOver = true
    disconnect()
    scheduler.after(0...5) { self.onAnswer(nil) }
  }

  private func disconnect() {
    client?.disconnected()
    client = nil
  }
}
