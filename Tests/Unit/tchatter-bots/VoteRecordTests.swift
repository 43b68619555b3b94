import Foundation
import Testing

@testable import tchatter_bots

/// Votes as the store keeps them, for bots of this version and of 0.10.0, which may be beside each other on one store.
@Suite struct VoteRecordTests {
  /// Without these 0.10.0 can't read a vote.
  private static let needed: Set<String> = [
    "id", "room", "title", "scale", "span", "tellsDeadline", "starter", "phase", "round", "deadline", "members",
    "ballots", "earlier",
  ]
  /// These it does not know, and leaves out of what it keeps.
  private static let added = ["startedAt", "begunAt", "endedAt", "tallyBy"]

  private var vote: Vote {
    var vote = Vote(
      VotePlan(title: "Lunch"), id: VoteID(number: 7), room: "team", starter: Voter("Ann"), members: [Voter("Ann")],
      now: 1_000)
    _ = vote.cast(1, by: Voter("Ann"), enteredBy: "Planner", now: 2_000)
    return vote
  }

  private func members(_ record: BotRecord) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(record.content)) as? [String: Any])
  }

  @Test func `what is kept has all that the version before needs`() throws {
    let members = try members(BotRecord(vote, revision: 1))
    #expect(Self.needed.subtracting(members.keys) == [])
    let ballot = try #require((members["ballots"] as? [[String: Any]])?.first)
    #expect(ballot["voter"] != nil && ballot["choice"] as? Int == 1)
  }

  @Test func `what the version before has kept is a vote that goes on`() throws {
    var members = try members(BotRecord(vote, revision: 1))
    for name in Self.added { members[name] = nil }
    let ballots = try #require(members["ballots"] as? [[String: Any]])
    members["ballots"] = ballots.map { $0.filter { $0.key != "enteredBy" } }
    let content = Array(try JSONSerialization.data(withJSONObject: members))
    var older = try #require(BotRecord(id: "v7", revision: 1, content: content).vote)
    #expect(older.isOpen && older.voters == [Voter("Ann")] && older.ballots[0].enteredBy == nil && older.begunAt == nil)
    let before = older.cast(2, by: Voter("Ann"), now: 3_000)
    #expect(before == 1)
    older.reveal(at: 4_000)
    #expect(older.revealedRounds.map(\.number) == [1] && older.isSound)
  }
}
