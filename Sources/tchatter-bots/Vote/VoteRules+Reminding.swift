// Reminding those who have not voted.
extension VoteRules {
  /// Somebody asks for it: the answer goes before all reminders.
  func remind(_ vote: Vote, _ request: Request) throws(Misunderstanding) -> Decision {
    var vote = vote
    let missing = vote.missing
    guard !missing.isEmpty else { return reply("Nobody is missing in \(vote.label).", request) }
    let due = vote.reminders.due(among: missing, now: facts.now)
    let recent = missing.count - due.count
    guard !due.isEmpty else { return reply(vote.nobodyToRemind(recent: recent), request) }
    let reminded = queueReminders(&vote)
    guard !reminded.isEmpty else {
      throw Misunderstanding("\(waiting) reminders have to be sent before those. Ask me again in a minute.")
    }
    var decision = reply(vote.reminding(reminded, recent: recent, left: due.count - reminded.count), request)
    decision.messages += takeReminders(&vote)
    decision.vote = vote
    return decision
  }

  /// Has those reminded who have not voted and have not been within the hour, as many as may wait.
  /// - Returns: who they are.
  @discardableResult
  func queueReminders(_ vote: inout Vote) -> [Voter] {
    let due = vote.reminders.due(among: vote.missing, now: facts.now)
    let admitted = Array(due.prefix(max(Reminders.mostWaiting - waiting, 0)))
    let turn = facts.votes.compactMap(\.reminders.end).max() ?? facts.now
    vote.reminders.add(admitted, from: max(turn, facts.now))
    return admitted
  }

  /// The reminders whose turn it is. They let answers pass, and those of other votes if both have become late.
  func takeReminders(_ vote: inout Vote) -> [Message] {
    guard let next = vote.reminders.next, next <= facts.now else { return [] }
    let others = facts.votes.filter { $0.id != vote.id }.map(\.reminders)
    let pause = facts.now + Reminders.pause
    if others.contains(where: { $0.latest.map { $0 + Reminders.pause > facts.now } ?? false }) {
      vote.reminders.putOff(to: max(others.compactMap(\.end).max() ?? pause, pause))
    } else if facts.isBusy {
      vote.reminders.putOff(to: pause)
    }
    return vote.reminders.take(among: vote.missing, now: facts.now).map { .direct($0, vote.reminder) }
  }

  /// How many wait, those of all votes together.
  private var waiting: Int { facts.votes.reduce(0) { $0 + $1.reminders.waiting.count } }
}
