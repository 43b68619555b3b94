import WebSocket
import Audit
import Base
import Chat
import ChatProtocol
import JSON

/// A client as it should be: it sends one message after the other, keeps each until it is acknowledged, comes back to
/// any instance after a loss, and goes on from its position.
final class SimulatedClient {
  let name: String
  private unowned let cluster: Cluster
  private var scheduler: Scheduler { cluster.scheduler }
  private var link: (any SimulatedConnection)?
  /// Whether it does so by polls, once it has a session.
  let polls: Bool
  private var token: String?
  private(set) var user: User.ID?
  let room: String

  private(set) var view: [String] = []
  /// In what order messages were shown for the first time, those that were taken back among them.
  private(set) var firstShown: [String] = []
  private var known: Set<String> = []
  private var seqs: [UInt64] = []
  private var positions: [String] = []
  private(set) var position: String?
  private(set) var isJoined = false

  private(set) var sendings: [History.Sending] = []
  /// What some of them say besides their text.
  private(set) var extras: [String: Extra] = [:]
  private var isWaiting = false
  /// Whether it has said what it had to say, but for the message that it waits for.
  private var isQuiet = false

  init(_ name: String, in room: String, polls: Bool, cluster: Cluster) {
    self.name = name
    self.room = room
    self.polls = polls
    self.cluster = cluster
    connect()
  }

  /// Whether it is in the room and has nothing to send any more.
  var isAtRest: Bool { isJoined && isQuiet && !isWaiting }

  func fallSilent() { isQuiet = true }

  // MARK: - Connecting

  private var wire = WireOrder()
  private var misplaced = 0
  /// How many messages were not the next ones on their connections.
  var misplacedCount: Int { misplaced + wire.misplaced }

