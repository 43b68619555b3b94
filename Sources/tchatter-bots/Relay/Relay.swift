import Base
import ChatClient
import EventLoop

/// Sends what happens in rooms to a receiver, room by room.
///
/// Several may be given the same rooms and folder: each room is sent by one of them, and by the next when that one ends.
final class Relay {
  /// How often is looked at what another one sends, a full outbox, a disk that takes nothing, and whether what was given up is wanted.
  private static let rhythm: TimeSpan = .seconds(1)
  /// Rooms of which is asked at once who is there.
  private static let mostLists = 10
  /// How long answers are waited for at the end.
  private static let timeout: TimeSpan = .seconds(5)

  private let folder: String
  private let setting: RoomRelay.Setting
  private let reactor: Reactor
  private let log: BotLog
  private(set) var relays: [String: RoomRelay] = [:]
  /// Rooms that another process sends, or that have not been opened yet.
  private var others: Set<String>
  /// What was said of rooms that can't be opened, once each.
  private var told: Set<String> = []
  private var participant: Participant?
  /// Rooms that the present participant is in, or about to be.
  private var joined: Set<String> = []
  private var access: RoomAccess
  /// Rooms whose beginning is being asked for.
  private var asked: Set<String> = []
  private var ticker: Timer?
  private var isWriteDue = false
  private var isStopping = false
  /// Why nothing can be written at present.
  private var failure: FileFailure?

  init(folder: String, rooms: [String], setting: RoomRelay.Setting, reactor: Reactor, log: BotLog) {
    self.folder = folder
    self.setting = setting
    self.reactor = reactor
    self.log = log
    access = RoomAccess(log: log)
    others = Set(rooms)
  }

  /// Opens what no other process sends.
  func open() throws(FileFailure) {
    for room in others.sorted() {
      guard let relay = try RoomRelay(in: folder, room: room, setting: setting, reactor: reactor, log: log) else {
        if told.insert(room).inserted { log.write("\(room) is sent by another; waiting for its end") }
        continue
      }
      others.remove(room)
      relays[room] = relay
      relay.onAnswer = { [weak self] in self?.post($0, $1.text, in: $1.room) }
      relay.onNotice = { [weak self] in self?.post($0, $1, in: room) }
    }
  }

  // MARK: - Taking part

  func takePart(as participant: Participant) {
    self.participant = participant
    joined = []
    asked = []
    ticker = ticker ?? reactor.every(Self.rhythm) { [unowned self] in tick() }
    participant.start()
    for room in relays.keys.sorted() { join(room) }
    // What waits since the last time does not wait for the chat.
    for relay in relays.values { relay.send() }
    for relay in relays.values {
      if let (id, answer) = relay.answer { post(id, answer.text, in: answer.room) }
      if let (id, text) = relay.notice { post(id, text, in: relay.room) }
    }
  }

  /// Posts what the receiver has answered, or what a room is told; it stays in the participant's outbox until the chat has it.
  private func post(_ id: String, _ text: String, in room: String) {
    guard let participant, participant.send(text, to: room, id: id) == nil else { return }
    log.write("an answer to \(room) is too long")
    isPosted(id)
  }

  private func isPosted(_ id: String) {
    for relay in relays.values {
      relay.answerIsPosted(id)
      relay.noticeIsPosted(id)
    }
  }

  private func join(_ room: String) {
    guard let participant, let relay = relays[room], !joined.contains(room), !relay.isFull, failure == nil else {
      return
    }
    if relay.position != nil { return enter(relay, participant) }
    guard participant.state == .online, asked.insert(room).inserted else { return }
    if relay.hasBegun { readAll(relay, participant) } else { begin(relay, participant) }
  }

  /// The first time, the room is followed from now on: behind the newest that is in it.
  private func begin(_ relay: RoomRelay, _ participant: Participant) {
    participant.history(of: relay.room, limit: 1) { [weak self, weak participant] result in
      guard let self, let participant, self.participant === participant else { return }
      asked.remove(relay.room)
      guard let past = past(result, of: relay.room), !joined.contains(relay.room) else { return }
      relay.begin(after: past.events.last?.position)
      writeSoon()
      enter(relay, participant)
    }
  }

  /// A room that was empty is read from its beginning.
  private func readAll(_ relay: RoomRelay, _ participant: Participant) {
    participant.oldest(of: relay.room, limit: 1) { [weak self, weak participant] result in
      guard let self, let participant, self.participant === participant else { return }
      asked.remove(relay.room)
      guard let past = past(result, of: relay.room), !joined.contains(relay.room) else { return }
      if let event = past.events.first { take(event, relay) }
      enter(relay, participant)
    }
  }

  /// Refused or cut off: the next time that it is online.
  private func past(_ result: Result<PastMessages, ServerRefusal>, of room: String) -> PastMessages? {
    switch result {
    case .success(let past): return past
    case .failure(let refusal):
      if refusal.code == "forbidden" { hear(.roomRefused(room: room, refusal)) }
      return nil
    }
  }

  private func enter(_ relay: RoomRelay, _ participant: Participant) {
    joined.insert(relay.room)
    participant.join(relay.room, history: 200, after: relay.position)
  }

