import Testing

@testable import tchatter_bots

@Suite struct HTTPKeysTests {
  private static let (one, other) = (String(repeating: "a", count: 32), String(repeating: "b", count: 64))

  @Test func `keys are known by whom they are for`() throws {
    let keys = try HTTPKeys("# callers\nPlanner \(Self.one)\n\n  Board\t\(Self.other) read # a screen\r\n", from: "f")
    #expect(keys.caller(by: Self.one) == HTTPCaller(name: "Planner", mayWrite: true))
    #expect(keys.caller(by: Self.other) == HTTPCaller(name: "Board", mayWrite: false))
    for key in ["", Self.one + "a", "Planner", String(Self.one.dropLast())] { #expect(keys.caller(by: key) == nil) }
  }

  @Test(arguments: [
    "", "# nobody", "Planner", "Planner short", "Planner \(one) write", "Planner \(one)\nOther \(one)", "a@b \(one)",
  ])
  func `what is no such file is refused without being shown`(_ text: String) {
    do throws(BotOptions.Mistake) {
      _ = try HTTPKeys(text, from: "f")
      Issue.record("it is taken")
    } catch {
      #expect(error.message.hasPrefix("f") && !error.message.contains(Self.one) && !error.message.contains("short"))
    }
  }

  @Test func `nobody is listened to by mistake`() throws {
    #expect(try VoteOptions(["team"]).http == nil)
    #expect(try VoteOptions(["team", "--http", "127.0.0.1:0", "--open"]).http?.isOpen == true)
    for options in [
      ["--http", "127.0.0.1:0"], ["--open"], ["--http", "here", "--open"], ["--http"], ["--http-keys", "/no/such"],
    ] {
      #expect(throws: BotOptions.Mistake.self) { try VoteOptions(["team"] + options) }
    }
  }
}
