import Base
import ChatClient
import EventLoop

/// A vote bot: hears what is said to it, decides with `VoteRules`, keeps the decision, then says what comes of it.
///
/// Several of them, as one user and with one store, act as one: each decides about everything, the store keeps the first
/// decision, and a message that two of them send has the same id and is stored once. One that ends in the middle leaves
/// nothing half done: what was decided but not said, another one says, or it does itself when it is back.
final class VoteBot {
  /// Between two looks at what is due.
  private static let rhythm: TimeSpan = .milliseconds(500)
  /// How soon a store is asked again that was away.
  private static let soon: TimeSpan = .milliseconds(200)
  /// A decided message that nobody has sent for so long is taken over: milliseconds.
  private static let timeout = 4_000
  /// What is heard later than this is not answered: nobody waits for it, and its answers would not be recognised as
  /// repeated. Milliseconds.
  private static let stale: Int64 = 20 * 3_600_000
  /// What may wait to be seen to.
  private static let longestQueue = 10_000

  let name: String
  private let reactor: Reactor
  private let store: any BotStore
  private let log: BotLog
  /// By whom it takes part at present; another one after its session has ended.
  private(set) var participant: Participant?
  private(set) var queue = Queue<VoteTask>()
  private var isBusy = false
  /// Whether the store keeps at present what was decided about the first that waits.
  private(set) var isKeeping = false
  private var absence = StoreAbsence()
  /// Whether the store can't be reached, for longer than a moment.
  var isStoreAway: Bool { absence.isTold }
  private var ticker: Timer?
  /// What the bot is in, and may be.
  private(set) var rooms: Set<String> = []
  /// Something has been decided.
  var onDecision: () -> Void = {}
  private lazy var directs = DirectRooms(store: store)

  init(name: String, store: any BotStore, reactor: Reactor, log: BotLog) {
    self.name = name
    self.store = store
    self.reactor = reactor
    self.log = log
  }

  // MARK: - Coming and going

  /// Takes part through `participant`, whose events are to be handed to `hear`.
  func takePart(as participant: Participant, in rooms: [String]) {
    self.participant = participant
    directs = DirectRooms(store: store)
    self.rooms = []
    participant.start()
    for room in rooms { join(room, participant) }
    ticker = ticker ?? reactor.every(Self.rhythm) { [unowned self] in tick() }
  }

  /// From where it had read before it ended, if it is known.
  private func join(_ room: String, _ participant: Participant) {
    store.position(in: room) { [weak self, weak participant] result in
      guard let self, let participant, self.participant === participant else { return }
      switch result {
      case .success(let position): participant.join(room, after: position)
      case .failure(let failure):
        storeFailed(failure)
        reactor.after(Self.soon) { [weak self] in self?.join(room, participant) }
      }
    }
  }

  func stop() {
    ticker?.cancel()
    queue.removeAll()
    participant?.stop()
  }

  // MARK: - Hearing

  func hear(_ event: ParticipantEvent) {
    switch event {
    case .message(let message): hear(message)
    case .sent(let message): store.sent([message.id])
    case .refused(let id, let room, let refusal):
      log.write("a message to \(room) was refused: \(refusal)")
      store.sent([id])
    case .roomRefused(let room, let refusal):
      directs.refused(room)
      self.rooms.remove(room)
      log.write("\(room) can't be joined: \(refusal)")
    case .removed(let room):
      rooms.remove(room)
      log.write("\(room): not let in any more; votes there go on once it is let in and started again")
    case .direct(let room, let user): participant.map { directs.hint(room, with: user, $0) }
    case .joined(let room, let canonical, _, _):
      directs.isLive(canonical)
      guard room == canonical else { break }
      rooms.insert(room)
      log.write("in \(room)")
    case .gap(let gap): log.write("messages \(gap.after + 1) to \(gap.next) of \(gap.room) can't be had any more")
    case .state(.online): goOn()
    case .state: refuseCalls()
    case .stored, .policy, .rewound, .presence, .typing, .read, .report, .maintenance: break
    }
  }

  private func hear(_ message: RoomMessage) {
    // Itself it is as well: without a key it is shown as a person.
    guard message.from.kind == .user, message.from.id != participant?.user?.id, let request = request(message) else {
      return
    }
    guard queue.count < Self.longestQueue else { return log.write("too much waits: a message was left unanswered") }
    directs.used(message.room, at: reactor.now)
    let name = HeardName.of(room: message.room, author: message.from.id, id: message.id)
    if isStoreAway { sayStoreIsAway(message.room, name) }
    add(.request(request, message: message, name: name))
  }

  private func request(_ message: RoomMessage) -> VoteRules.Request? {
    let isDirect = message.room.hasPrefix("@")
    let command = Mention.command(in: message.text, to: name)
    guard let text = command ?? (isDirect ? message.text : nil) else { return nil }
    return VoteRules.Request(
      room: message.room, isDirect: isDirect, author: Voter(message.from.name), text: text, time: message.time)
  }

  /// Has it seen to in its turn.
  func add(_ task: VoteTask) {
    queue.append(task)
    goOn()
  }

  // MARK: - Deciding

  /// Sees to what waits, one after the other.
  private func goOn() {
    guard !isBusy, let task = queue.first, let participant, participant.state == .online else { return }
    isBusy = true
    if task.call?.isOver == true { return done() }
    store.read(task.heard) { [weak self] result in
      guard let self else { return }
      switch result {
      case .failure(let failure): putOff(failure)
      case .success(let snapshot): read(snapshot, for: task)
      }
    }
  }

