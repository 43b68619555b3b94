import Testing

@testable import Broker
@testable import Chat
@testable import ChatTestSupport
@testable import ChatProtocol
@testable import JSON
@testable import MemoryBroker

@Suite("A change to a message")
struct ChangeTests {
  private let fleet = TestFleet()

  /// Two people in the lobby, on two instances, and what Ann said there as number 1.
  private func scene() -> (ann: TestClient, bob: TestClient, a: TestHub, b: TestHub) {
    let (a, b) = (TestHub(fleet, instance: "a"), TestHub(fleet, instance: "b"))
    let (ann, bob) = (a.client("Ann"), b.client("Bob"))
    for client in [ann, bob] { client.ask(#"{"type":"join","room":"lobby"}"#) }
    ann.ask(#"{"type":"send","room":"lobby","id":"m1","text":"helo"}"#)
    _ = bob.read()
    return (ann, bob, a, b)
  }

  /// What a room tells, without comings and goings.
  @discardableResult
  private func ask(_ client: TestClient, _ json: String) -> [JSONObject] {
    client.ask(json).filter { $0["type"]?.string != "presence" }
  }

  private func request(_ type: String, _ id: String, seq: String = "1", _ more: String = "") -> String {
    #"{"type":"\#(type)","room":"lobby","id":"\#(id)","seq":\#(seq)\#(more)}"#
  }

  @Test("is stored in the room's order and reaches everyone, like a message")
  func delivery() throws {
    let (ann, bob, _, _) = scene()
    let answers = ask(ann, request("edit", "e1", #","text":"hello""#))
    #expect(answers.of("sent").first?["seq"]?.integer == 2)
    let reactions = ask(bob, request("react", "r1", #","reaction":"👍""#))
    let deletions = ask(ann, request("delete", "d1"))
    let events = answers + reactions + deletions
    let edit = try #require(events.of("edit").first)
    #expect(edit["of"]?.integer == 1 && edit["text"]?.string == "hello" && edit["id"]?.string == "e1")
    #expect(edit["target"]?.object?["id"]?.string == "m1")
    #expect(edit["target"]?.object?["from"] == edit["from"]?.object?["id"])
    let reaction = try #require(events.of("reaction").first)
    #expect(reaction["reaction"]?.string == "👍" && reaction["on"]?.bool == true && reaction["seq"]?.integer == 3)
    #expect(reaction["from"]?.object?["name"]?.string == "Bob")
    #expect(events.of("delete").first?["seq"]?.integer == 4)
  }

  @Test("asked for again stores nothing: a deletion is answered like the first time by its id, refused by another")
  func deletedTwice() throws {
    let (ann, bob, _, _) = scene()
    let first = try #require(ask(ann, request("delete", "d1")).of("sent").first)
    let again = ask(ann, request("delete", "d1"))
    #expect(again.types == ["sent"], "nothing is stored, nobody hears of it")
    #expect(again[0]["position"] == first["position"] && again[0]["duplicate"]?.bool == true)
    for id in ["d2", "d3"] { #expect(ask(ann, request("delete", id)).map { $0["code"]?.string } == ["not_found"]) }
    #expect(bob.read().of("delete").count == 1)
  }

  @Test(
    "that is a reaction is one however its emoji was typed",
    arguments: [
      ("❤", "❤\u{FE0F}"), ("❤\u{FE0F}", "❤\u{FE0F}"), ("❤\u{FE0E}", "❤\u{FE0F}"), ("👍\u{FE0F}", "👍"), ("👍🏽", "👍🏽"),
      ("☝🏽", "☝🏽"), ("☝", "☝\u{FE0F}"), ("🏳\u{200D}🌈", "🏳\u{FE0F}\u{200D}🌈"), ("1\u{20E3}", "1\u{FE0F}\u{20E3}"),
      ("7", "7"), ("é", "é"), ("🇩🇪", "🇩🇪"), ("👩\u{200D}❤\u{200D}👨", "👩\u{200D}❤\u{FE0F}\u{200D}👨"), ("李", "李"),
    ])
  func reactions(typed: String, stored: String) throws {
    let (ann, bob, _, _) = scene()
    ask(ann, request("react", "r", #","reaction":"\#(typed)""#))
    let reaction = try #require(bob.read().of("reaction").first?["reaction"]?.string)
    #expect(reaction.unicodeScalars.elementsEqual(stored.unicodeScalars))
    // The same request again, typed in the other way, is a repeat.
    let repeated = ask(ann, request("react", "r", #","reaction":"\#(stored)""#))
    #expect(repeated.of("sent").first?["duplicate"]?.bool == true)
  }

  @Test("to an edit and a deletion only the author is entitled")
  func author() {
    let (_, bob, _, _) = scene()
    #expect(ask(bob, request("edit", "1", #","text":"mine""#)).first?["code"]?.string == "forbidden")
    #expect(ask(bob, request("delete", "2")).first?["code"]?.string == "forbidden")
    #expect(ask(bob, request("react", "3", #","reaction":"🎉","on":false"#)).types == ["sent", "reaction"])
  }

  @Test("is refused where there is nothing to change, and says why")
  func refusals() {
    let (ann, _, a, _) = scene()
    ask(ann, request("react", "r", #","reaction":"👍""#))
    let long = String(repeating: "x", count: 4_001)
    let cases = [
      (request("edit", "1", seq: "9", #","text":"x""#), "not_found"),
      (request("edit", "2", seq: "0", #","text":"x""#), "not_found"),
      // A reaction is no message.
      (request("delete", "3", seq: "2"), "not_found"),
      (request("edit", "4", #","text":"""#), "bad_request"),
      (request("edit", "5", #","text":"\#(long)""#), "too_large"),
      (request("edit", "6"), "bad_request"),
      (request("react", "7", #","reaction":"no""#), "bad_request"),
      (request("react", "8", #","reaction":" ""#), "bad_request"),
      (request("react", "9", #","reaction":"\u200b""#), "bad_request"),
      (request("react", "10", #","reaction":"a\#(String(repeating: "\u{301}", count: 40))""#), "bad_request"),
      (request("react", "11", #","reaction":"👍","on":1"#), "bad_request"),
      (request("delete", "12", seq: #""other.0.1.abc""#), "not_found"),
      (request("delete", "13", seq: "-1"), "bad_request"),
      (#"{"type":"delete","room":"lobby","seq":1}"#, "bad_request"),
      (#"{"type":"delete","room":"lobby","id":"14"}"#, "bad_request"),
    ]
    for (request, code) in cases {
      #expect(ask(ann, request).first?["code"]?.string == code, "\(request.prefix(60))")
    }
    #expect(a.hub.counters.publicationsInFlight == 0)
  }

  @Test("that is asked for again is made once")
  func duplicates() {
    let (ann, _, _, _) = scene()
    for request in [
      request("edit", "e", #","text":"x""#), request("react", "r", #","reaction":"👍""#), request("delete", "d"),
    ] {
      let first = ann.ask(request).of("sent").first
      let again = ann.ask(request)
      #expect(again.types == ["sent"])
      #expect(again[0]["duplicate"]?.bool == true)
      #expect(again[0]["position"] == first?["position"])
    }
    #expect(ask(ann, request("edit", "d", #","text":"y""#)).first?["code"]?.string == "not_found")
  }

  @Test("takes the text of what is deleted out of what is handed out, on every instance and in the store")
  func deletion() throws {
    let (ann, bob, a, b) = scene()
    ask(ann, request("edit", "e1", #","text":"hello""#))
    ask(ann, request("edit", "e2", #","text":"hello \"all\"\\""#))
    #expect(ask(ann, request("delete", "d")).types == ["sent", "delete"])
    _ = bob.read()
    for hub in [a, b, TestHub(fleet, instance: "c")] {
      let eve = hub.client("Eve\(hub.hub.configuration.instance)")
      let joined = ask(eve, #"{"type":"join","room":"lobby"}"#)
      #expect(joined.types == ["joined", "message", "edit", "edit", "delete"])
      #expect(joined[0]["missed"]?.integer == 1 && joined[0]["changes"]?.integer == 3)
      #expect(joined[1]["text"]?.string == "" && joined[1]["id"]?.string == "m1")
      #expect(joined.of("edit").map { $0["text"]?.string } == ["", ""])
      let history = eve.ask(#"{"type":"history","room":"lobby"}"#).first?["messages"]?.array
      #expect(history?.compactMap { $0.object?["text"]?.string } == ["", "", ""])
    }
    #expect(ask(ann, request("edit", "e3", #","text":"x""#)).first?["code"]?.string == "not_found")
    #expect(ask(bob, request("react", "r", #","reaction":"👍""#)).first?["code"]?.string == "not_found")
  }

  @Test("of several edits the newest alone has a text, on every instance and in the store")
  func editedAgain() throws {
    let (ann, bob, a, b) = scene()
    ask(ann, request("edit", "e1", #","text":"hello""#))
    ask(ann, #"{"type":"send","room":"lobby","id":"m2","text":"between"}"#)
    ask(ann, request("react", "r", #","reaction":"👍","on":true"#))
    ask(ann, request("edit", "e2", #","text":"hello all""#))
    _ = bob.read()
    for hub in [a, b, TestHub(fleet, instance: "c")] {
      let eve = hub.client("Eve\(hub.hub.configuration.instance)")
      let joined = ask(eve, #"{"type":"join","room":"lobby"}"#)
      #expect(joined.dropFirst().map { $0["text"]?.string } == ["helo", "", "between", nil, "hello all"])
      let history = eve.ask(#"{"type":"history","room":"lobby"}"#).first?["messages"]?.array
      #expect(history?.map { $0.object?["text"]?.string } == ["helo", "", "between", nil, "hello all"])
      #expect(joined.of("reaction").first?["reaction"]?.string == "👍")
    }
  }

  @Test("is recovered by those who were away, counted apart from messages")
  func recovery() throws {
    let (ann, bob, _, b) = scene()
    let position = try #require(bob.ask(#"{"type":"join","room":"lobby"}"#).first?["position"]?.string)
    bob.disconnect()
    ask(ann, request("edit", "e1", #","text":"hello""#))
    ann.ask(#"{"type":"send","room":"lobby","id":"m2","text":"next"}"#)
    ask(ann, request("react", "r", #","reaction":"👍""#))
    let again = ask(b.client("Rob"), #"{"type":"join","room":"lobby","after":"\#(position)"}"#)
    #expect(again.types == ["joined", "edit", "message", "reaction"])
    #expect(again[0]["missed"]?.integer == 1 && again[0]["changes"]?.integer == 2)
    #expect(again[0]["recovered"]?.bool == true)
  }

  @Test("is put back with the messages when the store has lost them")
  func restoring() throws {
    let (ann, bob, a, b) = scene()
    ann.ask(#"{"type":"send","room":"lobby","id":"m2","text":"secret"}"#)
    ask(ann, request("edit", "e1", #","text":"hello""#))
    ask(ann, request("delete", "d", seq: "2"))
    ask(bob, request("react", "r", #","reaction":"👍""#))
    let other = TestFleet(epoch: "other")
    for (hub, name) in [(a, "a"), (b, "b")] {
      hub.broker.replaceStore(MemoryBroker(store: other.store, instance: name))
    }
    for hub in [a, b] { hub.pass(seconds: 3) }
    let eve = TestHub(other, instance: "c").client("Eve")
    let joined = ask(eve, #"{"type":"join","room":"lobby"}"#)
    #expect(joined.dropFirst().map { $0["type"]?.string } == ["message", "message", "edit", "delete", "reaction"])
    #expect(joined.texts == ["helo", ""])
    #expect(joined.of("edit").first?["target"]?.object?["id"]?.string == "m1")
    // And they can be changed under their new places.
    #expect(ask(ann, request("edit", "e2", #","text":"hello!""#)).of("sent").count == 1)
  }

  @Test("to what lies further back than an instance remembers is checked against the store")
  func olderThanTheLog() {
    let (ann, bob, _, b) = scene()
    for number in 0..<700 {
      ann.ask(#"{"type":"send","room":"lobby","id":"n\#(number)","text":"\#(number)"}"#)
    }
    _ = bob.read()
    #expect(b.hub.counters.publicationsInFlight == 0)
    #expect(ask(bob, request("edit", "1", #","text":"x""#)).first?["code"]?.string == "forbidden")
    #expect(ask(bob, request("react", "2", #","reaction":"👍""#)).of("sent").count == 1)
    #expect(ask(ann, request("edit", "3", #","text":"hello""#)).of("sent").count == 1)
    #expect(ask(ann, request("delete", "4")).of("sent").count == 1)
    #expect(ask(ann, request("edit", "5", #","text":"hello""#)).first?["code"]?.string == "not_found")
  }

  @Test(
    "that was stored by something else than this fleet harms nobody",
    arguments: [
      "", "{", "{}", #"{"type":"#, #"{"type":""#, #"{"type":"edit""#, #"{"type":"edit"}"#, #"{"type":"edit","#,
      #"{"type":"delete","id":1}"#, #"{"type":"delete","of":-1,"target":{"from":"a","id":"b"}}"#,
      #"{"type":"delete","of":9000000000000000000,"target":{"from":"a","id":"b"}}"#,
      #"{"type":"delete","of":1,"target":[]}"#,
      #"{"text":""#, #"{"text":"\"#, #"{"text":"x"#,
    ])
  func strangeBodies(_ body: String) throws {
    let (ann, _, a, _) = scene()
    let room = try #require(RoomName("lobby"))
    let payload = Array(body.utf8).withUnsafeBytes { MessagePayload.decode($0) }
    let strange = Publication(room: room, header: payload.header, identity: "x", body: payload.body, digest: "x")
    a.broker.perform(Publish(strange)) { _ in }
    for reference in ["1", "2"] { ask(ann, request("delete", "d\(reference)", seq: reference)) }
    ask(a.client("Eve"), #"{"type":"join","room":"lobby"}"#)
    let stored = Array(body.utf8).withUnsafeBytes {
      StoredMessage(generation: 0, seq: 1, identity: "x", time: 0, payload: $0)
    }
    #expect(stored.erased.body.count == stored.body.count)
  }

  @Test("counts against the rate of messages")
  func rate() {
    let hub = TestHub(fleet) { $0.messageRate = 1 }
    let ann = hub.client("Ann")
    ann.ask(#"{"type":"send","room":"lobby","id":"m1","text":"hi"}"#)
    let answers = (0..<5).flatMap { ann.ask(request("react", "\($0)", #","reaction":"👍""#)) }
    #expect(answers.compactMap { $0["code"]?.string } == ["rate_limited", "rate_limited", "rate_limited"])
  }
}
