import Testing

@testable import tchatter_bots

@Suite("The checker of a conversation")
struct CheckerTests {
  /// Lines as (bot, number), in the order in which they are seen.
  private func check(_ lines: [(Int, Int)], said: [Int] = [3, 3]) -> Checker {
    var checker = Checker(bots: said.count)
    for (index, line) in lines.enumerated() {
      _ = checker.saw(bot: line.0, number: line.1, seq: UInt64(index + 1), said: said[line.0], isTrue: true)
    }
    return checker
  }

  private let all = [(0, 1), (1, 1), (0, 2), (1, 2), (0, 3), (1, 3)]

  @Test("finds nothing wrong with every line once and in order")
  func flawless() {
    let checker = check(all)
    #expect(checker.isFlawless(said: [3, 3]))
    #expect(checker.seen == 6)
    #expect(checker.complete(of: 0) == 3)
  }

  @Test("finds a lost line, wherever it is", arguments: 0..<6)
  func lost(index: Int) {
    var lines = all
    lines.remove(at: index)
    let checker = check(lines)
    #expect(checker.missed(said: [3, 3]) == 1)
    #expect(checker.doubled == 0 && checker.reordered == 0)
    #expect(!checker.isFlawless(said: [3, 3]))
  }

  @Test("finds a doubled line, at once or later", arguments: 0..<6)
  func doubled(index: Int) {
    for place in (index + 1)...6 {
      var lines = all
      lines.insert(all[index], at: place)
      let checker = check(lines)
      #expect(checker.doubled == 1 && checker.missed(said: [3, 3]) == 0 && checker.seen == 6)
      #expect(!checker.isFlawless(said: [3, 3]))
    }
  }

  @Test("finds lines of one bot in the wrong order")
  func reordered() {
    let checker = check([(0, 1), (1, 1), (0, 3), (1, 2), (0, 2), (1, 3)])
    #expect(checker.reordered == 1 && checker.missed(said: [3, 3]) == 0 && checker.doubled == 0)
    #expect(!checker.isFlawless(said: [3, 3]))
  }

  @Test("finds lines of different bots in another order than the room's")
  func crossed() {
    var checker = Checker(bots: 2)
    _ = checker.saw(bot: 0, number: 1, seq: 2, said: 1, isTrue: true)
    _ = checker.saw(bot: 1, number: 1, seq: 1, said: 1, isTrue: true)
    #expect(checker.reordered == 1)
  }

  @Test("finds a line that nobody has said, and one with other words")
  func phantoms() {
    var checker = Checker(bots: 2)
    #expect(checker.saw(bot: 0, number: 2, seq: 1, said: 1, isTrue: true) == .phantom)
    #expect(checker.saw(bot: 5, number: 1, seq: 2, said: 0, isTrue: true) == .phantom)
    #expect(checker.saw(bot: 0, number: 1, seq: 3, said: 1, isTrue: false) == .inOrder)
    #expect(checker.phantoms == 2 && checker.altered == 1)
    #expect(!checker.isFlawless(said: [1, 0]))
  }

  @Test("misses what never came at all")
  func silence() {
    #expect(check([]).missed(said: [3, 3]) == 6)
    #expect(!check([]).isFlawless(said: [3, 3]))
  }
}

@Suite("A report")
struct ReportTests {
  private func report(_ change: (inout Report) -> Void) -> Report {
    var report = Report(
      bots: [Report.Bot(name: "Ann", room: "lobby", said: 2, acknowledged: 2, seen: 2)], rooms: 1, planned: 2, said: 2)
    change(&report)
    return report
  }

  @Test("passes only a conversation without any flaw")
  func verdict() {
    #expect(report { _ in }.isFlawless)
    let flaws: [(inout Report) -> Void] = [
      { $0.bots[0].missed = 1 }, { $0.bots[0].doubled = 1 }, { $0.bots[0].reordered = 1 }, { $0.bots[0].altered = 1 },
      { $0.bots[0].acknowledged = 1 }, { $0.bots[0].remarks = ["x"] }, { $0.divergent = 1 }, { $0.failures = ["x"] },
      { $0.said = 1 },
      {
        $0.said = 0
        $0.planned = 0
      },
    ]
    for flaw in flaws {
      let flawed = report(flaw)
      #expect(!flawed.isFlawless)
      #expect(flawed.text.contains("FAILED"))
      #expect(flawed.json.contains(#""passed":false"#))
    }
  }

  @Test("of a conversation that was ended early is judged by what had been said")
  func interrupted() {
    #expect(
      report {
        $0.planned = 100
        $0.wasInterrupted = true
      }.isFlawless)
  }

  @Test("has a table of bots, and one line that sums up")
  func text() {
    let lines = report { $0.bots[0].longestPause = 12 }.text.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[1].hasPrefix("Ann  lobby     2     2       0"))
    #expect(lines[2].hasPrefix("passed: 1 bots in 1 room, 2 lines said in 0.0 s, 2 seen, 0 missed"))
  }
}

@Suite("The command line")
struct InvocationTests {
  @Test("is read")
  func reads() throws {
    guard
      case .converse(let options) = Invocation(
        "converse macbeth --url ws://h:1/ws --room r --speed 0 --repeat 3 --rooms 4 --timeout 5 --report json --quiet"
          .split(separator: " ").map(String.init))
    else { throw CancellationError() }
    #expect(options.scripts == ["macbeth"] && options.url == "ws://h:1/ws" && options.room == "r")
    #expect(options.pace.speed == 0 && options.passes == 3 && options.copies == 4 && options.timeout == 5)
    #expect(options.form == .json && options.isQuiet)
    #expect(Invocation(["check", "a", "b"]) == .check(["a", "b"]))
    #expect(Invocation(["--version"]) == .version)
  }

  @Test(
    "is refused in one line",
    arguments: [
      [], ["dance"], ["converse"], ["check"], ["converse", "a", "--speed"], ["converse", "a", "--speed", "-1"],
      ["converse", "a", "--rooms", "0"], ["converse", "a", "--report", "xml"], ["converse", "a", "--room", "A B"],
      ["converse", "a", "--what"],
    ])
  func refuses(arguments: [String]) {
    guard case .refused = Invocation(arguments) else {
      Issue.record("taken")
      return
    }
  }

  @Test("gives ids that tell run, bot and number, and reads nothing else as one")
  func ids() {
    let id = LineID(run: "abc", bot: 2, number: 17)
    #expect(id.text == "abc-2-17")
    #expect(LineID(id.text) == id)
    for text in ["", "abc", "abc-2", "abc-2-0", "abc--1-3", "abc-x-3", "abc-1-2-3"] { #expect(LineID(text) == nil) }
  }
}