  private func connect() {
    misplaced += wire.misplaced
    wire = WireOrder()
    if polls, let token {
      link = SimulatedPolls(cluster, token: token, in: room, client: self)
      return join()
    }
    guard let instance = scheduler.pick(cluster.usable) else { return comeBack() }
    let link = SimulatedLink(instance, scheduler, client: self)
    self.link = link
    if let token {
      link.send(#"{"type":"hello","version":1,"session":"\#(token)"}"#)
    } else {
      link.send(#"{"type":"hello","version":1,"name":"\#(name)"}"#)
    }
  }

  private func comeBack() { scheduler.after(10...1_000) { self.connect() } }

  /// Goes away without a word, and comes back.
  func vanish() {
    link?.cut()
    lost()
  }

  /// Goes for good.
  func leave() {
    link?.cut()
    link = nil
  }

  func lost(_ link: any SimulatedConnection) {
    if link === self.link { lost() }
  }

  private func lost() {
    guard link != nil else { return }
    link = nil
    isJoined = false
    comeBack()
  }

  // MARK: - What comes

  func receive(_ object: JSONObject, on link: any SimulatedConnection) {
    guard link === self.link else { return }
    wire.note(object)
    switch object["type"]?.string {
    case "welcome":
      user = object["user"]?.object?["id"]?.string
      token = object["session"]?.string ?? token
      if polls { goOnByPolls() } else { join() }
    case "joined": joined(object)
    case "message": show(object)
    case "sent": finish(object["id"]?.string, .acknowledged)
    case "gap": forget(after: 0)
    case "rewind":
      if let base = object["position"]?.string.flatMap({ Position($0) }) {
        position = base.text
        forget(after: base.seq)
      }
    case "reconnect": scheduler.after(0...Double(object["window"]?.integer ?? 0)) { self.move(from: link) }
    case "error": refused(object)
    default: break
    }
  }

  private func goOnByPolls() {
    link?.cut()
    connect()
  }

  private func join() {
    let after = position.map { #","after":"\#($0)""# } ?? ""
    link?.send(#"{"type":"join","id":"j","room":"\#(room)","limit":200\#(after)}"#)
  }

  private func joined(_ object: JSONObject) {
    if position != nil, object["recovered"]?.bool == false { forget(after: 0) }
    if object["missed"]?.integer == 0 { position = object["position"]?.string }
    // A poll goes on by itself.
    if isJoined { return }
    if object["more"]?.bool == true {
      // The page arrives in order behind this; the next one is asked for after it.
      awaitedPage = object["missed"]?.integer ?? 0
      // One of nothing but changes.
      if awaitedPage == 0 { join() }
      return
    }
    isJoined = true
    send()
  }

  private var awaitedPage: Int64 = 0

  private func show(_ object: JSONObject) {
    position = object["position"]?.string
    if let id = object["id"]?.string, let seq = object["seq"]?.integer, !view.contains(id) {
      view.append(id)
      if known.insert(id).inserted { firstShown.append(id) }
      seqs.append(UInt64(seq))
      positions.append(position ?? "")
      if cluster.extra(of: id) != Extra(object) { changed += 1 }
    }
    guard awaitedPage > 0 else { return }
    awaitedPage -= 1
    if awaitedPage == 0 { join() }
  }

  /// How often something that had been shown was taken back. Only a store that forgets gives a reason to.
  private(set) var retractions = 0

  /// How many messages were shown otherwise than their authors sent them.
  private(set) var changed = 0

  /// The store forgot these; they come again, perhaps elsewhere.
  private func forget(after seq: UInt64) {
    retractions += 1
    let kept = seqs.indices.filter { seqs[$0] <= seq }
    view = kept.map { view[$0] }
    seqs = kept.map { seqs[$0] }
    positions = kept.map { positions[$0] }
  }

  private func move(from link: any SimulatedConnection) {
    guard link === self.link else { return }
    vanish()
  }

  // MARK: - Sending

  /// Sends the message again that has not been answered, or the next one.
  private func send() {
    guard isJoined else { return }
    if !isWaiting {
      guard !isQuiet else { return }
      isWaiting = true
      let message = "\(name)-\(sendings.count)"
      sendings.append(History.Sending(message: message, author: name))
      if scheduler.chance(30) { extras[message] = extra(for: message) }
    }
    guard let message = sendings.last?.message else { return }
    let extra = extras[message]?.json ?? ""
    link?.send(
      #"{"type":"send","id":"\#(message)","room":"\#(room)","text":"\#(cluster.isGoverned ? "@all" : message)"\#(extra)}"#
    )
  }

  /// An answer to something that it has seen, or data, or both.
  private func extra(for message: String) -> Extra {
    let answered = scheduler.chance(70) ? scheduler.pick(Array(view.indices)) : nil
    return Extra(
      answered: answered.map { view[$0] }, position: answered.map { positions[$0] },
      data: answered == nil || scheduler.chance(50) ? message : nil)
  }

  private func finish(_ id: String?, _ outcome: History.Outcome) {
    guard isWaiting, id == sendings.last?.message else { return }
    sendings[sendings.count - 1].outcome = outcome
    isWaiting = false
    scheduler.after(1...cluster.pace) { if !self.isWaiting { self.send() } }
  }

  private func refused(_ object: JSONObject) {
    // Muted, or what it answers is gone: it may have been stored before, by a request that was not answered.
    if ["forbidden", "not_found"].contains(object["code"]?.string) { return finish(object["id"]?.string, .undecided) }
    guard object["code"]?.string == "unavailable" else { return }
    if object["id"]?.string == "j" {
      scheduler.after(100...500) { if self.link != nil, !self.isJoined { self.join() } }
    } else if isWaiting, object["id"]?.string == sendings.last?.message {
      scheduler.after(100...500) { if self.isWaiting { self.send() } }
    }
  }
}

/// What a message says besides its text.
struct Extra: Equatable {
  /// The id of the message that it answers, and where it was when that was decided.
  let answered: String?
  let position: String?
  let data: String?

  init(answered: String?, position: String?, data: String?) {
    self.answered = answered
    self.position = position
    self.data = data
  }

  /// As a message's event shows it; `nil` where there is nothing.
  init?(_ event: JSONObject) {
    answered = event["reply"]?.object?["id"]?.string
    data = event["data"]?.object?["of"]?.string
    position = nil
    if answered == nil, data == nil { return nil }
  }

  /// Members of a request.
  var json: String {
    (position.map { #","reply":"\#($0)""# } ?? "") + (data.map { #","data":{"of":"\#($0)"}"# } ?? "")
  }

  /// Where what is answered lies is another question.
  static func == (one: Extra, other: Extra) -> Bool { one.answered == other.answered && one.data == other.data }
}

/// A connection: what is on its way in either direction arrives in order, unless it is cut.
final class SimulatedLink: ClientTransport, SimulatedConnection {
  private let instance: SimulatedInstance
  private let scheduler: Scheduler
  private weak var client: SimulatedClient?
  private var connected: Client?
  private var isCut = false
  private var lastUp = Instant.distantPast
  private var lastDown = Instant.distantPast

  init(_ instance: SimulatedInstance, _ scheduler: Scheduler, client: SimulatedClient) {
    self.instance = instance
    self.scheduler = scheduler
    self.client = client
    instance.hub.time = HubTime(now: scheduler.now, wallClock: scheduler.wallClock)
    connected = instance.hub.connect(self, identity: nil, isOperator: false)
    watch()
  }

  /// Much, or so little that what was missed comes in pages of a message or two. A newcomer is to see all there is.
  lazy var spareBytes = client?.position != nil && scheduler.chance(25) ? 300 : Int.max

  /// Notices that the process behind has died.
  private func watch() {
    guard !isCut else { return }
    if !instance.isAlive { return end() }
    scheduler.after(20...60) { [weak self] in self?.watch() }
  }

  func send(_ json: String) {
    lastUp = max(lastUp, scheduler.now + .microseconds(scheduler.pick(50...5_000)))
    scheduler.at(lastUp) { [self] in
      guard !isCut else { return }
      instance.turn { [self] in Array(json.utf8).withUnsafeBytes { connected?.receive($0) } }
    }
  }

  func deliver(_ frames: ByteSlice) {
    lastDown = max(lastDown, scheduler.now + .microseconds(scheduler.pick(50...5_000)))
    scheduler.at(lastDown) { [self] in
      guard !isCut else { return }
      for json in EventFrames(frames.bytes) {
        if let object = try? JSONParser.parseObject(json) { client?.receive(object, on: self) }
      }
    }
  }

  func close(_ code: CloseCode, reason: String) {
    lastDown = max(lastDown, scheduler.now)
    scheduler.at(lastDown) { [self] in end() }
  }

  /// The client's side is gone; what was on its way is lost.
  func cut() {
    guard !isCut else { return }
    isCut = true
    let client = connected
    connected = nil
    if instance.isAlive {
      instance.turn { client?.disconnected() }
    } else {
      client?.disconnected()
    }
  }

  private func end() {
    guard !isCut else { return }
    cut()
    client?.lost(self)
  }
}
