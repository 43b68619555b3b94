import Base
import Audit
import ChatClient
import ChatProtocol
import EventLoop

/// One client of an audit: takes part in its room, and keeps a record of what a person would have seen.
///
/// A churning one drops its connection without a word now and then, and comes back as a page does that was reloaded:
/// with its session, its position, and the messages that nobody had acknowledged.
final class AuditedClient {
  enum Way: String, Codable { case webSocket, polling, churning }

  let label: String
  let way: Way
  unowned let room: AuditedRoom
  private unowned let desk: AuditContext
  private var participant: Participant?
  private var session: String?
  private var position: String?
  private var count = 0
  /// How often it had to sign in.
  private var lives = 0

  /// Messages without an answer, in their order, each with whether it was there all the time since it was sent.
  private var pending: [(id: String, isTimed: Bool)] = []
  private(set) var view: History.View
  /// How much of the view an earlier participant has shown, which the present one does not know.
  private var inherited = 0
  /// How much had been shown when the store went back last.
  private var shownBefore = 0
  /// What an earlier participant has shown and may come again, since the store went back.
  private var mayReturn: Set<String> = []
  /// What came again for that reason.
  private(set) var recognised = 0
  /// Since when it has wanted to be there.
  private var since: Instant = .distantPast
  private(set) var isThere = false
  private(set) var tally = ClientTally()

  init(_ label: String, _ way: Way, in room: AuditedRoom, desk: AuditContext) {
    self.label = label
    self.way = way
    self.room = room
    self.desk = desk
    view = History.View(viewer: label)
  }

  // MARK: Coming and going

  func enter() {
    since = Clock.monotonic
    inherited = view.messages.count
    // What the one before had already been given again is among it: an allowance for who is replaced in the midst of that.
    mayReturn.formUnion(view.messages.prefix(shownBefore))
    if session == nil { lives += 1 }
    var configuration = ParticipantConfiguration(address: desk.address, name: name, session: session)
    configuration.kind = .user
    // Others use what they find to work, as everybody does.
    if way == .polling { configuration.transport = .poll }
    let participant = Participant(configuration, reactor: desk.reactor)
    participant.makeTransport = { [unowned desk] kind in desk.transport(kind) }
    participant.onEvent = { [unowned self] event in take(event) }
    participant.join(room.name, after: position)
    self.participant = participant
    participant.start()
    for message in pending { participant.send(desk.text(of: message.id), to: room.name, id: message.id) }
  }

  /// Unique in the fleet; another one when the fleet has forgotten the session, but not perhaps the name.
  private var name: String { "\(label)-\(desk.run)" + (lives > 1 ? "-\(lives)" : "") }

  /// Leaves without a word.
  func vanish() {
    guard let participant else { return }
    position = participant.position(in: room.name) ?? position
    session = participant.session
    collect(participant)
    self.participant = nil
    isThere = false
    for index in pending.indices { pending[index].isTimed = false }
  }

  var isAway: Bool { participant == nil }

  private func collect(_ participant: Participant) { tally.add(participant.counters) }

  /// The numbers, with those of the present connection.
  var wholeTally: ClientTally {
    var tally = tally
    if let participant { tally.add(participant.counters) }
    return tally
  }

  /// The fleet does not know it any more, or has its name without it: it signs in under another one. What nobody had
  /// acknowledged may be stored under the old one, and is not sent again.
  private func signInAgain() {
    vanish()
    session = nil
    pending = []
    tally.signedInAgain += 1
    desk.reactor.after(.milliseconds(500)) { [weak self] in
      if let self, isAway { enter() }
    }
  }

  // MARK: Sending

  /// - Returns: whether a message could be sent.
  func sendNext() -> Bool {
    guard isThere, let participant else { return false }
    let id = "\(label)-\(count + 1)"
    room.begin(id, by: label, at: Clock.monotonic)
    guard participant.send(desk.text(of: id), to: room.name, id: id) != nil else {
      room.withdraw()
      return false
    }
    count += 1
    pending.append((id, true))
    return true
  }

  var unanswered: Int { pending.count }

