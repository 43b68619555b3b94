import Foundation
import Testing

@testable import tchatter_bots

@Suite("Reminding those who have not voted")
struct RemindingTests {
  private static func people(_ count: Int) -> [String] { (1...count).map { "Person \($0)" } }

  @Test("reminds each once an hour, however often that is asked, and tells how many")
  func onceAnHour() {
    var table = Table(["Ann", "Bob", "Cid"])
    _ = table.say(#"start "x" remind never"#)
    _ = table.tell("vote 1", by: "Ann")
    let first = table.say("remind")
    #expect(first.first == .room("team", "I remind 2 of v1 “x”: Bob and Cid."), "the answer comes first")
    #expect(first.recipients == ["Bob", "Cid"])
    for _ in 0..<30 {
      #expect(table.say("remind") == [.room("team", "I remind nobody of v1 “x”: 2 had been reminded within the hour.")])
    }
    _ = table.say("reveal")
    table.facts.present["team"]?.people += [Voter("Dora"), Voter("Eve")]
    _ = table.say("again")
    table.facts.now += Reminders.pause
    let again = table.say("remind")
    #expect(again.says("I remind 3 of v1 “x”: Ann, Dora and Eve. 2 had been reminded within the hour."))
    #expect(again.recipients == ["Ann", "Dora", "Eve"], "another round is still the same vote")
    table.facts.now += Reminders.interval
    #expect(table.say("remind").recipients.count == 5)
  }

  @Test("counts the reminder that time brings")
  func byTime() {
    var table = Table(["Ann", "Bob"])
    _ = table.say(#"start "x" deadline 3h remind 10m"#)
    #expect(table.say("remind").recipients.count == 2)
    #expect(table.pass(600_000).recipients.isEmpty)
    #expect(table.vote?.due == table.vote?.deadline)
  }

  @Test("sends a few at a time, and none to who has voted meanwhile")
  func batches() {
    let people = Self.people(12)
    var table = Table(people)
    _ = table.say(#"start "x" remind never"#)
    let first = table.say("remind")
    #expect(first.says("I remind 12 of v1 “x”") && first.recipients == Array(people[..<5]))
    #expect(table.pass(Reminders.pause - 1).isEmpty)
    _ = table.tell("vote 1", by: people[6])
    #expect(table.pass(1).recipients == [people[5]] + people[7..<11])
    #expect(table.say("remind").says("I remind nobody of v1 “x”: 11 had been reminded"), "who waits is not asked twice")
    #expect(table.pass(Reminders.pause).recipients == [people[11]])
    #expect(table.pass(Reminders.pause).recipients.isEmpty)
  }

  @Test("sends no more because several votes have reminders")
  func together() {
    let people = Self.people(10)
    var table = Table(people)
    for _ in 0..<3 { _ = table.say(#"start "x" remind never"#) }
    let begin = table.facts.now
    var sent = (1...3).reduce(0) { $0 + table.say("remind v\($1)").recipients.count }
    #expect(sent == 5)
    for second in 1...6 {
      table.facts.now = begin + Int64(second) * Reminders.pause
      let now = (1...3).reduce(0) { $0 + table.pass(0, $1).recipients.count }
      #expect(now <= Reminders.batch)
      sent += now
    }
    #expect(sent == 30)
  }

  @Test("sends no more at once after the bots were away")
  func late() {
    var table = Table(Self.people(10))
    for _ in 0..<3 { _ = table.say(#"start "x" remind never"#) }
    for number in 1...3 { _ = table.say("remind v\(number)") }
    table.facts.now += 600_000
    var sent = 5
    for _ in 0..<20 {
      table.facts.now += Reminders.pause
      let now = (1...3).reduce(0) { $0 + table.pass(0, $1).recipients.count }
      #expect(now <= Reminders.batch)
      sent += now
    }
    #expect(sent == 30)
  }

  @Test("lets answers pass")
  func busy() {
    var table = Table()
    _ = table.say(#"start "x" remind never"#)
    table.facts.isBusy = true
    #expect(table.say("remind").recipients.isEmpty)
    #expect(table.pass(Reminders.pause).recipients.isEmpty)
    table.facts.isBusy = false
    #expect(table.pass(Reminders.pause).recipients == ["Ann", "Bob", "Cid"])
  }

  @Test("lets so many wait, those of all votes together, and says so where it can't take more")
  func bound() {
    var table = Table(Self.people(150))
    for _ in 0..<3 { _ = table.say(#"start "x" remind never"#) }
    #expect(table.say("remind v1").says("I remind 150 of v1"))
    let second = table.say("remind v2")
    #expect(second.says("I remind 55 of v2"))
    #expect(second.says("95 more I can remind only later: ask me again in a minute."))
    let third = table.say("remind v3")
    #expect(third == [.room("team", "200 reminders have to be sent before those. Ask me again in a minute.")])
    #expect(table.facts.votes.allSatisfy { $0.isSound })
    _ = table.say("cancel v1")
    _ = table.say("reveal v2")
    #expect(table.say("remind v3").says("I remind 150 of v3"), "nobody is reminded of what is over")
  }

  @Test("keeps with the vote who was reminded, and reads what older bots have kept")
  func kept() throws {
    var table = Table()
    _ = table.say(#"start "x" remind never"#)
    let old = try #require(table.vote)
    #expect(BotRecord(old, revision: 1).vote == old)
    #expect(!String(decoding: BotRecord(old, revision: 1).content, as: UTF8.self).contains("reminded"))
    _ = table.say("remind")
    let vote = try #require(table.vote)
    #expect(vote.reminders.latest == table.facts.now)
    table.facts.votes = [try #require(BotRecord(vote, revision: 2).vote)]
    #expect(table.say("remind").says("3 had been reminded within the hour."))
    let late = String(decoding: BotRecord(vote, revision: 2).content, as: UTF8.self)
      .replacingOccurrences(of: "\(table.facts.now)", with: "\(Int64.max)")
    #expect(BotRecord(id: "v1", revision: 1, content: Array(late.utf8)).vote == nil)
  }
}
