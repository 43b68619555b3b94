import JSON
import Testing

@testable import tchatter_bots

@Suite("Votes as HTTP tells them")
struct VoteRepresentationTests {
  private func text(_ json: [UInt8]) -> String { String(decoding: json, as: UTF8.self) }

  /// Whether it tells what somebody has voted. The scale tells all values, so one is looked for behind a name, or as a result.
  private func shows(_ vote: Vote) -> Bool {
    [vote.summary, vote.detail, vote.ballotList].map(text).contains { told in
      told.contains(#"","value":"77""#) || told.contains("median")
    }
  }

  @Test func `what is hidden is in none of them`() throws {
    var table = Table()
    _ = table.say(#"start "x" scale 11,77"#)
    _ = table.tell("vote 77", by: "Ann")
    _ = try table.call(.cast(VoteID(number: 1), voter: "Bob", choice: "77"))
    var vote = try #require(table.vote)
    #expect(!shows(vote))
    #expect(text(vote.detail).contains(#""voters":[{"voter":"Ann"},{"voter":"Bob","enteredBy":"Planner"}]"#))
    var cancelled = vote
    cancelled.cancel(at: 1)
    #expect(!shows(cancelled))
    cancelled.again(present: [], now: 2)
    #expect(!shows(cancelled))
    vote.reveal(at: 1)
    #expect(shows(vote))
    #expect(
      text(vote.detail).contains(
        #""ballots":[{"voter":"Ann","value":"77"},{"voter":"Bob","value":"77","enteredBy":"Planner"}]"#))
    vote.again(present: [], now: 2)
    #expect(!text(vote.summary).contains("result") && !text(vote.ballotList).contains("77"))
    #expect(text(vote.detail).contains(#"{"round":1,"ballots":[{"voter":"Ann","value":"77"}"#), "that round is known")
  }

  @Test func `statistics add up, room by room and in all`() throws {
    var table = Table()
    table.facts.present["other"] = VoteRules.Attendance(people: [Voter("Dora")])
    for (number, room) in ["team", "team", "team", "other", "other"].enumerated() {
      let name = room == "team" ? "Ann" : "Dora"
      _ = table.say("start \"\(number)\"", by: name, in: room)
      let id = "v\(number + 1)"
      _ = table.tell("vote \(id) 1", by: name)
      if number != 1 { _ = table.say("reveal \(id)", by: name, in: room) } else { _ = table.say("cancel v2") }
      guard number != 4 else { continue }
      if number % 2 == 0 { _ = table.say("again \(id)", by: name, in: room) }
    }
    _ = table.say("reveal v1")
    let json = try JSONParser.parseObject(VoteStatistics.json(table.facts.votes))
    let rooms = try #require(json["rooms"]?.array).compactMap(\.object)
    let all = try #require(json["all"]?.object)
    #expect(rooms.map { $0["room"]?.string } == ["other", "team"])
    for name in ["votes", "open", "revealed", "cancelled", "ballots"] {
      #expect(rooms.compactMap { $0[name]?.integer }.reduce(0, +) == all[name]?.integer)
    }
    for row in rooms + [all] {
      let states = ["open", "revealed", "cancelled"].compactMap { row[$0]?.integer }.reduce(0, +)
      let rounds = try #require(row["rooms"]?.object ?? row["rounds"]?.object)
      let agreements = ["full", "most", "none", "nobody"].compactMap { rounds[$0]?.integer }.reduce(0, +)
      #expect(row["votes"]?.integer == states && rounds["all"]?.integer == agreements)
    }
    #expect(all["votes"]?.integer == 5 && all["open"]?.integer == 1 && all["cancelled"]?.integer == 1)
    // v1 in two rounds, the second without votes; v3, v4 and v5 in one each.
    #expect(all["rounds"]?.object?["all"]?.integer == 5 && all["ballots"]?.integer == 4)
  }
}
