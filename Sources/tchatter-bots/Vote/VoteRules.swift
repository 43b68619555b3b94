/// What the vote bot decides: pure, so that every bot that sees the same comes to the same.
struct VoteRules {
  /// What the bot knows when it decides.
  struct Facts {
    /// By the store's clock: milliseconds.
    var now: Int64
    var botName: String
    /// All votes that are kept, the newest last.
    var votes: [Vote]
    /// The number of the next vote.
    var nextNumber: Int
    /// Who is in the rooms that matter.
    var present: [String: Attendance] = [:]
    /// Whether others wait for an answer; reminders let those pass.
    var isBusy = false
  }

  /// Who is in a room.
  struct Attendance: Equatable {
    var people: [Voter]
    /// Whether these are all; of large rooms the server tells only some.
    var isComplete = true
  }

  /// Somebody speaks to the bot.
  struct Request: Equatable {
    /// As messages call it.
    var room: String
    var isDirect: Bool
    var author: Voter
    /// Without the mention.
    var text: String
    /// When it was said, by the chat's clock: milliseconds. `nil` for what was not said in the chat.
    var time: Int64?
  }

  /// What the bot says, and where: in a room, or to somebody.
  enum Message: Equatable {
    case room(String, String)
    case direct(Voter, String)

    var text: String {
      switch self {
      case .room(_, let text), .direct(_, let text): text
      }
    }
  }

  /// What comes of it.
  struct Decision: Equatable {
    /// The vote that has changed, or is new.
    var vote: Vote?
    var messages: [Message] = []
  }

  static let mostOpenInRoom = 20
  static let mostOpen = 100
  /// So soon after a vote has ended and another one begun, it has to be said which is meant: milliseconds.
  static let changeover: Int64 = 5_000

  let facts: Facts

  // MARK: - What somebody asks

  func answer(to request: Request) -> Decision {
    do throws(Misunderstanding) {
      return try perform(try VoteCommandParser.parse(request.text).get(), request)
    } catch {
      return reply(error.text, request)
    }
  }

  private func perform(_ command: VoteCommand, _ request: Request) throws(Misunderstanding) -> Decision {
    switch command {
    case .help: return reply(VoteHelp.text(botName: facts.botName), request)
    case .list: return reply(list(request), request)
    case .start(let plan): return try start(plan, request)
    case .cast(let id, let choice): return try cast(choice, id, request)
    case .export(let id, let form): return try export(id, form, request)
    case .about(let deed, let id): return try perform(deed, try vote(id, for: deed, request), request)
    }
  }

  func reply(_ text: String, _ request: Request) -> Decision {
    Decision(messages: MessagePages.of(text).map { .room(request.room, $0) })
  }

  func start(_ plan: VotePlan, _ request: Request) throws(Misunderstanding) -> Decision {
    guard !request.isDirect else {
      throw Misunderstanding("A vote begins in a room: say `@\(facts.botName) start new vote …` there.")
    }
    let open = facts.votes.filter(\.isOpen)
    guard open.count < Self.mostOpen, open.count(where: { $0.room == request.room }) < Self.mostOpenInRoom else {
      throw Misunderstanding("Too many votes are open: `list` tells them, `reveal` and `cancel` end them.")
    }
    let members = facts.present[request.room]?.people ?? []
    let vote = Vote(
      plan, id: VoteID(number: facts.nextNumber), room: request.room, starter: request.author, members: members,
      now: facts.now, saidAt: request.time)
    return Decision(vote: vote, messages: [.room(vote.room, vote.announcement(botName: facts.botName))])
  }

  private func cast(_ choice: String, _ id: VoteID?, _ request: Request) throws(Misunderstanding) -> Decision {
    guard request.isDirect else {
      throw Misunderstanding(
        "\(request.author.name), votes are hidden until they are revealed: send me yours by direct message.")
    }
    let vote = try vote(id, forCastingIn: request)
    guard let step = vote.scale.index(of: choice) else {
      throw Misunderstanding(
        "“\(choice.prefix(40))” is not on the scale of \(vote.label): \(vote.scale.text).")
    }
    guard vote.admits(request.author) else { throw Misunderstanding("More votes than these \(vote.label) can't take.") }
    return take(step, in: vote, by: request.author) { .room(request.room, $0) }
  }

