// What programs ask over HTTP is decided by the rules that hold in the chat, and told in the rooms likewise.
extension VoteRules {
  func answer(to call: VoteCall) throws(VoteError) -> Decision {
    do {
      switch call.action {
      case .start(let room, let plan):
        guard facts.present[room] != nil else { throw VoteError.notFound("The bot is in no such room.") }
        return try start(plan, request(call, in: room))
      case .cast(let id, let voter, let choice): return try cast(choice, in: vote(id), for: voter, by: call.caller)
      case .about(let deed, let id):
        let vote = try vote(id)
        let decision = try perform(deed, vote, request(call, in: vote.room))
        // What changes nothing is the caller's business alone, and no line in the room.
        guard decision.vote != nil else { throw Misunderstanding(decision.messages.map(\.text).joined(separator: " ")) }
        return decision
      }
    } catch let error as VoteError {
      throw error
    } catch let error as Misunderstanding {
      throw .conflict(error.text)
    } catch {
      throw .conflict("\(error)")
    }
  }

  /// The same as if the caller had said it in the room.
  private func request(_ call: VoteCall, in room: String) -> Request {
    Request(room: room, isDirect: false, author: Voter(call.caller.name), text: "")
  }

  private func vote(_ id: VoteID) throws -> Vote {
    guard let vote = facts.votes.first(where: { $0.id == id }) else { throw VoteError.noVote }
    return vote
  }

  /// A program casts for somebody who is in the room, and who has not voted themself: nobody's own word is replaced by
  /// another's. Whoever it is for is told, and may cast another one.
  private func cast(_ choice: String, in vote: Vote, for name: String, by caller: HTTPCaller) throws -> Decision {
    guard vote.isOpen else { throw Misunderstanding("\(vote.id) is not open.") }
    guard let step = vote.scale.index(of: choice) else {
      throw VoteError.unprocessable("The value is not on the scale.")
    }
    guard let voter = member(Voter(name), of: vote) else {
      throw VoteError.forbidden("Nobody of this name is in the room of \(vote.id).")
    }
    if let ballot = vote.ballots.first(where: { $0.voter == voter }), ballot.enteredBy == nil {
      throw Misunderstanding("\(voter.name) has voted already, and not through a program.")
    }
    guard vote.admits(voter) else { throw Misunderstanding("More votes than these \(vote.id) can't take.") }
    return take(step, in: vote, by: voter, enteredBy: caller.name) { .direct(voter, $0) }
  }

  private func member(_ voter: Voter, of vote: Vote) -> Voter? {
    vote.members.first { $0 == voter } ?? facts.present[vote.room]?.people.first { $0 == voter }
  }
}