  private func read(_ snapshot: BotSnapshot, for task: VoteTask) {
    storeAnswered()
    if let pending = task.call, let answer = snapshot.answer {
      pending.complete(snapshot.outcome(of: pending.call, answer))
      return done()
    }
    guard !snapshot.isHandled, !task.isStale(at: snapshot.now, limit: Self.stale) else { return done() }
    var facts = VoteRules.Facts(
      now: snapshot.now, botName: name, votes: snapshot.records.compactMap(\.vote), nextNumber: snapshot.number + 1)
    Attendances.ask(participant, about: task.rooms(facts)) { [weak self] attendances in
      guard let self else { return }
      guard let attendances else {
        task.call?.complete(.failure(.chatAway))
        return task.call == nil ? again() : done()
      }
      facts.present = attendances
      facts.isBusy = isBusyAnswering
      decide(facts, snapshot, task)
    }
  }

  /// Whether somebody waits for an answer besides whoever is answered now.
  private var isBusyAnswering: Bool {
    queue.dropFirst().contains(where: \.isRequest) || (participant?.unacknowledged ?? 0) > 0
  }

  private func decide(_ facts: VoteRules.Facts, _ snapshot: BotSnapshot, _ task: VoteTask) {
    // Who has been told that it was not done must not find it done.
    if task.call?.isOver == true { return done() }
    let desk = VoteRules(facts: facts)
    let decision: VoteRules.Decision
    switch task {
    case .request(let request, _, _): decision = desk.answer(to: request)
    case .due(let id): decision = desk.pass(id)
    case .call(let pending):
      do throws(VoteError) {
        decision = try desk.answer(to: pending.call)
      } catch {
        pending.complete(.failure(error))
        return done()
      }
    }
    let kept = BotDecision(decision, about: task, in: snapshot)
    guard task.heard != nil || kept.record != nil else { return done() }
    keep(kept, decision.vote, task.call)
  }

  private func keep(_ decision: BotDecision, _ vote: Vote?, _ pending: PendingVoteCall?) {
    isKeeping = true
    store.commit(decision) { [weak self] result in
      guard let self else { return }
      isKeeping = false
      switch result {
      case .failure(let failure): putOff(failure)
      case .success(.kept):
        if let vote {
          log.write((pending.map { "\($0.call.caller.name), by HTTP: " } ?? "") + vote.line)
          pending?.complete(.success(PendingVoteCall.Outcome(vote: vote)))
          onDecision()
        }
        // With what others have decided before and perhaps not said yet, so that everything is heard in its order.
        if !decision.messages.isEmpty { seeToAgenda(waiting: 0) }
        done()
      case .success(.handledBefore) where pending == nil: done()
      // Read again: of a call it has to be told what came of it.
      case .success(.handledBefore), .success(.conflict):
        if participant?.state != .online { refuseCalls() }
        isBusy = false
        reactor.after(.zero) { [weak self] in self?.goOn() }
      }
    }
  }

  private func done() {
    isBusy = false
    queue.removeFirst(1)
    // From the loop: a long queue is no deep recursion.
    if !queue.isEmpty { reactor.after(.zero) { [weak self] in self?.goOn() } }
  }

  /// The same once more, a little later.
  private func again() {
    reactor.after(Self.soon) { [weak self] in
      self?.isBusy = false
      self?.goOn()
    }
  }

  // MARK: - A store that is away

  private func putOff(_ failure: BotStoreFailure) {
    storeFailed(failure)
    if let pending = queue.first?.call {
      pending.complete(.failure(.storeAway))
      return done()
    }
    if isStoreAway, case .request(_, let message, let name)? = queue.first { sayStoreIsAway(message.room, name) }
    again()
  }

  private func storeFailed(_ failure: BotStoreFailure) {
    if absence.began(at: reactor.now) { log.write("the store is away: \(failure.reason)") }
  }

  private func storeAnswered() {
    if absence.ended() { log.write("the store is back") }
  }

  /// Once for everything that is asked, however often this is tried.
  private func sayStoreIsAway(_ room: String, _ name: String) {
    participant?.send(
      "I can't reach my memory at the moment. I will see to this as soon as it is back.", to: room, id: name + "-away")
  }

  // MARK: - Sending

  private func send(_ message: OutgoingMessage) {
    // One that does not fit the outbox now is found again among those that wait.
    _ = participant?.send(message.text, to: message.room, id: message.id)
  }

  private func tick() {
    guard let participant, participant.state == .online else { return }
    directs.goOn(participant)
    seeToAgenda(waiting: Self.timeout)
  }

  /// Sends the messages that have waited for so long, in the order in which they were decided, and sees to what is due.
  /// - Parameter milliseconds: 0 for all of them.
  private func seeToAgenda(waiting milliseconds: Int) {
    store.agenda(waiting: milliseconds) { [weak self] result in
      guard let self else { return }
      switch result {
      case .failure(let failure): storeFailed(failure)
      case .success(let agenda):
        storeAnswered()
        take(agenda)
      }
    }
  }

  private func take(_ agenda: BotAgenda) {
    for message in agenda.messages {
      guard let message = OutgoingMessage(message) else {
        store.sent([message.id])
        continue
      }
      send(message)
    }
    for id in agenda.due.compactMap({ VoteID($0) }) where !queue.contains(where: { $0.isDue(id) }) {
      queue.append(.due(id))
    }
    goOn()
  }
}
