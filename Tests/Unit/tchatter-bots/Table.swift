@testable import tchatter_bots

/// A room with people, and a bot that decides about what they say: no network, no store.
struct Table {
  var facts = VoteRules.Facts(now: 1_000_000, botName: "Vote", votes: [], nextNumber: 1)

  /// When what is said is said, by the chat's clock.
  var chatTime: Int64?

  init(_ people: [String] = ["Ann", "Bob", "Cid"], room: String = "team") {
    facts.present[room] = VoteRules.Attendance(people: people.map { Voter($0) })
  }

  /// Says something and takes over what it comes to.
  mutating func say(_ text: String, by name: String = "Ann", in room: String = "team") -> [VoteRules.Message] {
    let isDirect = room.hasPrefix("@")
    let request = VoteRules.Request(
      room: room, isDirect: isDirect, author: Voter(name), text: text, time: chatTime)
    return take(VoteRules(facts: facts).answer(to: request))
  }

  mutating func tell(_ text: String, by name: String) -> [VoteRules.Message] {
    say(text, by: name, in: "@\(name).vote")
  }

  /// A program asks over HTTP.
  mutating func call(_ action: VoteCall.Action, by name: String = "Planner") throws(VoteError) -> [VoteRules.Message] {
    let call = VoteCall(caller: HTTPCaller(name: name, mayWrite: true), action: action)
    return take(try VoteRules(facts: facts).answer(to: call))
  }

  mutating func pass(_ milliseconds: Int64, _ number: Int = 1) -> [VoteRules.Message] {
    facts.now += milliseconds
    return take(VoteRules(facts: facts).pass(VoteID(number: number)))
  }

  private mutating func take(_ decision: VoteRules.Decision) -> [VoteRules.Message] {
    if let vote = decision.vote {
      if !facts.votes.contains(where: { $0.id == vote.id }) { facts.nextNumber += 1 }
      facts.votes.removeAll { $0.id == vote.id }
      facts.votes.append(vote)
    }
    return decision.messages
  }

  var vote: Vote? { facts.votes.last }
}

extension [VoteRules.Message] {
  var texts: [String] { map(\.text) }

  /// Who is written to alone.
  var recipients: [String] { compactMap { if case .direct(let voter, _) = $0 { voter.name } else { nil } } }

  func says(_ text: String) -> Bool { texts.contains { $0.contains(text) } }

  func says(_ text: String, in place: String) -> Bool {
    contains { if case .room(place, let said) = $0 { said.contains(text) } else { false } }
  }
}
