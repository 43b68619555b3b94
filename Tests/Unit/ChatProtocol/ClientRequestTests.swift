import Testing

@testable import ChatProtocol
@testable import JSON

@Suite("A client's request")
struct ClientRequestTests {
  private func read(_ text: String) throws -> ClientRequest {
    try Array(text.utf8).withUnsafeBytes { try ClientRequest($0) }
  }

  @Test("is read with its fields, unknown ones ignored")
  func reads() throws {
    let position = Position(epoch: "e1", generation: 2, seq: 3, identity: "id")
    #expect(
      try read(#"{"type":"hello","version":1,"name":"Ann","new":[1]}"#).action
        == .hello(version: 1, session: nil, name: "Ann", kind: .user, secret: nil))
    #expect(
      try read(#"{"type":"hello","name":"Bot","kind":"bot"}"#).action
        == .hello(version: 1, session: nil, name: "Bot", kind: .bot, secret: nil))
    #expect(
      try read(#"{"type":"hello","name":"Ann","kind":"owl"}"#).action
        == .hello(version: 1, session: nil, name: "Ann", kind: .user, secret: nil))
    #expect(
      try read(#"{"type":"join","id":"7","room":"lobby","after":"\#(position.text)","limit":5}"#)
        == ClientRequest.make("7", .join(room: "lobby", after: position, limit: 5)))
    #expect(
      try read(#"{"type":"send","id":"a","room":"@ann","text":"hi"}"#).action == .send(room: "@ann", text: "hi"))
    #expect(
      try read(#"{"type":"send","id":"a","room":"r","text":"hi","reply":null,"data":null}"#).action
        == .send(room: "r", text: "hi"))
    var data = JSONObject()
    data.append("a", .array([.integer(1)]))
    #expect(
      try read(#"{"type":"send","id":"a","room":"r","text":"hi","reply":7,"data":{"a": [1]}}"#).action
        == .send(room: "r", text: "hi", reply: MessageReference(seq: 7), data: MessageData(data)))
    #expect(
      try read(#"{"type":"send","id":"a","room":"r","text":"hi","reply":"\#(position.text)"}"#).action
        == .send(room: "r", text: "hi", reply: MessageReference(seq: 3, position: position)))
    #expect(
      try read(#"{"type":"history","room":"r","before":"\#(position.text)"}"#).action
        == .history(room: "r", range: .before(seq: 3), limit: nil))
    #expect(
      try read(#"{"type":"history","room":"r","after":12}"#).action
        == .history(room: "r", range: .after(seq: 12), limit: nil))
    #expect(
      try read(#"{"type":"read","room":"r","position":"\#(position.text)","back":true}"#).action
        == .read(room: "r", position: position, isBack: true))
    #expect(try read(#"{"type":"marks"}"#).action == .marks)
    #expect(try read(#"{"type":"mentions"}"#).action == .mentions)
    #expect(try read(#"{"type":"ping"}"#).action == .ping)
  }

  @Test(
    "is refused with its id when a field is wrong",
    arguments: [
      #"{"id":"x"}"#, #"{"id":"x","type":1}"#, #"{"id":"x","type":"dance"}"#, #"{"id":"x","type":"join"}"#,
      #"{"id":"x","type":"join","room":5}"#, #"{"id":"x","type":"join","room":"a","limit":-1}"#,
      #"{"id":"x","type":"join","room":"a","limit":1.5}"#, #"{"id":"x","type":"join","room":"a","after":"?"}"#,
      #"{"id":"x","type":"history","room":"a","before":-1}"#, #"{"id":"x","type":"send","room":"a"}"#,
      #"{"id":"x","type":"send","room":"a","text":"b","reply":-1}"#, #"{"id":"x","type":"read","room":"a"}"#,
      #"{"id":"x","type":"read","room":"a","position":7}"#, #"{"id":"x","type":"read","position":"e.0.1.i"}"#,
      #"{"id":"x","type":"read","room":"a","position":"e.0.1.i","back":1}"#,
      #"{"id":"x","type":"send","room":"a","text":"b","reply":"p"}"#,
      #"{"id":"x","type":"send","room":"a","text":"b","reply":{"seq":1}}"#,
      #"{"id":"x","type":"send","room":"a","text":"b","data":[]}"#,
      #"{"id":"x","type":"send","room":"a","text":"b","data":"{}"}"#,
    ])
  func refusesFields(text: String) {
    #expect { try read(text) } throws: { ($0 as? ClientRequest.Malformed)?.id == "x" }
  }

  @Test(
    "is refused when it is no request at all",
    arguments: [
      #"{"type":"send","id":"x","room":"a","text":"b","data":{"a":1,"a":1}}"#,
      "{\"type\":\"send\",\"id\":\"x\",\"room\":\"a\",\"text\":\"b\",\"data\":{\"a\":\(String(repeating: "[", count: 99))",
      "", "[]", "{", #"{"type":"send","room":"a","text":"b"}"#, #"{"type":"ping","id":5}"#, #"{"type":"ping","id":""}"#,
      #"{"type":"ping","id":"12345678901234567890123456789012345678901234567890123456789012345"}"#,
    ])
  func refusesWithoutID(text: String) {
    #expect { try read(text) } throws: { ($0 as? ClientRequest.Malformed)?.id == nil }
  }
}

extension ClientRequest {
  /// A request with these parts, by way of its JSON.
  static func make(_ id: String, _ action: Action) throws -> ClientRequest {
    guard case .join(let room, let after, let limit, nil) = action else {
      throw Malformed(id: id, message: "only joins")
    }
    return try ClientRequest(
      JSONParser.parseObject(
        JSONWriter.object { writer in
          writer.member("type", "join")
          writer.member("id", id)
          writer.member("room", room)
          if let after { writer.member("after", after.text) }
          if let limit { writer.member("limit", limit) }
        }))
  }
}