  private func answered(_ id: String, _ outcome: History.Outcome) {
    let wait = room.settle(id, outcome, at: Clock.monotonic)
    guard let index = pending.firstIndex(where: { $0.id == id }) else { return }
    if pending[index].isTimed {
      tally.longestWait = max(tally.longestWait, wait)
      desk.waits.record(wait)
    }
    pending.remove(at: index)
  }

  /// Reads the room's history back, the page before `seq` or the latest.
  func readBack(before seq: UInt64?, completion: @escaping (Result<PastMessages, ServerRefusal>) -> Void) {
    guard let participant, isThere else { return completion(.failure(.disconnected)) }
    participant.history(of: room.name, before: seq, limit: 200, completion: completion)
  }

  // MARK: What comes

  private func take(_ event: ParticipantEvent) {
    switch event {
    case .message(let message): show(message)
    case .sent(let sent):
      if sent.isDuplicate { desk.duplicates += 1 }
      answered(sent.id, .acknowledged)
    case .joined: isThere = true
    case .refused(let id, _, let refusal):
      answered(id, .refused)
      desk.complain("a message was refused: \(refusal.code)")
    case .roomRefused(_, let refusal): desk.complain("the room was refused: \(refusal.code)")
    case .removed: desk.complain("the room may not be entered any more")
    case .gap(let gap):
      desk.complain("a gap was told: \(gap.reason)")
      storeWentBack()
    case .rewound: storeWentBack()
    case .state(let state): entered(state)
    case .stored, .policy, .presence, .typing, .direct, .read, .report, .resolved, .deviceAdded, .maintenance: break
    }
  }

  private func entered(_ state: ParticipantState) {
    switch state {
    case .waiting(let end): desk.losses["\(end)", default: 0] += 1
    case .ended(let end): ended(end)
    case .idle, .connecting, .online: break
    }
  }

  private func ended(_ end: ParticipantEnd) {
    switch end {
    case .refused(let refusal) where refusal.code == "unauthorized": signInAgain()
    // Its own, from an attempt whose answer was lost: a fleet with limits on an address cuts off many at once.
    case .refused(let refusal) where refusal.code == "name_taken": signInAgain()
    case .closed(.closed(.unauthorized, _)): signInAgain()
    case .refused, .closed, .stopped: desk.complain("a client gave up: \(end)")
    }
  }

  /// Places are given again from here on, and messages may come again.
  private func storeWentBack() {
    shownBefore = view.messages.count
    mayReturn.formUnion(view.messages.prefix(inherited))
    view.places = []
  }

  private func show(_ message: RoomMessage) {
    guard mayReturn.remove(message.id) == nil else { return recognised += 1 }
    let isTrue = message.text == desk.text(of: message.id) && message.from.name.hasPrefix(author(of: message.id) + "-")
    if view.places.count == view.messages.count { view.places.append(message.seq) }
    // Words that nobody said are nobody's message.
    view.messages.append(isTrue ? message.id : message.id + " (altered)")
    guard let committed = room.commitTime(of: message.id, stored: desk.monotonic(message.time)) else { return }
    let now = Clock.monotonic
    let gap = now - max(committed, since)
    tally.longestGap = max(tally.longestGap, gap)
    desk.gaps.record(gap)
  }

  private func author(of id: String) -> Substring { id.prefix { $0 != "-" } }

  /// Whether it has seen the room's last message.
  var isUpToDate: Bool {
    guard isThere else { return false }
    guard let last = room.backlog.last?.id else { return true }
    return view.messages.last == last || view.messages.reversed().contains(last)
  }
}

/// What happened to one client, over all its lives.
struct ClientTally: Equatable {
  /// Commit to display.
  var longestGap: TimeSpan = .zero
  /// Sent to acknowledged.
  var longestWait: TimeSpan = .zero
  /// Connections lost without notice, and moves that the server asked for.
  var losses = 0
  var moves = 0
  var signedInAgain = 0
  var shown = 0
  var doubled = 0
  var foreign = 0
  var holes = 0
  var gaps = 0
  var rewinds = 0
  var resent = 0

  mutating func add(_ counters: ParticipantCounters) {
    losses += counters.losses
    moves += counters.moves
    shown += counters.messagesShown
    doubled += counters.messagesDoubled
    foreign += counters.messagesForeign
    holes += counters.holes
    gaps += counters.gaps
    rewinds += counters.rewinds
    resent += counters.resent
  }
}
