import Base
import ChatClient
import EventLoop

/// A vote bot: hears what is said to it, has that decided and kept by its queue of tasks, then says what comes of it.
///
/// Several of them, as one user and with one store, act as one: each decides about everything, the store keeps the first
/// decision, and a message that two of them send has the same id and is stored once. One that ends in the middle leaves
/// nothing half done: what was decided but not said, another one says, or it does itself when it is back.
final class VoteBot {
  /// Between two looks at what is due.
  private static let rhythm: TimeSpan = .milliseconds(500)
  /// How soon it is asked again from where a room is to be read, of a store that was away.
  private static let soon: TimeSpan = .milliseconds(200)
  /// A decided message that nobody has sent for so long is taken over: milliseconds.
  private static let timeout = 4_000
  /// What may wait to be seen to.
  private static let longestQueue = 10_000

  let name: String
  private let reactor: Reactor
  private let store: WatchedBotStore
  private let log: BotLog
  /// By whom it takes part at present; another one after its session has ended.
  private(set) var participant: Participant?
  let queue: VoteTaskQueue
  private var ticker: Timer?
  /// What the bot is in, and may be.
  private(set) var rooms: Set<String> = []
  /// Something has been decided.
  var onDecision: () -> Void = {}
  private var directs: DirectRooms

  init(name: String, store: any BotStore, reactor: Reactor, log: BotLog) {
    self.name = name
    self.reactor = reactor
    self.log = log
    self.store = WatchedBotStore(store, reactor: reactor, log: log)
    queue = VoteTaskQueue(botName: name, store: self.store, reactor: reactor)
    directs = DirectRooms(store: self.store)
    queue.owner = self
  }

  /// Whether the store can't be reached, for longer than a moment.
  var isStoreAway: Bool { store.isAway }

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
      case .failure: reactor.after(Self.soon) { [weak self] in self?.join(room, participant) }
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
    case .state(.online): queue.goOn()
    case .state: queue.refuseCalls()
    case .stored, .policy, .rewound, .presence, .typing, .read, .report, .resolved, .deviceAdded, .maintenance: break
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
    queue.goOn()
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
      if case .success(let agenda) = result { take(agenda) }
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
    for id in agenda.due.compactMap({ VoteID($0) }) where !queue.contains(due: id) { queue.append(.due(id)) }
    queue.goOn()
  }
}

extension VoteBot: VoteTaskQueueOwner {
  var isOnline: Bool { participant?.state == .online }
  var unacknowledged: Int { participant?.unacknowledged ?? 0 }

  func attendances(in rooms: Set<String>, completion: @escaping ([String: VoteRules.Attendance]?) -> Void) {
    Attendances.ask(participant, about: rooms, completion: completion)
  }

  func kept(_ decision: BotDecision, _ vote: Vote?, about task: VoteTask) {
    if let vote {
      log.write((task.call.map { "\($0.call.caller.name), by HTTP: " } ?? "") + vote.line)
      task.call?.complete(.success(PendingVoteCall.Outcome(vote: vote)))
      onDecision()
    }
    // With what others have decided before and perhaps not said yet, so that everything is heard in its order.
    if !decision.messages.isEmpty { seeToAgenda(waiting: 0) }
  }

  func waitsForStore(_ task: VoteTask) {
    if isStoreAway, case .request(_, let message, let name) = task { sayStoreIsAway(message.room, name) }
  }
}
