import Base
import ChatClient
import ChatProtocol
import EventLoop
import NetClient

/// One bot: speaks the lines of one character, each when its cue was seen in the room, and checks all that it sees.
final class Performer {
  /// Between two signs that the bot is typing.
  private static let typingSign: TimeSpan = .seconds(3)
  /// A name that is taken gets a number; so many are tried.
  private static let nameLimit = 200

  unowned let stage: Stage
  /// The character's place in the script.
  let index: Int
  private(set) var participant: Participant
  private(set) var checker: Checker
  private(set) var name: String
  /// Lines that were handed over to be sent; those that the server has stored.
  private(set) var said = 0
  private(set) var acknowledged = 0
  /// The longest time from a line's being handed over to its being seen here.
  private(set) var longestPause: TimeSpan = .zero
  /// What went wrong beyond lines: a refused line, a gap, the end of the connection.
  private(set) var remarks: [String] = []
  private(set) var isReady = false
  private(set) var isOver = false
  /// Why it has no connection: kept while it tries again, until it is online.
  private var cutOff: ConnectionEnd?
  /// Of former participants, under names that were taken.
  private var nameNumber: Int
  private let own: [Int]
  /// While a pause passes, or the bot types.
  private var timer: Timer?
  private var signs: Timer?

  init(_ stage: Stage, index: Int) {
    self.stage = stage
    self.index = index
    own = stage.script.lines(of: index)
    checker = Checker(bots: stage.script.characters.count)
    nameNumber = stage.copy
    name = Self.name(stage.script.characters[index], number: nameNumber)
    participant = stage.participant(named: name)
  }

  /// The character's name; with a number where it is not the first of that name.
  static func name(_ character: String, number: Int) -> String {
    guard number > 1 else { return character }
    let suffix = " \(number)"
    return character.prefix(UserName.maximumLength - suffix.count) + suffix
  }

  func start() {
    participant.onEvent = { [unowned self] event in hear(event) }
    participant.join(stage.room)
    participant.start()
  }

  /// Says nothing more.
  func fallSilent() {
    timer?.cancel()
    timer = nil
    stopSigns()
  }

  /// Leaves the chat.
  func leave() {
    fallSilent()
    participant.stop()
  }

  /// Whether it pauses or types just now.
  var isBusy: Bool { timer != nil }

  var isSettled: Bool { participant.unacknowledged == 0 }

  /// How it stands with its connection, for a person.
  var standing: String {
    if let cutOff { return "\(cutOff)" }
    return participant.state == .online ? "online" : "connecting"
  }

  // MARK: Hearing

  private func hear(_ event: ParticipantEvent) {
    switch event {
    case .message(let message): see(message)
    case .sent: acknowledged += 1
    case .joined:
      isReady = true
      stage.performerIsReady()
    case .refused(let id, _, let refusal): remark("\(id) was refused: \(refusal)")
    case .roomRefused(_, let refusal): giveUp("the room can't be joined: \(refusal)")
    case .removed: giveUp("the policy of the room has changed: it may not be there any more")
    case .gap(let gap):
      remark("messages \(gap.after + 1) to \(gap.next) can't be had any more (\(gap.reason))")
      checker.orderBeganAnew()
    case .rewound: checker.orderBeganAnew()
    case .state(.ended(.refused(let refusal))) where refusal.code == "name_taken": tryNextName(refusal)
    case .state(.ended(let end)): ended(end)
    case .state(.waiting(let end)): cutOff = end
    case .state(.online): cutOff = nil
    case .state, .stored, .policy, .presence, .typing, .direct, .read, .report, .resolved, .deviceAdded, .maintenance:
      break
    }
  }

  /// Somebody has this name: the next one is tried, from the loop, since the participant is still at it.
  private func tryNextName(_ refusal: ServerRefusal) {
    nameNumber += 1
    guard nameNumber < stage.copy + Self.nameLimit else { return giveUp("no name is free: \(refusal)") }
    name = Self.name(stage.script.characters[index], number: nameNumber)
    stage.reactor.after(.zero) { [weak self] in
      guard let self else { return }
      self.participant = self.stage.participant(named: self.name)
      self.start()
    }
  }

  private func ended(_ end: ParticipantEnd) {
    if end != .stopped { giveUp(end.description) }
    // Gives the name back, so that the next run finds it free.
    guard end == .stopped, let session = participant.session else { return isOver = true }
    SignOut.begin(session, at: participant.configuration.address, reactor: stage.reactor) { [weak self] _ in
      self?.isOver = true
    }
  }

  private func giveUp(_ reason: String) {
    remark(reason)
    stage.fail("\(name): \(reason)")
  }

  private func remark(_ text: String) {
    if remarks.count < 20 { remarks.append(text) }
  }

  private func see(_ message: RoomMessage) {
    guard let id = LineID(message.id), id.run == stage.run else { return }
    let verdict = checker.saw(
      bot: id.bot, number: id.number, seq: message.seq, said: stage.said(by: id.bot), isTrue: stage.isTrue(message, id))
    if verdict != .phantom, let saidAt = stage.saidAt(id) {
      longestPause = max(longestPause, stage.reactor.now - saidAt)
    }
    stage.lineWasSeen(message, id, verdict, by: self)
    goOn()
  }

  // MARK: Speaking

  /// Says the next line if its cue was seen.
  func goOn() {
    guard timer == nil, stage.isPlaying, said < own.count * stage.passes, isCued(said) else { return }
    let line = stage.script.lines[own[said % own.count]]
    wait(.milliseconds(stage.pace.pause(line.pause))) { [unowned self] in type(line) }
  }

  /// Whether the cue of the bot's own line of that number (from 0) has been seen.
  private func isCued(_ own: Int) -> Bool {
    let index = self.own[own % self.own.count]
    let pass = own / self.own.count
    guard let cue = stage.script.lines[index].cue else { return hasSeenAll(passes: pass) }
    let (bot, number) = stage.place(of: cue, pass: pass)
    return checker.hasSeen(bot: bot, number: number)
  }

  private func hasSeenAll(passes: Int) -> Bool {
    stage.counts.indices.allSatisfy { checker.complete(of: $0) >= stage.counts[$0] * passes }
  }

  private func type(_ line: Script.Line) {
    let time = stage.pace.typing(line.text)
    if time > 0 {
      participant.typing(in: stage.room)
      signs = stage.reactor.every(Self.typingSign) { [unowned self] in participant.typing(in: stage.room) }
    }
    wait(.milliseconds(time)) { [unowned self] in say(line) }
  }

  private func say(_ line: Script.Line) {
    stopSigns()
    timer = nil
    said += 1
    let id = LineID(run: stage.run, bot: index, number: said)
    stage.lineIsSaid(id)
    if participant.send(line.text, to: stage.room, id: id.text) == nil { giveUp("a line does not fit the outbox") }
    goOn()
  }

  private func stopSigns() {
    signs?.cancel()
    signs = nil
  }

  /// At once where there is nothing to wait for.
  private func wait(_ span: TimeSpan, then body: @escaping () -> Void) {
    guard span > .zero else { return body() }
    timer = stage.reactor.after(span, body)
  }
}
