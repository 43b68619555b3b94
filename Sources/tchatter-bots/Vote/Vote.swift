/// One vote: a value. What happens to it are its methods; what comes of that it hands back as messages. All times are
/// milliseconds by the store's clock.
struct Vote: Codable, Equatable {
  enum Phase: String, Codable { case open, revealed, cancelled }

  struct Ballot: Codable, Equatable {
    let voter: Voter
    var choice: Int
    /// The program that has cast it for them; `nil` when they have themselves.
    var enteredBy: String?
  }

  static let mostMembers = 1_000
  /// So long nobody must vote before the room is told how many have, and at most so long it waits: a burst makes one line.
  static let gathering: Int64 = 2_000
  static let longestGathering: Int64 = 15_000

  /// By so much the store's clock may be ahead of the chat's without a vote's being taken for an earlier one.
  private static let clockTolerance: Int64 = 1_000

  let id: VoteID
  let room: String
  let title: String
  let url: String?
  let scale: Scale
  let quorum: VotePlan.Quorum?
  /// Of each round.
  let span: Int64
  let reminderSpan: Int64?
  /// Whether somebody asked for the deadline, and it is worth telling.
  let tellsDeadline: Bool
  let starter: Voter

  private(set) var phase = Phase.open
  private(set) var round = 1
  private(set) var deadline: Int64
  private(set) var remindAt: Int64?
  private(set) var tallyAt: Int64?
  /// The last moment for it.
  private var tallyBy: Int64?
  /// When somebody asked for it, and when this round began and ended: as the chat tells the times of messages. `nil` in
  /// what older versions have kept.
  private(set) var startedAt: Int64?
  private(set) var begunAt: Int64?
  private(set) var endedAt: Int64?
  /// Who is expected to vote: who was in the room at the beginning, and who has voted.
  private(set) var members: [Voter] = []
  /// In the order in which they first came.
  private(set) var ballots: [Ballot] = []
  /// Of the rounds before this one.
  private(set) var earlier: [[Ballot]] = []
  /// `nil` before the first one, and in what older versions have kept.
  private var reminded: Reminders?

  /// - Parameter saidAt: when it was asked for; `now` where nobody has said it in the chat.
  init(
    _ plan: VotePlan, id: VoteID, room: String, starter: Voter, members: [Voter], now: Int64, saidAt: Int64? = nil
  ) {
    self.id = id
    self.room = room
    (title, url, scale, quorum) = (plan.title, plan.url, plan.scale, plan.quorum)
    (span, reminderSpan, tellsDeadline) = (plan.span, plan.reminderSpan, plan.deadline != nil)
    self.starter = starter
    deadline = now + span
    remindAt = reminderSpan.map { now + $0 }
    startedAt = saidAt ?? now
    begunAt = saidAt ?? now - Self.clockTolerance
    self.members.join(members)
  }

  var isOpen: Bool { phase == .open }
  var voters: [Voter] { ballots.map(\.voter) }
  var missing: [Voter] { members.filter { !voters.contains($0) } }

  /// When something has to be done without anybody's asking.
  var due: Int64? { isOpen ? [deadline, remindAt, tallyAt, reminders.next].compactMap(\.self).min() : nil }

  /// Who is reminded of it, and who has been.
  var reminders: Reminders {
    get { reminded ?? Reminders() }
    set { reminded = newValue }
  }

  // MARK: What people do

  /// Whether there is room for a vote of this one.
  func admits(_ voter: Voter) -> Bool { ballots.count < Self.mostMembers || voters.contains(voter) }

  /// Takes a vote, or another one of somebody who has voted.
  /// - Parameter program: which casts it for them.
  /// - Returns: what it was before.
  mutating func cast(_ choice: Int, by voter: Voter, enteredBy program: String? = nil, now: Int64) -> Int? {
    members.join([voter])
    if let index = ballots.firstIndex(where: { $0.voter == voter }) {
      defer { (ballots[index].choice, ballots[index].enteredBy) = (choice, program) }
      return ballots[index].choice
    }
    ballots.append(Ballot(voter: voter, choice: choice, enteredBy: program))
    let last = tallyBy ?? now + Self.longestGathering
    (tallyAt, tallyBy) = (min(now + Self.gathering, last), last)
    return nil
  }

  /// Whether as many have voted as were waited for.
  var hasQuorum: Bool {
    switch quorum {
    case nil: false
    case .everybody: missing.isEmpty
    case .count(let count): ballots.count >= count
    }
  }

  mutating func reveal(at time: Int64) {
    end(as: .revealed, at: time)
  }

  mutating func cancel(at time: Int64) {
    end(as: .cancelled, at: time)
  }

  private mutating func end(as phase: Phase, at time: Int64) {
    self.phase = phase
    endedAt = time
    (remindAt, tallyAt, tallyBy) = (nil, nil, nil)
    reminded?.giveUp()
  }

  /// Another round on the same. One that was cancelled is begun anew: what was voted in it is never shown.
  mutating func again(present: [Voter], now: Int64, saidAt: Int64? = nil) {
    if phase == .revealed {
      earlier.append(ballots)
      if earlier.count > 5 { earlier.removeFirst() }
      round += 1
    }
    ballots = []
    phase = .open
    begunAt = saidAt ?? now - Self.clockTolerance
    deadline = now + span
    remindAt = reminderSpan.map { now + $0 }
    members.join(present)
  }

  // MARK: What time does

  /// What is due.
  enum Occasion: Equatable { case reveal, remind, tally }

  /// Takes up what has become due.
  mutating func pass(to now: Int64, present: [Voter]) -> [Occasion] {
    guard isOpen else { return [] }
    if now >= deadline {
      reveal(at: now)
      return [.reveal]
    }
    var occasions: [Occasion] = []
    if let remindAt, now >= remindAt {
      self.remindAt = nil
      members.join(present)
      if !missing.isEmpty { occasions.append(.remind) }
    }
    if let tallyAt, now >= tallyAt {
      (self.tallyAt, tallyBy) = (nil, nil)
      occasions.append(.tally)
    }
    return occasions
  }
}

extension Vote {
  /// The rounds that everybody may see.
  var revealedRounds: [(number: Int, ballots: [Ballot])] {
    let first = round - earlier.count
    var rounds = earlier.enumerated().map { (first + $0.offset, $0.element) }
    if phase == .revealed { rounds.append((round, ballots)) }
    return rounds
  }

  /// Whether what was read from the store can be what was written there: every ballot lies on the scale.
  var isSound: Bool {
    let choices = scale.steps.indices
    return (2...Scale.mostSteps).contains(scale.steps.count) && members.count <= Self.mostMembers
      && (ballots + earlier.joined()).allSatisfy { choices.contains($0.choice) } && span > 0
      && reminders.isSound && hasSoundTimes
  }

  /// Whether all times are such that others can be reckoned from them.
  private var hasSoundTimes: Bool {
    let times = 0..<Int64(1) << 53
    return [startedAt, begunAt, endedAt, tallyAt, tallyBy].compactMap(\.self).allSatisfy { times.contains($0) }
  }
}
