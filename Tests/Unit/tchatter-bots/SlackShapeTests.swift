import Foundation
import JSON
import Testing

@testable import tchatter_bots

@Suite struct SlackShapeTests {
  private func shape(_ text: String, type: String = "message", kind: String = "user") throws -> SlackShape? {
    let event = JSONWriter.object { writer in
      writer.member("type", type)
      writer.member("room", "lobby")
      writer.member("time", 1_790_000_000_042)
      writer.member(
        "from",
        object: { writer in
          writer.member("id", "u1")
          writer.member("name", "Ann Lee")
          writer.member("kind", kind)
        })
      writer.member("text", text)
    }
    return SlackShape(json: event)
  }

  private func form(_ text: String) throws -> String {
    String(decoding: try #require(try shape(text)).form, as: UTF8.self)
  }

  private static let head =
    "channel_id=lobby&channel_name=lobby&timestamp=1790000000.042000&user_id=u1&user_name=Ann%20Lee"

  @Test(arguments: [
    ("hello", "&text=hello"), ("a&b=c%+ü", "&text=a%26b%3Dc%25%2B%c3%bc"),
    ("/dice 2d6  x", "&command=%2Fdice&text=2d6%20%20x"),
    ("/dice", "&command=%2Fdice&text="), ("/", "&text=%2F"), ("/usr/bin", "&text=%2Fusr%2Fbin"),
    (" /dice", "&text=%20%2Fdice"),
    ("/d-i_ce\nx", "&command=%2Fd-i_ce&text=x"),
  ])
  func `a message is told as Slack does`(_ text: String, _ tail: String) throws {
    #expect(try form(text).lowercased() == (Self.head + tail).lowercased())
  }

  @Test func `what is no message of a person is not told`() throws {
    #expect(try shape("x", type: "edit") == nil)
    #expect(try shape("x", kind: "bot") == nil)
    #expect(SlackShape(json: Array("[]".utf8)) == nil)
  }

  @Test func `an answer's text is for the room, or for the author alone`() throws {
    let shape = try #require(try shape("/dice"))
    #expect(shape.answer(Array(#"{"text":"six"}"#.utf8)) == SlackShape.Answer(text: "six", room: "lobby"))
    let alone = Array(#"{"response_type":"ephemeral","text":"six"}"#.utf8)
    #expect(shape.answer(alone) == SlackShape.Answer(text: "six", room: "@Ann Lee"))
    for nothing in ["", "ok", "{}", #"{"text":" \n"}"#, #"{"text":6}"#, #"["text"]"#] {
      #expect(shape.answer(Array(nothing.utf8)) == nil)
    }
  }

  /// Computed by Python: `hmac.new(secret, b"v0:1531420618:text=hello", "sha256").hexdigest()`.
  @Test func `a signature is what Slack computes`() throws {
    let secret = try #require(WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
    #expect(
      secret.slackSignature(time: 1_531_420_618, body: Array("text=hello".utf8))
        == "v0=0d888dc2f88c984e9259cc08efa9e27620ddcc514699acded3bec1a606729624")
  }
}
