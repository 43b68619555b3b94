import JSON
import Testing

@testable import ChatProtocol

@Suite("What a message says besides its text")
struct MessageContentTests {
  private static let ann = User(id: "u1", name: "Ann", kind: .user)
  private static let target = MessageTarget(seq: 7, author: "u2", id: "a b")

  private func data(_ json: String) throws -> MessageData {
    MessageData(try JSONParser.parseObject(Array(json.utf8)))
  }

  @Test(
    "is kept as compact JSON, and read and kept again it is the same",
    arguments: [
      ("{ }", "{}"), (#"{"b" : 1, "a":[ true,null ,"x"] }"#, #"{"b":1,"a":[true,null,"x"]}"#),
      (#"{"n":[0,-0,1.0,1e2,0.1,5e-324]}"#, #"{"n":[0,0,1.0,100.0,0.1,5e-324]}"#),
      (#"{"n":123456789012345678901}"#, #"{"n":1.2345678901234568e+20}"#),
      (#"{"\u0061":"\u00e9\n\u007f\u0000\/"}"#, #"{"a":"é\n\u007f\u0000/"}"#), (#"{"":{"":{}}}"#, #"{"":{"":{}}}"#),
    ])
  func compact(sent: String, kept: String) throws {
    let data = try data(sent)
    #expect(String(decoding: data.json, as: UTF8.self) == kept)
    #expect(try MessageData(JSONParser.parseObject(data.json)) == data && data.refusal == nil)
  }

  @Test("is bounded in bytes as they are kept, and in depth")
  func bounds() throws {
    let most = MessageData.maximumBytes - #"{"a":""}"#.utf8.count
    #expect(try data(#"{"a" :  "\#(String(repeating: "x", count: most))"}"#).refusal == nil)
    #expect(try data(#"{"a":"\#(String(repeating: "x", count: most + 1))"}"#).refusal?.code == .tooLarge)
    #expect(try data(#"{"a":"\#(String(repeating: "é", count: most / 2 + 1))"}"#).refusal?.code == .tooLarge)
    func nested(_ depth: Int) -> String {
      #"{"a":"# + String(repeating: "[", count: depth - 1) + String(repeating: "]", count: depth - 1) + "}"
    }
    #expect(try data(nested(8)).refusal == nil)
    #expect(try data(nested(9)).refusal?.code == .badRequest)
  }

  @Test("is what distinguishes two messages of one id, beside the text, whose digest stays the last word")
  func digests() throws {
    let contents = try [
      MessageContent("x"), MessageContent("y"), MessageContent("x", reply: Self.target),
      MessageContent("x", reply: MessageTarget(seq: 7, author: "u2", id: "a")),
      MessageContent("x", reply: MessageTarget(seq: 7, author: "u3", id: "a b")),
      MessageContent("x", data: data("{}")), MessageContent("x", data: data(#"{"a":1}"#)),
      MessageContent("x", reply: Self.target, data: data(#"{"a":1}"#)),
    ]
    let digests = contents.map(ContentDigest.message)
    #expect(Set(digests).count == contents.count)
    for (content, digest) in zip(contents, digests) {
      #expect(digest.split(separator: " ").last.map(String.init) == ContentDigest.text(content.text))
      let event = try JSONParser.parseObject(MessageBody.message(content, id: "i", from: Self.ann))
      #expect(ContentDigest.event(event, of: .message) == digest, "whoever puts it back knows it by the same")
    }
    #expect(digests[0] == "- \(ContentDigest.text("x"))")
    let elsewhere = MessageContent("x", reply: MessageTarget(seq: 9, author: "u2", id: "a b"))
    #expect(ContentDigest.message(elsewhere) == digests[2], "what is answered may have been put back at another place")
  }
}