  /// - Parameters:
  ///   - program: which casts it for the voter.
  ///   - receipt: where the voter is told.
  func take(
    _ step: Int, in vote: Vote, by voter: Voter, enteredBy program: String? = nil, receipt: (String) -> Message
  ) -> Decision {
    var vote = vote
    let previous = vote.cast(step, by: voter, enteredBy: program, now: facts.now)
    var messages = [receipt(vote.receipt(step, previous: previous, enteredBy: program))]
    if vote.hasQuorum {
      vote.reveal(at: facts.now)
      messages += say(vote.result(because: ", revealed because enough have voted"), in: vote)
    }
    return Decision(vote: vote, messages: messages)
  }

  private func export(
    _ id: VoteID?, _ form: VoteCommand.ExportForm, _ request: Request
  ) throws(Misunderstanding) -> Decision {
    let vote = try choose(id, among: scope(of: request), what: "export") { !$0.revealedRounds.isEmpty }
    guard !vote.revealedRounds.isEmpty else {
      throw Misunderstanding("\(vote.label) has nothing to export before it is revealed.")
    }
    return reply(VoteExport(vote: vote).text(as: form), request)
  }

  func perform(
    _ deed: VoteCommand.Deed, _ vote: Vote, _ request: Request
  ) throws(Misunderstanding) -> Decision {
    var vote = vote
    switch deed {
    case .result:
      guard vote.isOpen else { return reply(vote.phase == .cancelled ? vote.line : vote.result(), request) }
      return reply("\(vote.tally) `reveal \(vote.id)` shows the result.", request)
    case .reveal:
      guard vote.isOpen else {
        throw Misunderstanding("\(vote.label) is not open any more. `result \(vote.id)` tells it.")
      }
      vote.reveal(at: request.time ?? facts.now)
      return tell(vote, vote.result(because: ", revealed by \(request.author.name)"), request)
    case .cancel:
      guard vote.phase != .cancelled else { throw Misunderstanding("\(vote.label) is cancelled already.") }
      vote.cancel(at: request.time ?? facts.now)
      return tell(vote, "\(request.author.name) has cancelled \(vote.label).", request)
    case .again:
      guard !vote.isOpen else { throw Misunderstanding("\(vote.label) is still open: `reveal \(vote.id)` first.") }
      vote.again(present: facts.present[vote.room]?.people ?? [], now: facts.now, saidAt: request.time)
      return tell(vote, vote.announcement(botName: facts.botName), request)
    case .remind:
      guard vote.isOpen else { throw Misunderstanding("\(vote.label) is not open any more.") }
      return try remind(vote, request)
    }
  }

  /// Says it where the vote is, and to whoever asked for it elsewhere.
  private func tell(_ vote: Vote, _ text: String, _ request: Request) -> Decision {
    let echo = request.room == vote.room ? [] : [Message.room(request.room, "Done: \(vote.line).")]
    return Decision(vote: vote, messages: say(text, in: vote) + echo)
  }

  private func say(_ text: String, in vote: Vote) -> [Message] { MessagePages.of(text).map { .room(vote.room, $0) } }

  private func list(_ request: Request) -> String {
    let votes = scope(of: request)
    let shown = votes.filter(\.isOpen) + votes.filter { $0.phase == .revealed }.suffix(5)
    guard !shown.isEmpty else { return "There are no votes. `help` tells how one begins." }
    return shown.map(\.line).joined(separator: "\n")
  }

  // MARK: - Which vote is meant

  /// The votes that somebody can mean: of this room, or of the rooms they are in.
  private func scope(of request: Request) -> [Vote] {
    facts.votes.filter { request.isDirect ? isMember(request.author, of: $0) : $0.room == request.room }
  }