  private func tick() {
    guard !isStopping else { return }
    if failure != nil || relays.values.contains(where: \.isDirty) { write() }
    guard failure == nil else { return }
    replay()
    askForPeople()
    tellAway()
    for room in relays.keys.sorted() where isOpen(room) && relays[room]?.hasRoom == true {
      if relays[room]?.position != nil { log.write("\(room): the outbox has room again: going on") }
      join(room)
    }
    if !others.isEmpty { takeOver() }
  }

  /// Whether it is not in the room, and may be.
  private func isOpen(_ room: String) -> Bool { !joined.contains(room) && !access.keptOut.contains(room) }

  /// Whether it is in the room, as far as it knows.
  func isFollowed(_ room: String) -> Bool { joined.contains(room) && !access.keptOut.contains(room) }

  /// Of some rooms at a time, so that it is no burst where all are joined at once.
  private func askForPeople() {
    guard let participant, participant.state == .online else { return }
    var asked = 0
    for relay in relays.values where asked < Self.mostLists && relay.wantsPeople() {
      asked += 1
      participant.members(of: relay.room) { [weak self, weak participant, weak relay] result in
        guard let self, let participant, self.participant === participant, let relay, !isStopping else { return }
        guard case .success(let list) = result else { return }
        relay.hear(list, besides: participant.user?.id)
        areThere(list.users)
        keep(relay)
      }
    }
  }

  private func takeOver() {
    let before = Set(relays.keys)
    do throws(FileFailure) { try open() } catch {
      if told.insert(error.reason).inserted { log.write(error.reason) }
    }
    for room in relays.keys.sorted() where !before.contains(room) {
      log.write("\(room) is free: going on with it")
      join(room)
      relays[room]?.send()
    }
  }

  private func replay() {
    for relay in relays.values {
      do throws(FileFailure) { try relay.replayIfWanted() } catch { return blocked(error) }
    }
  }

  func hear(_ event: ParticipantEvent) {
    switch event {
    case .sent(let message): return isPosted(message.id)
    case .refused(let id, let room, let refusal):
      log.write("what was said in \(room) was refused: \(refusal)")
      return isPosted(id)
    default: break
    }
    guard !isStopping else { return }
    access.hear(event)
    switch event {
    case .stored(let event): if let relay = relays[event.room], joined.contains(event.room) { take(event, relay) }
    case .gap(let gap):
      relays[gap.room]?.take(gap)
      writeSoon()
    case .rewound(let room, let position):
      relays[room]?.rewind(to: position)
      writeSoon()
    case .state(.online):
      asked = []
      for room in relays.keys.sorted() { join(room) }
    case .state: for relay in relays.values { relay.followsPeople(false) }
    case .joined(let room, _, _, _): relays[room]?.followsPeople(joined.contains(room))
    case .removed(let room): relays[room]?.followsPeople(false)
    case .presence(let presence): if joined.contains(presence.room) { take(presence) }
    case .roomRefused, .message, .policy, .sent, .refused, .typing, .direct, .read, .report, .resolved, .deviceAdded,
      .maintenance:
      break
    }
  }

  private func take(_ event: StoredEvent, _ relay: RoomRelay) {
    if relay.take(event) { hearAuthor(of: event) }
    keep(relay)
  }

  private func take(_ presence: PresenceChange) {
    guard presence.user == nil || presence.user?.id != participant?.user?.id, let relay = relays[presence.room] else {
      return
    }
    relay.hear(presence)
    if presence.hasJoined, let user = presence.user {
      for relay in relays.values { relay.cameBack(user.id) }
    }
    keep(relay)
  }

  /// Writes what a room's relay has taken, and takes no more where that is enough.
  func keep(_ relay: RoomRelay) {
    if relay.isDirty { writeSoon() }
    if relay.isFull { leave(relay, "the outbox is full") }
  }

  /// What is said meanwhile stays in the chat, as long as it keeps it.
  private func leave(_ relay: RoomRelay, _ reason: String) {
    guard joined.remove(relay.room) != nil else { return }
    log.write("\(relay.room): \(reason): nothing more is taken until that is over")
    participant?.leave(relay.room)
    relay.followsPeople(false)
  }

  // MARK: - Writing

  /// Once for everything that comes in a turn.
  private func writeSoon() {
    guard !isWriteDue else { return }
    isWriteDue = true
    reactor.soon { [weak self] in
      self?.isWriteDue = false
      self?.write()
    }
  }

  private func write() {
    do throws(FileFailure) {
      for relay in relays.values where relay.isDirty {
        try relay.write()
        relay.send()
      }
    } catch {
      return blocked(error)
    }
    if failure != nil { log.write("what waited is written; going on") }
    failure = nil
  }

  private func blocked(_ failure: FileFailure) {
    if self.failure == nil { for relay in relays.values { leave(relay, failure.reason) } }
    self.failure = failure
  }

  // MARK: - Stopping

  /// Takes nothing more, writes what was taken, and waits a moment for the answers that are due.
  func stop(_ completion: @escaping (RelayReport) -> Void) {
    isStopping = true
    ticker?.cancel()
    write()
    let relays = relays.values.sorted { $0.room < $1.room }
    let isWritten = failure == nil
    var left = relays.count + 1
    let report = { [access] in RelayReport(relays, keptOut: access.keptOut, isWritten: isWritten) }
    let timer = reactor.after(Self.timeout) { completion(report()) }
    let count = {
      left -= 1
      guard left == 0, timer.isActive else { return }
      timer.cancel()
      completion(report())
    }
    for relay in relays { relay.stop(count) }
    count()
  }
}
