/// One vote: a value. What happens to it are its methods; what comes of that it hands back as messages. All times are
/// milliseconds by the store's clock.
struct Vote: Codable, Equatable {
  enum Phase: String, Codable { case open, revealed, cancelled }

  struct Ballot: Codable, Equatable {
    let voter: Voter
    var choice: Int
  }

  static let mostMembers = 1_000
  /// So long is gathered before the room is told how many have voted: a burst makes one line.
  static let gathering: Int64 = 2_000

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
  /// Who is expected to vote: who was in the room at the beginning, and who has voted.
  private(set) var members: [Voter] = []
  /// In the order in which they first came.
  private(set) var ballots: [Ballot] = []
  /// Of the rounds before this one.
  private(set) var earlier: [[Ballot]] = []
  /// `nil` before the first one, and in what older versions have kept.
  private var reminded: Reminders?

  init(_ plan: VotePlan, id: VoteID, room: String, starter: Voter, members: [Voter], now: Int64) {
    self.id = id
    self.room = room
    (title, url, scale, quorum) = (plan.title, plan.url, plan.scale, plan.quorum)
    (span, reminderSpan, tellsDeadline) = (plan.span, plan.reminderSpan, plan.deadline != nil)
    self.starter = starter
    deadline = now + span
    remindAt = reminderSpan.map { now + $0 }
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
  /// - Returns: what it was before.
  mutating func cast(_ choice: Int, by voter: Voter, now: Int64) -> Int? {
    members.join([voter])
    if let index = ballots.firstIndex(where: { $0.voter == voter }) {
      defer { ballots[index].choice = choice }
      return ballots[index].choice
    }
    ballots.append(Ballot(voter: voter, choice: choice))
    tallyAt = tallyAt ?? now + Self.gathering
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

  mutating func reveal() {
    end(as: .revealed)
  }

  mutating func cancel() {
    end(as: .cancelled)
  }

  private mutating func end(as phase: Phase) {
    self.phase = phase
    (remindAt, tallyAt) = (nil, nil)
    reminded?.giveUp()
  }

  /// Another round on the same.
  mutating func again(present: [Voter], now: Int64) {
    earlier.append(ballots)
    if earlier.count > 5 { earlier.removeFirst() }
    ballots = []
    round += 1
    phase = .open
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
      reveal()
      return [.reveal]
    }
    var occasions: [Occasion] = []
    if let remindAt, now >= remindAt {
      self.remindAt = nil
      members.join(present)
      if !missing.isEmpty { occasions.append(.remind) }
    }
    if let tallyAt, now >= tallyAt {
      self.tallyAt = nil
      occasions.append(.tally)
    }
    return occasions
  }
}

extension Vote {
  /// Whether what was read from the store can be what was written there: every ballot lies on the scale.
  var isSound: Bool {
    let choices = scale.steps.indices
    return (2...Scale.mostSteps).contains(scale.steps.count) && members.count <= Self.mostMembers
      && (ballots + earlier.joined()).allSatisfy { choices.contains($0.choice) } && span > 0
      && reminders.isSound
  }
}
