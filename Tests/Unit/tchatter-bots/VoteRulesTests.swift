import Testing

@testable import tchatter_bots

@Suite("The vote bot's desk")
struct VoteRulesTests {
  @Test("holds a vote from its announcement to its result")
  func whole() {
    var table = Table()
    let announcement = table.say(#"start new vote "Login page" https://example.org/7"#)
    #expect(announcement.says("Ann asks for votes on v1 “Login page” https://example.org/7", in: "team"))
    #expect(announcement.says("`vote 1` (simple), `vote 2` (medium) or `vote 3` (hard)"))
    #expect(
      table.tell("vote 2", by: "Ann") == [.room("@Ann.vote", "I received your vote: 2 (medium) on v1 “Login page”.")])
    #expect(table.tell("vote hard", by: "Bob").says("I received your vote: 3 (hard)"))
    let hidden = table.say("result")
    #expect(hidden.says("2 have voted: Ann and Bob. Missing: Cid.") && !hidden.says("hard"))
    #expect(table.tell("vote v1 2", by: "Bob").says("I received your vote: 2 (medium) instead of 3 on v1"))
    #expect(table.tell("vote 1", by: "Cid").says("I received your vote"))
    let result = table.say("reveal", by: "Bob")
    #expect(
      result == [
        .room(
          "team",
          "v1 “Login page”, revealed by Bob: 3 votes.\n1 (simple): 1 – Cid\n2 (medium): 2 – Ann and Bob\n"
            + "Most say 2 (medium). Outliers: Cid (1).")
      ])
    #expect(table.say("result v1").says("Most say 2 (medium)"))
  }

  @Test("counts one vote of each, also of who comes back under the same name")
  func oneVote() {
    var table = Table()
    _ = table.say(#"start "x""#)
    _ = table.tell("vote 1", by: "Ann")
    _ = table.tell("vote 3", by: "ANN")
    #expect(table.vote?.ballots.map(\.choice) == [2])
  }

  @Test("tells the room in one line of a burst of votes, who but not what")
  func gathers() {
    var table = Table()
    _ = table.say(#"start "x""#)
    #expect(!table.tell("vote 1", by: "Ann").says("voted", in: "team"))
    #expect(table.pass(1_900).isEmpty)
    _ = table.tell("vote 2", by: "Bob")
    #expect(table.pass(1_900).isEmpty, "it goes on")
    #expect(table.pass(100) == [.room("team", "v1 “x”: 2 have voted: Ann and Bob. Missing: Cid.")])
    #expect(table.pass(5_000).isEmpty)
    _ = table.tell("vote 3", by: "Bob")
    #expect(table.pass(5_000).isEmpty, "who changes a vote has voted already")
    _ = table.tell("vote 3", by: "Cid")
    #expect(table.pass(5_000).says("3 have voted: Ann, Bob and Cid. Nobody is missing."))
  }

  @Test("tells the room now and then while a burst goes on for long")
  func longBurst() {
    var table = Table((1...40).map { "Voter \($0)" })
    _ = table.say(#"start "x""#)
    var lines = 0
    for number in 1...40 {
      _ = table.tell("vote 1", by: "Voter \(number)")
      lines += table.pass(1_000).count
    }
    #expect(lines + table.pass(2_000).count == 3)
  }

  @Test("never counts for a vote what was said before it began, or perhaps about the one before")
  func twoInARow() {
    var table = Table()
    func say(_ text: String, at time: Int64) -> [VoteRules.Message] {
      table.chatTime = time
      return text.hasPrefix("vote") ? table.tell(text, by: "Bob") : table.say(text)
    }
    _ = say(#"start "one""#, at: 100_000)
    #expect(say("vote 1", at: 100_100).says("I received your vote: 1 (simple) on v1"), "there was none before")
    _ = say("reveal", at: 110_000)
    _ = say(#"start "two""#, at: 111_000)
    #expect(say("vote 3", at: 109_900).says("You said that before v2 “two” began"), "it came late")
    #expect(say("vote v2 3", at: 110_900).says("You said that before v2 “two” began"))
    #expect(say("vote 3", at: 111_500).says("v1 “one” has just ended, and v2 “two” begun. Say which you mean"))
    #expect(table.facts.votes.map(\.ballots.count) == [1, 0])
    #expect(say("vote v1 3", at: 111_600).says("is closed"))
    #expect(say("vote v2 3", at: 111_700).says("I received your vote: 3 (hard) on v2"))
    #expect(say("vote 2", at: 116_100).says("I received your vote: 2 (medium) instead of 3 on v2"))
    _ = say("reveal v2", at: 120_000)
    _ = say("again v2", at: 130_000)
    #expect(say("vote v2 1", at: 129_000).says("You said that before v2 “two” began"), "that is for the round before")
    #expect(table.vote?.ballots.isEmpty == true)
  }

  @Test("never shows what was voted in a round that was cancelled")
  func cancelledRound() {
    var table = Table()
    _ = table.say(#"start "x" scale 10,20"#)
    _ = table.tell("vote 20", by: "Ann")
    _ = table.say("cancel v1")
    #expect(table.say("export v1").says("nothing to export"))
    #expect(table.say("again v1").says("Ann asks for votes on v1"))
    #expect(table.vote?.round == 1 && table.vote?.ballots.isEmpty == true)
    _ = table.tell("vote 10", by: "Bob")
    _ = table.say("reveal v1")
    #expect(!table.say("export v1 csv").says("Ann") && !table.say("export v1 json").says("20\"}"))
  }

  @Test("reveals by itself at the quorum", arguments: [("quorum 2", 2), ("quorum all", 3)])
  func quorum(option: String, count: Int) {
    var table = Table()
    _ = table.say(#"start "x" "# + option)
    for (index, name) in ["Ann", "Bob", "Cid"].prefix(count).enumerated() {
      let said = table.tell("vote 1", by: name)
      #expect(said.says("revealed because enough have voted", in: "team") == (index + 1 == count))
    }
    #expect(table.pass(10_000).isEmpty)
    #expect(table.tell("vote v1 2", by: "Ann").says("is closed"))
  }

  @Test("reveals by itself at the deadline, after a reminder to those who are missing")
  func deadline() {
    var table = Table()
    #expect(table.say(#"start "x" https://a.b deadline 1h remind 10m"#).says("It is revealed in 1 hour."))
    _ = table.tell("vote 1", by: "Ann")
    _ = table.pass(3_000)
    table.facts.present["team"]?.people.append(Voter("Dora"))
    let reminders = table.pass(600_000)
    #expect(reminders.count == 3)
    #expect(reminders.contains(.direct(Voter("Dora"), reminders.texts[2])))
    #expect(
      reminders.says("Your vote on v1 “x” in team is missing (https://a.b): `vote v1 1`, `vote v1 2`, `vote v1 3`."))
    #expect(table.pass(600_000).isEmpty, "once")
    #expect(table.pass(3_600_000).says("revealed because the time is up: 1 vote.", in: "team"))
    #expect(table.pass(3_600_000).isEmpty)
  }

  @Test("asks which vote is meant where several are open")
  func several() {
    var table = Table()
    _ = table.say(#"start "one""#)
    _ = table.say(#"start "two""#)
    #expect(table.tell("vote 1", by: "Ann").says("Several votes are open: v1 “one”, v2 “two”. Say which: `vote v1 …`."))
    #expect(table.say("reveal").says("Say which: `reveal v1`."))
    #expect(table.tell("vote v2 1", by: "Ann").says("on v2 “two”"))
    #expect(
      table.say("list").says("v1 “one” in team: open, 0 of 3 have voted\nv2 “two” in team: open, 1 of 3 have voted"))
    _ = table.say("reveal v1")
    #expect(table.tell("vote 2", by: "Bob").says("on v2 “two”"), "the only open one is meant")
  }

  @Test("knows several rooms, and in which of them somebody is")
  func rooms() {
    var table = Table()
    table.facts.present["other"] = VoteRules.Attendance(people: [Voter("Dora")])
    _ = table.say(#"start "one""#)
    _ = table.say(#"start "two""#, by: "Dora", in: "other")
    #expect(table.tell("vote 1", by: "Ann").says("on v1"))
    #expect(table.tell("vote 1", by: "Dora").says("on v2"))
    #expect(table.tell("vote v2 1", by: "Ann").says("You are not in the room of v2: join other to vote there."))
    #expect(table.say("reveal v2").says("I know no vote v2 here."))
    #expect(!table.tell("list", by: "Ann").says("v2"))
    table.facts.present["other"] = VoteRules.Attendance(people: [], isComplete: false)
    #expect(table.tell("vote v2 1", by: "Ann").says("on v2"), "of a large room not everybody is known")
    #expect(table.tell("vote 1", by: "Stranger").says("There is no vote for that here") == false)
  }

  @Test("answers every mistake")
  func mistakes() {
    var table = Table()
    #expect(table.tell("vote 1", by: "Ann").says("There is no vote for that here."))
    #expect(table.say("reveal v9").says("I know no vote v9 here."))
    #expect(table.say("list").says("There are no votes."))
    #expect(table.tell(#"start "x""#, by: "Ann").says("A vote begins in a room: say `@Vote start new vote …` there."))
    _ = table.say(#"start "x" scale s=small,m,l"#)
    #expect(table.tell("vote 7", by: "Ann").says("“7” is not on the scale of v1 “x”: s (small), m, l."))
    #expect(table.say("vote s").says("votes are hidden until they are revealed"))
    #expect(table.vote?.ballots.isEmpty == true)
    #expect(table.say("export").says("There is no vote for that"))
    #expect(table.say("export v1").says("nothing to export before it is revealed"))
    #expect(table.say("again v1").says("is still open"))
    #expect(table.tell("dance", by: "Ann").says("I don't know “dance”. `help` tells what I know."))
    #expect(table.say("cancel").says("Ann has cancelled v1 “x”.", in: "team"))
    #expect(table.tell("vote v1 s", by: "Ann").says("is closed"))
    #expect(table.say("cancel v1").says("is cancelled already"))
    #expect(table.say("reveal v1").says("is not open any more"))
    #expect(table.say("help").says("start new vote"))
  }

  @Test("opens no more votes than anybody can survey")
  func limits() {
    var table = Table()
    for number in 1...20 { #expect(table.say("start \"\(number)\"").says("v\(number)")) }
    #expect(table.say(#"start "one more""#).says("Too many votes are open"))
  }

  @Test("holds another round, in which everybody votes anew")
  func again() {
    var table = Table()
    _ = table.say(#"start "x""#)
    for (name, vote) in [("Ann", 1), ("Bob", 3)] { _ = table.tell("vote \(vote)", by: name) }
    // Who differ are two, and neither is the odd one out.
    #expect(table.say("reveal").says("No consensus. The middle is 1 (simple). `again v1`"))
    #expect(table.say("again").says("Round 2 of v1 “x”"))
    #expect(table.say("result").says("0 have voted: nobody. Missing: Ann, Bob and Cid."))
    for name in ["Ann", "Bob"] { _ = table.tell("vote 2", by: name) }
    #expect(
      table.say("reveal").says(
        "round 2, revealed by Ann: 2 votes.\n2 (medium): 2 – Ann and Bob\nConsensus: 2 (medium)."))
    let csv = table.say("export v1 csv").texts.joined()
    #expect(
      csv.contains(#""v1","x","","team","1","Bob","3","hard""#)
        && csv.contains(#""v1","x","","team","2","Bob","2","medium""#))
    let json = table.say("export").texts.joined()
    #expect(json.contains(#"{"round":1,"median":"1","votes":["# + "\n" + #"{"voter":"Ann","value":"1"}"#))
  }

  @Test("reminds when asked to, and answers in the room and where it was asked")
  func elsewhere() {
    var table = Table()
    _ = table.say(#"start "x""#)
    _ = table.tell("vote 1", by: "Ann")
    let reminded = table.say("remind")
    #expect(reminded.count == 3 && reminded.says("I remind 2 of v1 “x”: Bob and Cid.", in: "team"))
    let revealed = table.tell("reveal", by: "Ann")
    #expect(revealed.says("revealed by Ann", in: "team") && revealed.says("Done: v1", in: "@Ann.vote"))
  }

  @Test("exports texts that no spreadsheet runs, in pages that fit a message")
  func export() {
    var table = Table([])
    table.facts.present["team"]?.isComplete = false
    _ = table.say(#"start "=cmd()" https://a.b"#)
    for number in 1...200 { _ = table.tell("vote v1 1", by: "Somebody with a name \(number)") }
    for number in 1...3 { #expect(table.tell("vote v1 1", by: "Voter \(number)").isEmpty == false) }
    _ = table.tell("reveal v1", by: "Voter 1")
    let pages = table.tell("export v1 csv", by: "Voter 1").texts
    #expect(pages.count > 1 && pages.allSatisfy { $0.unicodeScalars.count <= 4_000 })
    #expect(pages.joined(separator: "\n").contains(#""v1","'=cmd()","https://a.b","team","1","Voter 1","1","simple""#))
  }

  @Test("cuts what is too long for a message, between lines if it can")
  func pages() {
    let line = String(repeating: "é", count: 3_000)
    #expect(MessagePages.of("a\n\nb") == ["a\n\nb"])
    #expect(MessagePages.of(line + "\n" + line) == [line, line])
    let pages = MessagePages.of("x\n" + line + line + line)
    #expect(pages.count > 2 && pages.allSatisfy { $0.unicodeScalars.count <= 4_000 })
    #expect(pages.joined().filter { $0 == "é" }.count == 9_000)
  }

  @Test("finds agreement and outliers")
  func outcome() {
    func outcome(_ choices: [Int]) -> VoteOutcome {
      let ballots = choices.enumerated().map { Vote.Ballot(voter: Voter("p\($0.offset)"), choice: $0.element) }
      return VoteOutcome(ballots, scale: Scale.named["fibonacci"] ?? .standard)
    }
    #expect(outcome([]).agreement == .nobody && outcome([]).median == nil)
    #expect(outcome([3]).agreement == .full(3))
    #expect(outcome([2, 2, 2]).agreement == .full(2) && outcome([2, 2, 2]).outliers.isEmpty)
    #expect(outcome([2, 2, 5]).agreement == .most(2) && outcome([2, 2, 5]).outliers.map(\.choice) == [5])
    #expect(outcome([1, 1, 4, 4]).agreement == VoteOutcome.Agreement.none)
    #expect(outcome([1, 4]).agreement == VoteOutcome.Agreement.none)
    #expect(outcome([1, 4]).outliers.isEmpty, "of two nobody is one")
    #expect(outcome([0, 3, 3, 6, 2]).outliers.map(\.choice) == [0, 6] && outcome([0, 3, 3, 6, 2]).median == 3)
    #expect(outcome([99]).agreement == .nobody, "what is not on the scale does not count")
  }
}
