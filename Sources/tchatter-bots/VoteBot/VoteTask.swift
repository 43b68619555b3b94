import ChatClient

/// What a vote bot has to see to.
enum VoteTask {
  /// Somebody has asked something; `name` is the same for every bot that heard it.
  case request(VoteRules.Request, message: RoomMessage, name: String)
  /// Something about a vote has become due.
  case due(VoteID)
  /// A program has asked something over HTTP.
  case call(PendingVoteCall)

  /// The name of what was heard.
  var heard: String? {
    switch self {
    case .request(_, _, let name): name
    case .due: nil
    case .call(let pending): pending.call.heard
    }
  }

  /// How far its room has been read with it.
  var position: (room: String, text: String)? {
    if case .request(_, let message, _) = self { (message.room, message.position) } else { nil }
  }

  /// What the ids of its answers are made of: for what time brings, the state of the vote that it was brought to, and a
  /// time, because numbers begin anew where the store does.
  func cause(_ vote: Vote?, revision: Int) -> String {
    switch self {
    case .request(_, _, let name): name
    case .due(let id): "\(id)-\(vote?.deadline ?? 0)-\(revision)"
    case .call(let pending): pending.cause
    }
  }

  /// Whether somebody waits for an answer.
  var isRequest: Bool { if case .due = self { false } else { true } }

  /// The call, if it is one.
  var call: PendingVoteCall? { if case .call(let pending) = self { pending } else { nil } }

  func isDue(_ id: VoteID) -> Bool { if case .due(id) = self { true } else { false } }

  /// - Parameter limit: milliseconds.
  func isStale(at now: Int64, limit: Int64) -> Bool {
    if case .request(_, let message, _) = self { message.time + limit < now } else { false }
  }

  /// The rooms whose people matter for it.
  func rooms(_ facts: VoteRules.Facts) -> Set<String> {
    switch self {
    case .request(let request, _, _):
      request.isDirect ? Set(facts.votes.suffix(100).map(\.room)) : [request.room]
    case .due(let id): Set(facts.votes.filter { $0.id == id }.map(\.room))
    case .call(let pending): pending.call.rooms(facts.votes)
    }
  }
}
