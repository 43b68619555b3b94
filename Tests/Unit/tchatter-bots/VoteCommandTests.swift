import Testing

@testable import tchatter_bots

@Suite("A command to the vote bot")
struct VoteCommandTests {
  private func parse(_ text: String) throws -> VoteCommand { try VoteCommandParser.parse(text).get() }

  private func misunderstanding(_ text: String) -> String? {
    if case .failure(let failure) = VoteCommandParser.parse(text) { failure.text } else { nil }
  }

  @Test("begins a vote, with and without options")
  func start() throws {
    #expect(
      try parse(#"start new vote "Login page" https://example.org/7"#)
        == .start(VotePlan(title: "Login page", url: "https://example.org/7")))
    #expect(try parse("START “Zwei   Wörter”") == .start(VotePlan(title: "Zwei Wörter")))
    #expect(try parse("new vote \"a\nb\" <http://x/?a=b>") == .start(VotePlan(title: "a b", url: "http://x/?a=b")))
    var plan = VotePlan(title: "x", quorum: .everybody, deadline: 7_200_000, reminder: .after(600_000))
    plan.scale = try Scale("1,2,3,5")
    #expect(try parse(#"start vote "x" scale 1,2,3,5 quorum all deadline 2h remind 10m"#) == .start(plan))
    #expect(
      try parse(#"start "x" remind never quorum 3"#)
        == .start(VotePlan(title: "x", quorum: .count(3), reminder: .never)))
  }

  @Test("votes, with the id before or after the value")
  func cast() throws {
    let id = VoteID(number: 7)
    #expect(try parse("vote 2") == .cast(nil, choice: "2"))
    #expect(try parse("Vote V7 hard") == .cast(id, choice: "hard"))
    #expect(try parse("vote xl v7") == .cast(id, choice: "xl"))
  }

  @Test("does something about a vote")
  func deeds() throws {
    for deed in VoteCommand.Deed.allCases {
      #expect(try parse(deed.rawValue) == .about(deed, nil))
      #expect(try parse(" \(deed.rawValue.uppercased())  v12 ") == .about(deed, VoteID(number: 12)))
    }
    #expect(try parse("export") == .export(nil, .json))
    #expect(try parse("export v2 CSV") == .export(VoteID(number: 2), .csv))
    #expect(try parse("list") == .list)
    for text in ["", "  ", "help", "HELP me", "?"] { #expect(try parse(text) == .help) }
  }

  @Test(
    "that is wrong is answered by what is wrong with it",
    arguments: [
      ("dance", "I don't know “dance”"), ("vote", "I need one value"), ("vote v7", "I need one value"),
      ("vote v1 v2", "I need one value"), ("vote 1 2 3", "I need one value"), ("reveal 7", "A vote's id looks like v7"),
      ("reveal v7 now", "after `reveal`"), ("list all", "after `list`"), ("start", "A vote needs a title in quotes"),
      ("start new vote Login", "A vote needs a title in quotes"), ("start \"\"", "A vote needs a title in quotes"),
      ("start \"x", "A quote is not closed"), ("start \"x\" ftp://a", "I don't understand “ftp://a”"),
      ("start \"x\" http://", "I don't understand"), ("start \"x\" http://a http://b", "I don't understand “http://b”"),
      ("start \"x\" scale 1", "A scale has 2 to 20 values"), ("start \"x\" scale 1,1", "each value once"),
      ("start \"x\" scale 1,=", "A scale is made of values"), ("start \"x\" scale 1,v2", "A scale is made of values"),
      ("start \"x\" scale a=b,b", "each value once"), ("start \"x\" scale 1,2,", "A scale is made of values"),
      ("start \"x\" scale", "What scale?"), ("start \"x\" quorum 0", "A quorum is"),
      ("start \"x\" quorum x", "A quorum is"),
      ("start \"x\" deadline 5", "A time looks like"), ("start \"x\" deadline -5m", "A time looks like"),
      ("start \"x\" deadline 99999d", "A time looks like"),
      ("start \"x\" deadline 9999999999999999999d", "A time looks like"),
      ("start \"x\" deadline 5m remind 5m", "must come before"), ("export v1 xml", "I don't understand “xml”"),
      ("start \"" + String(repeating: "x", count: 201) + "\"", "1 to 200 characters"),
      ("reveal v0", "A vote's id looks like"), ("reveal v99999999999", "A vote's id looks like"),
    ])
  func wrong(text: String, answer: String) {
    #expect(misunderstanding(text)?.contains(answer) == true, "\(misunderstanding(text) ?? "understood")")
  }

  @Test("is understood or answered, whatever it is")
  func total() {
    let pieces = [
      "start", "vote", "\"", "“", "x", " ", "\n", "v1", "scale", "1,2", ",", "=", "deadline", "5m", "😀", "\u{0}",
      "quorum",
    ]
    var seed: UInt64 = 1
    for _ in 0..<5_000 {
      var text = ""
      for _ in 0..<8 {
        seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        text += pieces[Int((seed >> 33) % UInt64(pieces.count))] + (seed >> 60 < 8 ? " " : "")
      }
      if let answer = misunderstanding(text) { #expect(!answer.isEmpty) }
    }
  }

  @Test(
    "is known by the bot's name at the beginning of a line",
    arguments: [
      ("@Vote list", " list"), ("@vote", ""), ("Vote: list", " list"), ("vote, list", " list"), ("  @Vote: x", " x"),
      ("Vote for me", nil), ("Voters: unite", nil), ("@Voters x", nil), ("list", nil), ("", nil),
      ("hey @Vote list", nil),
    ] as [(String, String?)])
  func mention(text: String, command: String?) {
    #expect(Mention.command(in: text, to: "Vote") == command)
  }

  @Test("options of the program are checked")
  func options() throws {
    let options = try VoteOptions(["team", "--redis", "redis://h:1/2", "--name", "Poker", "--transport", "poll"])
    #expect(options.rooms == ["team"] && options.bot.name == "Poker" && options.bot.transport == .poll)
    #expect(options.redis?.database == 2)
    #expect(try VoteOptions(["a"], environment: ["TCHATTER_REDIS_URL": "redis://h"]).redis != nil)
    #expect(try VoteOptions(["a", "--redis", "redis+cluster://h,i:7000"]).redis?.isOfCluster == true)
    for wrong in [
      [], ["Team"], ["a", "--url"], ["a", "--redis", "http://x"], ["a", "--name", "a@b"], ["a", "--transport", "x"],
      ["a", "--nonsense"], ["a", "--redis", "redis+cluster://h/1"],
    ] {
      #expect(throws: VoteOptions.Mistake.self) { try VoteOptions(wrong) }
    }
  }
}
