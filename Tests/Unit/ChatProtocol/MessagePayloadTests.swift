import ChatProtocol
import JSON
import Testing

@Suite("What is stored of a message")
struct MessagePayloadTests {
  private static let ann = User(id: "u1", name: "Ann", kind: .user)
  private static let target = MessageTarget(seq: 7, author: "u2", id: "a \" \u{7F}\n{\"h1\":\"")
  /// A text alone; and what reads like its end, in what is answered and in the data.
  private static let contents = [
    MessageContent(#"x "text":" y"#),
    MessageContent(#"z ","data":{"a":1}"#, reply: target, data: data),
    MessageContent("\\", data: MessageData(JSONObject())),
  ]
  private static let data: MessageData = {
    var data = JSONObject()
    data.append("text", .string(#"}" secret ""text":""#))
    data.append("data", .array([.object(JSONObject()), .string("\\"), .number(1e300), .null, .integer(-0)]))
    return MessageData(data)
  }()
  /// Each kind, with its body.
  private static let samples: [(header: MessageHeader, body: [UInt8])] =
    ["id-1", " ", "a \" \u{7F}\n", ".61", #"","h1":""#, "🙂"].flatMap { id in
      contents.map { (MessageHeader(author: "u1", id: id), MessageBody.message($0, id: id, from: ann)) }
        + [Change.edit(text: "y"), .delete, .react(reaction: "👍", isOn: false)].map { change in
          (
            MessageHeader(change.kind, author: "u1", id: id, target: target),
            MessageBody.change(change, of: target, id: id, from: ann)
          )
        }
    }

  private func decode(_ payload: [UInt8]) -> (header: MessageHeader, body: [UInt8]) {
    payload.withUnsafeBytes { MessagePayload.decode($0) }
  }

  /// The event that 0.2.0 makes of a payload: the type with which it begins or that of a message, what the store gave it,
  /// and the rest but for the outer braces.
  private func eventOfOldVersion(_ payload: [UInt8]) throws -> JSONObject {
    let prefix = Array(#"{"type":""#.utf8)
    let end = payload.starts(with: prefix) ? payload[prefix.count...].firstIndex(of: 0x22) : nil
    let type = end.map { String(decoding: payload[prefix.count..<$0], as: UTF8.self) } ?? "message"
    let rest = payload[(end.map { $0 + 2 } ?? 1)...].dropLast()
    return try JSONParser.parseObject(Array(#"{"type":"\#(type)","seq":9,"#.utf8) + rest + [0x7D])
  }

  @Test("says of each kind what it is, without its body being read")
  func roundTrip() {
    for sample in Self.samples {
      let read = decode(MessagePayload.encode(sample.header, sample.body))
      #expect(read.header == sample.header && read.body == sample.body)
    }
  }

  @Test("has one form, which instances of other versions know")
  func form() {
    func payload(_ header: MessageHeader) -> String {
      String(decoding: MessagePayload.encode(header, Array(#"{"id":"x y"}"#.utf8)), as: UTF8.self)
    }
    #expect(payload(MessageHeader(author: "u1", id: "x y")) == #"{"h1":"message u1 .782079","id":"x y"}"#)
    let target = MessageTarget(seq: 7, author: "u2", id: "")
    #expect(
      payload(MessageHeader(.edit, author: "u1", id: "i", target: target))
        == #"{"type":"edit","h1":"edit u1 i 7 u2 .","id":"x y"}"#)
  }

  @Test("may be of a kind that a later version adds")
  func laterKinds() {
    for kind in ["pin", "to pin", "é"] {
      let header = MessageHeader(MessageKind(rawValue: kind), author: "u1", id: "i")
      let read = decode(MessagePayload.encode(header, Array(#"{"id":"i"}"#.utf8)))
      #expect(read.header == header && read.header.kind.isChange && read.body == Array(#"{"id":"i"}"#.utf8))
    }
  }

  @Test("is read by 0.2.0 as that version's own, with a member more")
  func olderReader() throws {
    for sample in Self.samples {
      let event = try eventOfOldVersion(MessagePayload.encode(sample.header, sample.body))
      let body = try JSONParser.parseObject(sample.body)
      #expect(event["type"]?.string == sample.header.kind.rawValue && event["seq"]?.integer == 9)
      let rest = event.members.filter { !["type", "seq", "h1"].contains($0.name) }
      #expect(rest == body.members)
    }
  }

  @Test("is read as 0.2.0 wrote it, without a header")
  func olderWriter() throws {
    for sample in Self.samples {
      let type = sample.header.kind.isChange ? #""type":"\#(sample.header.kind.rawValue)","# : ""
      let read = decode(Array(("{" + type).utf8) + sample.body.dropFirst())
      #expect(read.header == sample.header && read.body == sample.body)
    }
  }

  @Test(
    "is taken as it is when nobody here wrote it",
    arguments: [
      "", "{", "{}", #"{"h1":"#, #"{"h1":""}"#, #"{"h1":"message"#, #"{"type":"edit","#, "x",
      #"{"h2":"message u i","id":"i"}"#, #"{"h1":"message .6 i","id":"i"}"#, #"{"h1":"message u","id":"i"}"#,
      #"x"h1":"message u i","id":"i"}"#, #"{"h1":"edit u i 7 v","id":"i"}"#, #"{"h1":"edit u i x v j","id":"i"}"#,
      #"{"type":"edit","h1":"edit u i "#, #"{"type":"edit","h1":"edit u i 99999999999999999999 v j"}"#,
    ])
  func strange(text: String) {
    let read = decode(Array(text.utf8))
    #expect(read.header.author == "" && read.header.target == nil)
    #expect(String(decoding: MessagePayload.encode(read.header, read.body), as: UTF8.self).contains("h1"))
  }

  @Test("loses its text and its data and keeps its length, and an event gives back the body that it came from")
  func erasing() throws {
    for sample in Self.samples {
      let stored = StoredMessage(
        generation: 0, seq: 9, identity: "i", time: 5, header: sample.header, body: sample.body)
      let position = Position(of: stored, epoch: "e")
      let room = try #require(RoomName("lobby"))
      let event = try JSONParser.parseObject(MessageEvent.json(stored, at: position, in: room))
      #expect(MessageBody.body(of: event) == sample.body)
      #expect(MessageHeader(sample.header.kind, members: event) == sample.header)
      #expect(stored.erased.body.count == sample.body.count && stored.erased.header == sample.header)
      let whole = try JSONParser.parseObject(sample.body)
      let erased = try JSONParser.parseObject(stored.erased.body)
      #expect(erased["text"]?.string == (whole["text"] == nil ? nil : ""))
      #expect(erased.members.map(\.name) == whole.members.map(\.name).filter { $0 != "data" })
      #expect(erased["reply"] == whole["reply"])
      #expect(stored.erased.body.firstRange(of: Array("secret".utf8)) == nil)
      #expect(stored.erased.erased == stored.erased)
    }
  }

  @Test("loses its data after 0.7.0 has taken the text out alone, too")
  func erasedByOlder() throws {
    let body = Array(#"{"id":"i","from":{"id":"u1"},"text":""     ,"data":{"a":{"b":"}"}},"later":1}"#.utf8)
    let stored = StoredMessage(
      generation: 0, seq: 9, identity: "i", time: 5, header: MessageHeader(author: "u1", id: "i"), body: body)
    #expect(try JSONParser.parseObject(stored.erased.body).members.map(\.name) == ["id", "from", "text", "later"])
    #expect(stored.erased.body.count == body.count)
    for end in 0..<body.count {
      let part = StoredMessage(
        generation: 0, seq: 9, identity: "i", time: 5, header: stored.header, body: Array(body[..<end]))
      #expect(part.erased.body.count == end, "whatever stands in the store harms nobody")
    }
  }

  @Test("stands for the message that it is or changes")
  func subjects() {
    let message = MessageHeader(author: "u2", id: Self.target.id)
    for sample in Self.samples where sample.header.kind.isChange { #expect(sample.header.subject == message.subject) }
    #expect(message.subject != MessageHeader(author: "u3", id: Self.target.id).subject)
    #expect(MessageHeader(author: "u", id: "é").subject != MessageHeader(author: "u", id: "e\u{301}").subject)
  }
}
