import Testing

@testable import Webhooks

/// A body may be a hundred times as long as a message: no more of it is made into text than a message can show.
@Suite struct HookTextTests {
  private static let line = String(repeating: "<!here>", count: 100)

  private func payload(_ body: String) throws -> String { try HookPayload(Array(body.utf8)).text }

  private func list(of element: String) -> String {
    "[" + Array(repeating: element, count: 1_000).joined(separator: ",") + "]"
  }

  @Test func `texts that would not be shown are not made`() {
    var made = 0
    let texts = (0..<1_000).lazy.map { _ in
      made += 1
      return String(repeating: "x", count: 1_000)
    }
    let joined = HookText.joined(texts, by: "\n")
    #expect(joined.utf8.count == HookText.longest && made == 33)
    #expect(HookText.joined(["", "a", "", "b"], by: ", ") == "a, b")
  }

  @Test func `a text is bounded between characters`() {
    let text = "a" + String(repeating: "é", count: HookText.longest)
    #expect(HookText.bounded(text) == String(text.unicodeScalars.prefix(HookText.longest / 2)))
    #expect(HookText.bounded("é") == "é")
  }

  @Test(arguments: [
    #"{"text":"\#(line)"}"#, #"{"type":"markdown","text":"\#(line)"}"#,
    #"{"type":"context","elements":[{"type":"mrkdwn","text":"\#(line)"}]}"#,
    #"{"type":"table","rows":[[{"text":"\#(line)"}]]}"#,
    #"{"type":"rich_text","elements":[{"elements":[{"text":"\#(line)"}]}]}"#,
  ])
  func `as many blocks are shown as a message takes`(_ block: String) throws {
    let text = try payload(#"{"blocks":\#(list(of: block))}"#)
    #expect((HookText.longest / 2...HookText.longest).contains(text.utf8.count))
  }

  @Test(arguments: [
    #"{"text":"\#(line)"}"#, #"{"pretext":"a","fields":[{"title":"b","value":"\#(line)"}],"footer":"c"}"#,
  ])
  func `as many attachments are shown as a message takes`(_ attachment: String) throws {
    let text = try payload(#"{"text":"x","attachments":\#(list(of: attachment))}"#)
    #expect((HookText.longest / 2...HookText.longest).contains(text.utf8.count))
  }

  @Test func `within a block and an attachment there are as many, too`() throws {
    let leaf = #"{"type":"text","text":"\#(Self.line)","value":"\#(Self.line)"}"#
    for body in [
      #"{"blocks":[{"type":"rich_text","elements":[{"elements":\#(list(of: leaf))}]}]}"#,
      #"{"blocks":[{"fields":\#(list(of: leaf))}]}"#, #"{"attachments":[{"fields":\#(list(of: leaf))}]}"#,
      #"{"attachments":[{"blocks":[{"type":"actions","elements":\#(list(of: leaf))}]}]}"#,
      #"{"text":"\#(String(repeating: Self.line, count: 400))"}"#,
    ] {
      let text = try payload(body)
      #expect((1_000...HookText.longest).contains(text.utf8.count), "\(body.prefix(60))")
    }
  }

  @Test func `what is shown does not depend on how much there is behind it`() throws {
    let text = "see <https://ci.example/7|build 7> &amp; \u{1F389}"
    let shown = try payload(#"{"text":"\#(text)"}"#)
    let long = try payload(#"{"text":"\#(Array(repeating: text, count: 5_000).joined(separator: #"\n"#))"}"#)
    #expect(HookText.cut(long, limit: 4_000).hasPrefix(shown + "\n" + shown + "\n"))
    #expect(HookText.cut(long, limit: 4_000).unicodeScalars.count > 3_990)
  }
}
