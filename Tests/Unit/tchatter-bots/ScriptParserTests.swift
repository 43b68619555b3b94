import Testing

@testable import tchatter_bots

@Suite("A script")
struct ScriptParserTests {
  private func read(_ text: String) throws -> Script { try ScriptParser.parse(Array(text.utf8), name: "test").get() }

  private func mistakes(_ text: String) -> [String] {
    switch ScriptParser.parse(Array(text.utf8), name: "test") {
    case .success: []
    case .failure(let mistakes): mistakes.list.map(\.description)
    }
  }

  @Test("has lines of characters, each after the one before it")
  func lines() throws {
    let script = try read("# who\nAnn: Hello: you!\r\n\n  \nBob:Hi\nAnn: Bye\n")
    #expect(script.characters == ["Ann", "Bob"])
    #expect(script.lines.map(\.text) == ["Hello: you!", "Hi", "Bye"])
    #expect(script.lines.map(\.character) == [0, 1, 0])
    #expect(script.lines.map(\.cue) == [nil, 0, 1])
    #expect(script.lineCounts == [2, 1])
  }

  @Test("goes on with what is indented")
  func continuation() throws {
    let script = try read("Ann: One\n  two\n\tthree\nBob:\n  alone\n")
    #expect(script.lines.map(\.text) == ["One\ntwo\nthree", "alone"])
  }

  @Test("has pauses, and cues by name and words")
  func directions() throws {
    let script = try read(
      """
      Ann: Ready, steady, go
      [pause 1.5s]
      Bob: Go?
      [after Ann]
      [pause 200ms]
      Cid: Go!
      [after Ann says "READY"]
      Dan: Go then
      [after Bob says go]
      Ann: Yes
      """)
    #expect(script.lines.map(\.pause) == [0, 1_500, 200, 0, 0])
    #expect(script.lines.map(\.cue) == [nil, 0, 0, 0, 1])
  }

  @Test(
    "is refused with the number of the line",
    arguments: [
      ("", "nobody says anything"), ("# nothing\n", "nobody says anything"),
      ("Ann: a\nhello\n", "line 2: a line looks like `NAME: what they say`"),
      (": a\n", "line 1: there is no name: a name has at least one character"),
      ("A@b: a\n", "line 1: the name can't be used: a name has no @ and no invisible or control characters"),
      ("Ann: \nBob: b\n", "line 1: an empty message says nothing"),
      ("Ann: a\nANN: b\n", "line 2: `ANN` looks like `Ann`: spell a name the same way each time"),
      ("  a\n", "line 1: an indented line goes on with the one before it, and there is none"),
      ("Ann: a\n[pause 2h]\nBob: b\n", "line 2: what stands in [ ] is `pause 2s`"),
      ("Ann: a\n[pause 601s]\nBob: b\n", "line 2: a pause is at most 600 s"),
      ("Ann: a\n[pause 1s]\n[pause 1s]\nBob: b\n", "line 3: two pauses before the same line"),
      ("Ann: a\n[after Bob]\nCid: b\n", "line 2: `Bob` has not said anything yet"),
      ("Ann: a\n[after Ann says \"b\"]\nCid: b\n", "line 2: `Ann` has not said \"b\" yet"),
      ("Ann: a\n[pause 1s\nBob: b\n", "line 2: a `[` has no `]` at the line's end"),
      ("Ann: a\nBob: b\n[pause 1s]\n", "there is nothing after the last [ … ]"),
      ("Ann: a\u{7}\n", "line 1: a message has no control characters but line breaks and tabs"),
    ])
  func refuses(text: String, mistake: String) {
    let found = mistakes(text)
    #expect(found.contains { $0.contains(mistake) }, "\(found)")
  }

  @Test("is refused with all its mistakes at once, in order")
  func allMistakes() {
    let long = String(repeating: "x", count: 4_001)
    let found = mistakes("Ann: a\nnonsense\n[after Zoe]\nBob: \nCid: \(long)\n")
    #expect(found.map { $0.prefix(7) } == ["line 2:", "line 3:", "line 4:", "line 5:"])
  }

  @Test("is refused when it is not text")
  func bytes() {
    #expect(
      ScriptParser.parse([0xFF, 0xFE], name: "x")
        == .failure(ScriptMistakes([ScriptMistake(line: 0, message: "the file is not UTF-8")])))
  }

  @Test(
    "of the program's own is flawless, and short enough to be waited for",
    arguments: ["macbeth", "earnest", "tea-party"])
  func shipped(name: String) throws {
    let script = try ScriptLibrary.open(name)
    #expect(script.characters.count >= 3)
    #expect((20...100).contains(script.lines.count))
  }

  @Test("of an unknown name is refused, naming those there are")
  func unknown() {
    #expect { try ScriptLibrary.open("no-such-play") } throws: {
      ($0 as? ScriptLibrary.Failure)?.reasons.first?.contains("macbeth, earnest, tea-party") == true
    }
    #expect(ScriptLibrary.name(ofFile: "/tmp/My Play.txt") == "my-play")
  }
}
