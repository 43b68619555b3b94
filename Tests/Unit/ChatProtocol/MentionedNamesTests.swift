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
      ("`` ` @Ada`` @Bob", [["Bob"]]),
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

  @Test func `are of a few people alone, whatever the text holds`() {
    let many = (0..<500).map { "@n\($0)" }.joined(separator: "\n")
    #expect(MentionedNames.of(many).count == MentionedNames.mostPeople)
    #expect(MentionedNames.of(String(repeating: "@", count: 4_000)) == [])
    #expect(MentionedNames.of(String(repeating: "`@a", count: 1_300)).count <= 1)
  }
}
