import Base
import ChatClient
import ChatProtocol
import EventLoop

/// One room's way out: takes its events, keeps them until they have arrived, and sends them in their order, one at a time. An
/// event that fails is sent again by the ladder, before all that come after it.
final class RoomRelay {
  /// Attempts in a row after which nothing more is sent.
  static let mostFailures = 20
  /// What may wait: bytes.
  private static let mostBytes = 16 << 20

  /// What is the same for all rooms.
  struct Setting {
    let route: WebhookCourier.Route
    var ladder = RetryLadder()
    /// Events that may wait.
    var limit = 10_000
    /// Whether that is the relay's own name.
    var isOwn: (String) -> Bool = { _ in false }
    /// How long somebody has to be away before that is told; `nil` where it is not told who comes and goes.
    var absence: TimeSpan?
    /// How long after a mention of somebody it is judged whether they are away; `nil` where that is not told.
    var away: TimeSpan?
  }

  let room: String
  let setting: Setting
  private let folder: RelayFolder
  let journal: RelayJournal
  private let dead: DeadLetters
  private let courier: WebhookCourier
  let reactor: Reactor
  private let entropy: any Entropy
  private let log: BotLog
  private var names: RecentNames
  /// Who is there, where that is told.
  private(set) var people: RoomPeople?
  private var lastGap: Gap?
  /// Fires when the next attempt is due.
  private var timer: Timer?
  private var isStopping = false
  /// The id of an answer that is not in the chat yet, and the answer.
  private(set) var answer: (id: String, SlackShape.Answer)?
  /// Asks for an answer to be posted under an id. `answerIsPosted` has to follow.
  var onAnswer: (_ id: String, SlackShape.Answer) -> Void = { _, _ in }
  /// What the room is to be told, and is not in the chat yet.
  private(set) var notice: (id: String, text: String)?
  /// Asks for a notice to be posted in the room under an id. `noticeIsPosted` has to follow.
  var onNotice: (_ id: String, _ text: String) -> Void = { _, _ in }
  /// Told when the answer that is waited for has come, after `stop`.
  private var onStopped: () -> Void = {}
  /// Since the start.
  var taken = 0
  private(set) var delivered = 0
  private(set) var givenUp = 0

  /// - Returns: `nil` when another process sends this room's events.
  init?(in folder: String, room: String, setting: Setting, reactor: Reactor, log: BotLog) throws(FileFailure) {
    self.room = room
    self.setting = setting
    self.reactor = reactor
    self.log = log
    self.folder = RelayFolder(folder, room: room)
    guard let journal = try RelayJournal(self.folder) else { return nil }
    self.journal = journal
    dead = try DeadLetters(self.folder.deadPath)
    names = RecentNames(journal.names)
    people = setting.absence.map { RoomPeople(journal.state.present, absence: $0) }
    courier = WebhookCourier(setting.route, reactor: reactor)
    entropy = KernelEntropy()
    if setting.away == nil { forgetNotes() }
    if let off = journal.state.off { log.write("\(room) is off: \(off); --replay turns it on") }
  }

  deinit { timer?.cancel() }

  // MARK: - Taking

  /// Whether it is known where the room is to be read on.
  var hasBegun: Bool { journal.state.hasBegun }
  /// Behind which it is read on; `nil` where it was empty.
  var position: String? { journal.position }
  /// What has not arrived.
  var waiting: Int { journal.waitingCount }
  var isDirty: Bool { journal.isDirty }
  /// Whether nothing more may be taken.
  var isFull: Bool { journal.waitingCount >= setting.limit || journal.waitingBytes >= Self.mostBytes }
  /// Whether there is room again: for half of what may wait, so that the room is not joined for each event.
  var hasRoom: Bool { journal.waitingCount <= setting.limit / 2 && journal.waitingBytes <= Self.mostBytes / 2 }

  /// Reads on behind a position from now on; `nil` for a room where nothing has been said.
  func begin(after position: String?) { journal.take(.position(position)) }

  /// - Returns: whether it is a new one that has to be sent.
  func take(_ event: StoredEvent) -> Bool {
    lastGap = nil
    // The rest is nothing that Slack's shape tells, or would have the receiver answer itself.
    let isTold = !setting.route.isSlack || SlackShape(event.object).map { !setting.isOwn($0.authorName) } == true
    guard names.isNew(event), isTold else {
      journal.take(.position(event.position))
      return false
    }
    journal.take(.event(OutgoingEvent(event), position: event.position))
    taken += 1
    note(event)
    return true
  }

  /// The same gap is told again by each join until something behind it has come. What lies before it, the journal knows better
  /// than a participant that has just begun.
  func take(_ gap: Gap) {
    let after = position.flatMap { Position($0)?.seq } ?? gap.after
    let gap = Gap(room: gap.room, after: after, next: gap.next, reason: gap.reason)
    guard gap != lastGap else { return }
    lastGap = gap
    names.expectReturns()
    guard !setting.route.isSlack else { return }
    journal.take(.notice(OutgoingEvent(gap, after: position)))
    taken += 1
  }

  /// The store forgot what lies behind the position. What of it comes again has been taken.
  func rewind(to position: String) {
    lastGap = nil
    names.expectReturns()
    journal.take(.position(position))
  }

  func write() throws(FileFailure) { try journal.write() }

  // MARK: - Who comes and goes

  /// Whether the room is followed, so that who comes and goes is heard of.
  func followsPeople(_ follows: Bool) {
    if follows { people?.begin(at: reactor.now) } else { people?.end() }
  }

