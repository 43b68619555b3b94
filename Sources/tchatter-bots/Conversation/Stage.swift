import Base
import ChatClient
import EventLoop

/// One conversation in one room: its bots, and what they have to agree on.
final class Stage {
  /// How many of the newest places in the room's order are compared between the bots.
  private static let comparedPlaces: UInt64 = 20_000

  let script: Script
  let room: String
  /// Which of several copies of the script it is, from 1.
  let copy: Int
  /// The first part of all its messages' ids.
  let run: String
  let pace: Pace
  let passes: Int
  let reactor: Reactor
  private let address: ChatAddress
  private(set) var performers: [Performer] = []
  /// Called for each line when its own speaker has seen it: that is when it stands in the room.
  var onLine: (Stage, RoomMessage) -> Void = { _, _ in }

  private(set) var isPlaying = false
  /// Why it can't go on.
  private(set) var failure: String?
  /// When anything last went on.
  private(set) var movedAt: Instant
  /// Lines that have two places, or places with two lines.
  private(set) var divergent = 0
  private(set) var linesSaid = 0
  private var order: [UInt64: String] = [:]
  private var saidTimes: [[Instant]]
  /// How many lines each bot has in one pass.
  let counts: [Int]
  /// The lines of each bot, by their indices.
  private let ownLines: [[Int]]
  /// Of each line: how many lines of its speaker's come before it in one pass.
  private let ranks: [Int]

  init(
    script: Script, room: String, copy: Int, passes: Int, pace: Pace, address: ChatAddress, reactor: Reactor,
    entropy: any Entropy
  ) {
    self.script = script
    self.room = room
    self.copy = copy
    self.passes = passes
    self.pace = pace
    self.address = address
    self.reactor = reactor
    run = entropy.word(12)
    movedAt = reactor.now
    counts = script.lineCounts
    ownLines = script.characters.indices.map { script.lines(of: $0) }
    ranks = Self.ranks(script)
    saidTimes = Array(repeating: [], count: script.characters.count)
    performers = script.characters.indices.map { Performer(self, index: $0) }
  }

  private static func ranks(_ script: Script) -> [Int] {
    var counts = Array(repeating: 0, count: script.characters.count)
    return script.lines.map { line in
      defer { counts[line.character] += 1 }
      return counts[line.character]
    }
  }

  func participant(named name: String) -> Participant {
    var configuration = ParticipantConfiguration(address: address, name: name)
    configuration.kind = .bot
    return Participant(configuration, reactor: reactor)
  }

  // MARK: The play

  /// The play begins when everybody is in the room.
  func performerIsReady() {
    movedAt = reactor.now
    guard !isPlaying, failure == nil, performers.allSatisfy(\.isReady) else { return }
    isPlaying = true
    for performer in performers { performer.goOn() }
  }

  /// Nobody begins another line.
  func stopPlaying() {
    isPlaying = false
    for performer in performers { performer.fallSilent() }
  }

  func fail(_ reason: String) {
    if failure == nil { failure = reason }
    stopPlaying()
  }

  func leave() {
    stopPlaying()
    for performer in performers { performer.leave() }
  }

  /// How many lines there are to be said; beyond counting when it is repeated without end.
  var linesPlanned: Int { script.lines.count.multipliedReportingOverflow(by: passes).partialValue }

  /// Whether every line was said and seen by everybody, or nothing more can come.
  var isDone: Bool { linesSaid == linesPlanned && isSettled }

  /// Whether all that was said was stored and seen by everybody.
  var isSettled: Bool {
    performers.allSatisfy { $0.isSettled && $0.checker.seen >= linesSaid }
  }

  var isBusy: Bool { performers.contains(where: \.isBusy) }
  var isOver: Bool { performers.allSatisfy(\.isOver) }

  /// What is being waited for, for a person.
  var awaited: String {
    guard performers.allSatisfy(\.isReady) else {
      let waiting = performers.first { !$0.isReady }
      return "waiting for \(waiting?.name ?? "") to come in (\(waiting?.standing ?? ""))"
    }
    let line = script.lines[linesSaid % script.lines.count]
    return "\(linesSaid) lines said; next \(script.characters[line.character]): \(line.text.prefix(40))"
  }

  // MARK: Lines

  /// A line is about to be sent.
  func lineIsSaid(_ id: LineID) {
    movedAt = reactor.now
    linesSaid += 1
    saidTimes[id.bot].append(reactor.now)
  }

  func said(by bot: Int) -> Int { saidTimes.indices.contains(bot) ? saidTimes[bot].count : 0 }

  var said: [Int] { saidTimes.map(\.count) }

  func saidAt(_ id: LineID) -> Instant? {
    guard saidTimes.indices.contains(id.bot), saidTimes[id.bot].indices.contains(id.number - 1) else { return nil }
    return saidTimes[id.bot][id.number - 1]
  }

  /// The speaker and the number of a line in a pass (from 0).
  func place(of line: Int, pass: Int) -> (bot: Int, number: Int) {
    let bot = script.lines[line].character
    return (bot, pass * counts[bot] + ranks[line] + 1)
  }

  /// Whether a message is what its bot said: the words, and the speaker.
  func isTrue(_ message: RoomMessage, _ id: LineID) -> Bool {
    guard performers.indices.contains(id.bot), counts[id.bot] > 0 else { return false }
    let own = ownLines[id.bot]
    return script.lines[own[(id.number - 1) % own.count]].text == message.text
      && performers[id.bot].participant.user?.id == message.from.id
  }

  func lineWasSeen(_ message: RoomMessage, _ id: LineID, _ verdict: Checker.Verdict, by performer: Performer) {
    if verdict == .inOrder || verdict == .late { movedAt = reactor.now }
    if let other = order[message.seq], other != message.id, verdict != .phantom { divergent += 1 }
    order[message.seq] = message.id
    if message.seq > Self.comparedPlaces { order[message.seq - Self.comparedPlaces] = nil }
    if performer.index == id.bot, verdict != .doubled { onLine(self, message) }
  }
}