  private func isMember(_ voter: Voter, of vote: Vote) -> Bool {
    if vote.members.contains(voter) { return true }
    guard let attendance = facts.present[vote.room] else { return false }
    return !attendance.isComplete || attendance.people.contains(voter)
  }

  private func vote(_ id: VoteID?, for deed: VoteCommand.Deed, _ request: Request) throws(Misunderstanding) -> Vote {
    try choose(id, among: scope(of: request), what: deed.rawValue) { vote in
      switch deed {
      case .reveal, .cancel, .remind: vote.isOpen
      case .result: vote.phase != .cancelled
      case .again: vote.phase == .revealed
      }
    }
  }

  private func vote(_ id: VoteID?, forCastingIn request: Request) throws(Misunderstanding) -> Vote {
    if let id, let other = facts.votes.first(where: { $0.id == id }), !isMember(request.author, of: other) {
      throw Misunderstanding("You are not in the room of \(id): join \(other.room) to vote there.")
    }
    let vote = try choose(id, among: scope(of: request), what: "vote", isFit: \.isOpen)
    guard vote.isOpen else {
      throw Misunderstanding(
        "\(vote.label) is closed, so your vote does not count. `again \(vote.id)` opens another round.")
    }
    return try meant(vote, isNamed: id != nil, request)
  }

  /// Two votes in a row are not mixed up: what was said before a vote, or its round, began is not for it; and what was said
  /// just afterwards may be for the one that had just ended, unless it is named.
  private func meant(_ vote: Vote, isNamed: Bool, _ request: Request) throws(Misunderstanding) -> Vote {
    guard let said = request.time, let begun = vote.begunAt else { return vote }
    guard said >= begun else {
      throw Misunderstanding("You said that before \(vote.label) began, so it does not count: `vote \(vote.id) …`.")
    }
    guard !isNamed, said < begun + Self.changeover else { return vote }
    let ended = scope(of: request).last { other in
      other.id != vote.id && !other.isOpen && other.endedAt.map { $0 > said - Self.changeover } ?? false
    }
    guard let ended else { return vote }
    throw Misunderstanding(
      "\(ended.label) has just ended, and \(vote.label) begun. Say which you mean: `vote \(vote.id) …`.")
  }

  /// - Parameters:
  ///   - votes: among which it must be.
  ///   - what: the word after which the id stands.
  ///   - isFit: which can be meant without an id.
  private func choose(
    _ id: VoteID?, among votes: [Vote], what: String, isFit: (Vote) -> Bool
  ) throws(Misunderstanding) -> Vote {
    if let id {
      guard let vote = votes.first(where: { $0.id == id }) else {
        throw Misunderstanding("I know no vote \(id) here. `list` tells which there are.")
      }
      return vote
    }
    let fit = votes.filter(isFit)
    // Where one is open it is meant, whatever else there has been.
    let open = fit.filter(\.isOpen)
    if let vote = open.count == 1 ? open.first : open.isEmpty ? fit.last : nil { return vote }
    guard !fit.isEmpty else { throw Misunderstanding("There is no vote for that here. `list` tells which there are.") }
    let labels = open.map(\.label).joined(separator: ", ")
    let example = "`\(what) \(open.first?.id.description ?? "v1")\(what == "vote" ? " …" : "")`"
    throw Misunderstanding("Several votes are open: \(labels). Say which: \(example).")
  }

  // MARK: - What time brings

  /// What is due about a vote by now; nothing if another bot has seen to it.
  func pass(_ id: VoteID) -> Decision {
    guard var vote = facts.votes.first(where: { $0.id == id }), let due = vote.due, due <= facts.now else {
      return Decision()
    }
    var messages: [Message] = []
    for occasion in vote.pass(to: facts.now, present: facts.present[vote.room]?.people ?? []) {
      switch occasion {
      case .reveal: messages += say(vote.result(because: ", revealed because the time is up"), in: vote)
      case .remind: queueReminders(&vote)
      case .tally: messages.append(.room(vote.room, vote.tally))
      }
    }
    messages += takeReminders(&vote)
    return Decision(vote: vote, messages: messages)
  }
}