  func hear(_ presence: PresenceChange) {
    guard let user = presence.user else { return people?.countChanged() ?? () }
    guard presence.hasJoined else { return people?.went(user, at: reactor.now) ?? () }
    know(user)
    if let change = people?.came(user) { take([change]) }
  }

  /// Whether who is there has to be asked for now.
  func wantsPeople() -> Bool { people?.wantsList(at: reactor.now) == true }

  /// - Parameter own: the relay itself.
  func hear(_ list: MemberList, besides own: User.ID?) {
    take(people?.take(list, besides: own, most: setting.limit - waiting) ?? [])
    for user in list.users { know(user) }
  }

  private func take(_ changes: [RoomPeople.Change]) {
    for change in changes {
      let event = OutgoingEvent(change, room: room, time: reactor.wallClock)
      journal.take(change.kind == .came ? .came(event, change.user) : .went(event, change.user))
      taken += 1
    }
  }

  // MARK: - Sending

  /// Sends the first that waits, unless one is on its way or a pause is kept.
  func send() {
    guard !isStopping, timer == nil, !courier.isBusy, answer == nil, journal.state.off == nil,
      let event = journal.state.waiting.first
    else { return }
    courier.post(id: event.id, body: event.body) { [weak self] in self?.settle(event, $0) }
  }

  /// The answer that was waited for has come.
  private func endsStopping() -> Bool {
    guard isStopping else { return false }
    if notice == nil { onStopped() }
    return true
  }

  private func settle(_ event: OutgoingEvent, _ outcome: WebhookCourier.Outcome) {
    switch outcome {
    case .delivered(let body):
      if setting.route.isSlack, let answer = SlackShape(json: event.body)?.answer(body) {
        return post(answer, to: event)
      }
      arrived(event)
    case .gone: turnOff("the receiver wants nothing more (HTTP 410)", .gone)
    case .failed(let reason, let retryAfter): failed(event, reason, retryAfter)
    }
    if endsStopping() { return }
    send()
  }

  private func arrived(_ event: OutgoingEvent) {
    if journal.state.failuresInRow > 0 { log.write("\(room): \(event.id) has arrived") }
    delivered += 1
    journal.mark(.delivered)
  }

  /// The event has not arrived before its answer is in the chat: else one that is killed in between would lose it. The id follows
  /// from the event's, so that an answer that comes twice is there once.
  private func post(_ answer: SlackShape.Answer, to event: OutgoingEvent) {
    let id = "re-" + Hex.encode(SHA256.hash(Array(event.id.utf8)).prefix(16))
    self.answer = (id, answer)
    onAnswer(id, answer)
  }

  /// The chat has taken the answer, or never will.
  func answerIsPosted(_ id: String) {
    guard answer?.id == id, let event = journal.state.waiting.first else { return }
    answer = nil
    arrived(event)
    if endsStopping() { return }
    send()
  }

  private func failed(_ event: OutgoingEvent, _ reason: String, _ retryAfter: TimeSpan?) {
    let (times, inRow) = (journal.state.failures + 1, journal.state.failuresInRow + 1)
    journal.mark(.failed(times: times, inRow: inRow))
    let pause = setting.ladder.wait(after: times, retryAfter: retryAfter, entropy: entropy)
    let attempt = "\(room): attempt \(times) of \(RetryLadder.attempts) at \(event.id): \(reason)"
    if let pause {
      log.write("\(attempt); the next in \(Int(pause.seconds.rounded())) s")
    } else {
      giveUp(event, attempt, reason)
    }
    if inRow >= Self.mostFailures {
      turnOff("\(inRow) attempts in a row have failed, the last one by: \(reason)", .failing)
    } else if let pause, !isStopping {
      timer = reactor.after(pause) { [weak self] in
        self?.timer = nil
        self?.send()
      }
    }
  }

  private func giveUp(_ event: OutgoingEvent, _ attempt: String, _ reason: String) {
    do throws(FileFailure) {
      try dead.append(event, time: reactor.wallClock, attempts: journal.state.failures, reason: reason)
      journal.mark(.givenUp)
      givenUp += 1
      log.write("\(attempt); given up, --dead lists it")
    } catch {
      turnOff("\(error.reason), so nothing can be given up", .failing)
    }
  }

  /// What waits stays, and so does the place in the room. Who is there is told that they are not heard any more, but not by whom.
  private func turnOff(_ reason: String, _ words: OffWords) {
    log.write("\(room) is off: \(reason); --replay turns it on")
    journal.mark(.off(reason))
    let id = "off-" + entropy.word(16)
    notice = (id, words.text(tries: Self.mostFailures))
    onNotice(id, words.text(tries: Self.mostFailures))
  }

  /// The chat has taken the notice, or never will.
  func noticeIsPosted(_ id: String) {
    guard notice?.id == id else { return }
    notice = nil
    if isStopping { onStopped() }
  }

  // MARK: - Sending again

  /// Sends again what was given up, if that is wanted, and turns the room on again.
  func replayIfWanted() throws(FileFailure) {
    guard folder.isReplayWanted else { return }
    let events = try dead.events()
    for event in events { journal.take(.notice(event)) }
    journal.take(.on)
    try journal.write()
    try dead.removeEvents()
    folder.replayIsDone()
    log.write("\(room) is on, and \(events.count) events that were given up are sent again")
    timer?.cancel()
    timer = nil
    send()
  }

  // MARK: - Stopping

  /// Sends nothing more. What is on its way is waited for, so that it need not be sent again.
  func stop(_ completion: @escaping () -> Void) {
    isStopping = true
    timer?.cancel()
    guard courier.isBusy || answer != nil || notice != nil else { return completion() }
    onStopped = completion
  }
}
