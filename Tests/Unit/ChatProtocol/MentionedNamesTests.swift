import Testing

@testable import ChatProtocol

@Suite("Names that a text mentions")
struct MentionedNamesTests {
  private func skeletons(_ names: [String]) throws -> [String] { try names.map { try UserName($0).skeleton } }

  @Test(
    "are what stands behind an @, as much of it as can be a name, the longest first",
    arguments: [
      ("@Ada", [["Ada"]]), ("Hello @ada, look", [["ada, look", "ada"]]), ("(@Ada)", [["Ada"]]),
      ("@Ada Lovelace said so today", [["Ada Lovelace said so", "Ada Lovelace said", "Ada Lovelace", "Ada"]]),
      ("@Jean-Luc_2: yes", [["Jean-Luc_2: yes", "Jean-Luc_2"]]), ("@Ada\n@Bob", [["Ada"], ["Bob"]]),
      ("@Ada @Ada", [["Ada"]]), ("@小明\u{3000}你好", [["小明 你好", "小明"]]), ("@Ann🙂", [["Ann🙂"]]),
      ("`@Ada` @Bob", [["Bob"]]), ("```\n@Ada\n``` @Bob", [["Bob"]]), ("a ` and @Bob", [["Bob"]]),
      ("`` ` @Ada`` @Bob", [["Bob"]]), ("@all @Bob", [["Bob"]]), ("@Here We Go", [["Here We Go", "Here We"]]),
      ("@\(String(repeating: "a", count: 32)) b", [[String(repeating: "a", count: 32)]]),
    ])
  func found(text: String, names: [[String]]) throws {
    #expect(try MentionedNames.of(text) == names.map { try skeletons($0) })
  }

  @Test(
    "are none in an address, before nothing, or where nobody can be called so",
    arguments: [
      "ada@example.org", "@@Ada", "https://example.org/@ada", "@ Ada", "@", "@.", "@\u{202E}x", "@Adа", "no",
      "@\(String(repeating: "a", count: 33))",
    ])
  func none(text: String) {
    #expect(MentionedNames.of(text) == [])
  }

  @Test(
    "are everybody's, where one of these words stands behind an @, whatever its case",
    arguments: [
      ("@here", .here), ("Hello @all!", .all), ("@Everyone: tea", .all), ("(@CHANNEL)", .all), ("@all hands", .all),
      ("_@all_", nil), ("@all_", .all), ("@here, @all", .all), ("@all, @here", .all), ("@here🙂", .here),
      ("@Ali", nil), ("@aII", nil), ("@all-hands", nil), ("@allow", nil), ("@all_of", nil), ("ada@all", nil),
      ("`@all`", nil), ("@🙂", nil), ("@____", nil), ("@group", nil), ("@", nil),
      (String(repeating: "@Ann\n", count: 8) + "@all", nil),
    ] as [(String, Everybody?)])
  func everybody(text: String, everybody: Everybody?) {
    #expect(Mentioned(in: text).everybody == everybody)
  }

  @Test func `are of the first few alone`() {
    let many = (0..<500).map { "@n\($0)" }.joined(separator: "\n")
    #expect(MentionedNames.of(many).count == MentionedNames.mostTries)
    let (once, again) = (String(repeating: "@Ann\n", count: 7), String(repeating: "@Ann\n", count: 8))
    #expect(MentionedNames.of(once + "@Bob").count == 2 && MentionedNames.of(again + "@Bob").count == 1)
    #expect(MentionedNames.of("@ @. @, " + once + "@Bob").count == 2)
  }

  @Test(
    "take little work, whatever the text holds",
    arguments: [
      "@", "@ ", "@a ", "@aж", "@aa bb cc dd ", "@aa\n", "@aa жaж aж aж aж aж\n", "`@a", "`", "`` ` ", "@a`",
    ])
  func work(part: String) {
    expectLittleWork(String(repeating: part, count: 4_000 / part.utf8.count))
  }

  @Test func `take little work where no code ends`() {
    let runs = (1...88).map { String(repeating: "`", count: $0) }
    expectLittleWork(runs.joined(separator: " ") + "@")
    expectLittleWork(runs.reversed().joined(separator: " ") + "@")
  }

  private func expectLittleWork(_ text: String) {
    var search = MentionedNames(text)
    search.run()
    #expect(search.parses <= MentionedNames.mostTries * MentionedNames.mostNames)
    #expect(search.bytesOfCode <= (MentionedNames.mostTries + 1) * text.utf8.count)
  }
}
