import Testing

@testable import ChatProtocol

@Suite("A text that is searched")
struct FoldedTextTests {
  private func folded(_ text: String) -> String { String(decoding: FoldedText(text).bytes, as: UTF8.self) }

  @Test(
    "is compared whatever its case, its width and its composition",
    arguments: [
      ("Hello, WORLD", "hello, world"), ("Größe", "grösse"), ("GRO\u{308}SSE", "grösse"), ("ＡＢＣ１", "abc1"),
      ("ﾊﾟﾝ", "パン"),
      ("ΟΔΌΣ", "οδόσ"), ("οδός", "οδόσ"), ("ﬁn", "fin"), ("Привет", "привет"), ("İ", "i\u{307}"), ("ı", "ı"),
      ("K", "k"),
      ("\u{1E9E}", "ss"), ("한국", "한국"), ("\u{1112}\u{1161}\u{11AB}", "한"), ("so\u{AD}ft", "soft"), ("❤\u{FE0F}", "❤"),
      ("e\u{323}\u{302}", "ệ"), ("e\u{302}\u{323}", "ệ"), ("क\u{93C}", "क\u{93C}"), ("①", "1"), ("𝐀", "a"), ("", ""),
      ("\u{AD}", ""),
      ("Ꭰ", "Ꭰ"), ("ꭰ", "Ꭰ"), ("\u{1F600}x\u{301}", "\u{1F600}x\u{301}"),
    ])
  func fold(text: String, expected: String) {
    // By its bytes: as strings what is composed and what is not are equal anyway.
    #expect(Array(folded(text).utf8) == Array(expected.utf8))
    #expect(folded(folded(text)).utf8.elementsEqual(expected.utf8))
  }

  @Test func `puts thousands of marks in order`() {
    let marks = String(repeating: "\u{301}\u{323}", count: 2_000)
    let expected = "ạ\u{301}" + String(repeating: "\u{323}", count: 1_999) + String(repeating: "\u{301}", count: 1_999)
    #expect(FoldedText("A" + marks).bytes.count == "ạ".utf8.count + 2 * 3_999)
    #expect(FoldedText("A" + marks) == FoldedText(expected))
  }

  @Test(
    "holds what is sought as a part",
    arguments: [
      ("Hello there", "LO TH", true), ("Hello", "hello!", false), ("aaaaab", "aab", true), ("abababac", "ababac", true),
      ("ababab", "abac", false), ("Größe", "ROSS", false), ("Größe", "RÖSS", true), ("日本語です", "本語", true),
      ("x", "x", true),
      ("", "x", false),
    ])
  func part(text: String, sought: String, isPart: Bool) throws {
    #expect(try SearchPattern(sought).matches(FoldedText(text)) == isPart)
  }

  @Test func `is not searched for nothing, nor for too much`() {
    #expect(throws: Refusal.self) { try SearchPattern("") }
    #expect(throws: Refusal.self) { try SearchPattern("\u{AD}") }
    #expect(throws: Refusal.self) { try SearchPattern(String(repeating: "a", count: SearchPattern.limit + 1)) }
    #expect(throws: Never.self) { try SearchPattern(String(repeating: "ß", count: SearchPattern.limit)) }
  }
}
