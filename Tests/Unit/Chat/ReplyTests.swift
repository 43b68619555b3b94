import MemoryBroker
import Testing

@testable import Chat
@testable import ChatProtocol
@testable import ChatTestSupport
@testable import JSON

@Suite("A message that answers another one, or carries data")
struct ReplyTests {
  private let fleet = TestFleet()

  /// Two people in the lobby, on two instances, and what Ann said there as number 1.
  private func scene() -> (ann: TestClient, bob: TestClient, a: TestHub, b: TestHub) {
    let (a, b) = (TestHub(fleet, instance: "a"), TestHub(fleet, instance: "b"))
    let (ann, bob) = (a.client("Ann"), b.client("Bob"))
    for client in [ann, bob] { client.ask(#"{"type":"join","room":"lobby"}"#) }
    ann.ask(#"{"type":"send","room":"lobby","id":"m1","text":"tea?"}"#)
    _ = bob.read()
    return (ann, bob, a, b)
  }

  @discardableResult
  private func send(_ client: TestClient, _ id: String, _ more: String, text: String = "yes") -> [JSONObject] {
    client.ask(#"{"type":"send","room":"lobby","id":"\#(id)","text":"\#(text)"\#(more)}"#)
  }

  private func code(_ answers: [JSONObject]) -> String? { answers.first?["code"]?.string }

  /// What the message says beside what the store gave it, as compact JSON.
  private func said(_ message: JSONObject?) -> String {
    String(decoding: message.map { MessageBody.body(of: $0) } ?? [], as: UTF8.self)
  }

  @Test("is delivered, joined, read back and caught up with whole, and names what it answers as changes do")
  func delivery() throws {
    let (ann, bob, a, b) = scene()
    let answers = send(bob, "r1", #","reply":1,"data":{ "poll" : {"options":["a","b"]} }"#)
    #expect(answers.of("sent").count == 1)
    let live = try #require(ann.read().of("message").first)
    let annID = try #require(ann.client?.user.id)
    #expect(
      said(live).hasSuffix(
        #""reply":{"seq":1,"from":"\#(annID)","id":"m1"},"text":"yes","data":{"poll":{"options":["a","b"]}}}"#))
    for hub in [a, b, TestHub(fleet, instance: "c")] {
      let eve = hub.client("Eve\(hub.hub.configuration.instance)")
      let joined = eve.ask(#"{"type":"join","room":"lobby"}"#).of("message")
      #expect(joined.count == 2 && joined.last == live)
      let history = eve.ask(#"{"type":"history","room":"lobby"}"#).first?["messages"]?.array
      #expect(history?.last?.object == live)
    }
    #expect(said(answers.of("message").first) == said(live))
  }

  @Test("may answer what was edited or deleted, and by a position")
  func answered() throws {
    let (ann, bob, _, _) = scene()
    let position = try #require(bob.ask(#"{"type":"join","room":"lobby"}"#).of("message").first?["position"]?.string)
    ann.ask(#"{"type":"edit","room":"lobby","id":"e","seq":1,"text":"coffee?"}"#)
    #expect(send(bob, "r1", #","reply":"\#(position)""#).of("sent").count == 1)
    ann.ask(#"{"type":"delete","room":"lobby","id":"d","seq":1}"#)
    #expect(send(bob, "r2", #","reply":1"#).of("sent").count == 1)
    #expect(send(bob, "r3", #","reply":5"#).of("message").first?["reply"]?.object?["id"]?.string == "r2")
  }

  @Test("is refused where there is nothing to answer, or the data is none, and nothing is stored")
  func refusals() {
    let (ann, bob, a, b) = scene()
    ann.ask(#"{"type":"govern","room":"lobby","id":"g","set":{"topic":"Tea"}}"#)
    bob.ask(#"{"type":"react","room":"lobby","id":"x","seq":1,"reaction":"👍"}"#)
    _ = bob.read()
    let deep = String(repeating: "[", count: 8) + String(repeating: "]", count: 8)
    let cases = [
      (#","reply":9"#, "not_found"), (#","reply":0"#, "not_found"), (#","reply":2"#, "not_found"),
      (#","reply":3"#, "not_found"), (#","reply":"other.0.1.abc""#, "not_found"), (#","reply":"?""#, "bad_request"),
      (#","reply":true"#, "bad_request"), (#","data":[]"#, "bad_request"), (#","data":"x""#, "bad_request"),
      (#","data":{"a":\#(deep)}"#, "bad_request"),
      (#","data":{"a":"\#(String(repeating: "x", count: 1_024))"}"#, "too_large"),
      (#","data":{"a":1,"a":1}"#, "bad_request"),
    ]
    for (more, expected) in cases { #expect(code(send(bob, "r", more)) == expected, "\(more.prefix(40))") }
    #expect(code(bob.ask(#"{"type":"send","room":"nowhere","id":"n","text":"x","reply":1}"#)) == "not_found")
    #expect(bob.ask(#"{"type":"history","room":"lobby"}"#).first?["messages"]?.array?.count == 3)
    for hub in [a, b] { #expect(hub.hub.counters.publicationsInFlight == 0) }
  }

  @Test("tells nobody what is in a room that they are kept out of")
  func closedRoom() {
    let (ann, bob, _, _) = scene()
    ann.ask(#"{"type":"govern","room":"den","id":"g","set":{"mode":"closed"}}"#)
    ann.ask(#"{"type":"send","room":"den","id":"m","text":"x"}"#)
    for place in [1, 2, 9] {
      let answer = bob.ask(#"{"type":"send","room":"den","id":"r","text":"x","reply":\#(place)}"#)
      #expect(code(answer) == "forbidden")
    }
  }

  @Test("is one message by its id, and another one with other data or another answer")
  func repeats() {
    let (_, bob, _, _) = scene()
    send(bob, "plain", "")
    send(bob, "r", #","reply":1,"data":{"a":1}"#)
    for more in [#","reply":1,"data":{"a":1}"#, #","data":{ "a" : 1 },"reply":1"#] {
      #expect(send(bob, "r", more).of("sent").first?["duplicate"]?.bool == true)
    }
    let others = [
      "", #","reply":1"#, #","data":{"a":1}"#, #","reply":2,"data":{"a":1}"#, #","reply":1,"data":{"a":2}"#,
    ]
    for more in others {
      #expect(code(send(bob, "r", more)) == "bad_request", "\(more)")
    }
    #expect(code(send(bob, "plain", #","data":{}"#)) == "bad_request")
    #expect(send(bob, "plain", "").of("sent").first?["duplicate"]?.bool == true)
  }

  @Test("that was stored is known when it is sent again, although what it answers is gone")
  func repeatedLater() {
    let small = TestFleet(backlog: 10)
    let ann = TestHub(small).client("Ann")
    func say(_ id: String, _ more: String = "") -> [JSONObject] {
      ann.ask(#"{"type":"send","room":"lobby","id":"\#(id)","text":"x"\#(more)}"#)
    }
    _ = say("first")
    let first = say("r", #","reply":1"#).of("sent").first
    for number in 0..<1_000 { _ = say("\(number)") }
    let repeated = say("r", #","reply":1"#)
    #expect(repeated.of("sent").first?["position"] == first?["position"])
    #expect(repeated.of("sent").first?["duplicate"]?.bool == true)
    #expect(code(say("r2", #","reply":1"#)) == "not_found")
  }

  @Test("keeps both when it is edited, and loses its data with its text when it is deleted, everywhere")
  func editedAndDeleted() throws {
    let (ann, bob, a, b) = scene()
    send(bob, "r", #","reply":1,"data":{"text":"secret"}"#)
    bob.ask(#"{"type":"edit","room":"lobby","id":"e","seq":2,"text":"no"}"#)
    let history = ann.ask(#"{"type":"history","room":"lobby"}"#).of("history").first?["messages"]?.array
    let kept = history?.dropFirst().first?.object
    #expect(kept?["data"]?.object?["text"]?.string == "secret" && kept?["reply"]?.object?["seq"]?.integer == 1)
    bob.ask(#"{"type":"delete","room":"lobby","id":"d","seq":2}"#)
    _ = ann.read()
    for hub in [a, b, TestHub(fleet, instance: "c")] {
      let eve = hub.client("Eve\(hub.hub.configuration.instance)")
      let joined = eve.ask(#"{"type":"join","room":"lobby"}"#).of("message")
      let history = eve.ask(#"{"type":"history","room":"lobby"}"#).first?["messages"]?.array?.compactMap(\.object) ?? []
      for message in [joined.last, history.dropFirst().first] {
        #expect(message?["text"]?.string == "" && message?["data"] == nil)
        #expect(message?["reply"]?.object?["id"]?.string == "m1")
      }
    }
  }

  @Test("comes back with both when the store has lost it, and what was answered is found at its new place")
  func restoring() throws {
    let (ann, bob, a, b) = scene()
    let position = try #require(bob.ask(#"{"type":"join","room":"lobby"}"#).of("message").first?["position"]?.string)
    let more = #","reply":"\#(position)","data":{"n":[1.5,1e20]}"#
    let first = try #require(send(bob, "r", more).of("message").first)
    let other = TestFleet(epoch: "other")
    let late = TestHub(other, instance: "c").client("Eve")
    late.ask(#"{"type":"send","room":"lobby","id":"new","text":"first of all"}"#)
    for (hub, name) in [(a, "a"), (b, "b")] {
      hub.broker.replaceStore(MemoryBroker(store: other.store, instance: name))
    }
    for hub in [a, b] { hub.pass(seconds: 3) }
    let messages = late.ask(#"{"type":"history","room":"lobby"}"#).first?["messages"]?.array?.compactMap(\.object) ?? []
    #expect(messages.compactMap { $0["id"]?.string } == ["new", "m1", "r"])
    #expect(said(messages.last) == said(first), "with the seq that the answered one had then")
    _ = ann.read()
    #expect(send(bob, "r", more).of("sent").first?["duplicate"]?.bool == true)
    let again = send(bob, "r2", #","reply":"\#(position)""#)
    #expect(again.of("message").first?["reply"]?.object?["seq"]?.integer == 2)
  }

  @Test("to what lies further back than an instance remembers is looked up in the store")
  func olderThanTheLog() {
    let (ann, bob, _, _) = scene()
    for number in 0..<700 { send(ann, "n\(number)", "") }
    _ = bob.read()
    #expect(send(bob, "r", #","reply":1"#).of("message").first?["reply"]?.object?["id"]?.string == "m1")
  }

  @Test("is told how much data there may be, and data counts as text does")
  func limits() {
    let hub = TestHub(fleet) { configuration in
      configuration.quotas = .on
      configuration.userQuota = .unlimited
      configuration.addressQuota = .unlimited
    }
    let welcome = TestClient(hub).ask(#"{"type":"hello","version":1,"name":"Ann"}"#).of("welcome").first
    #expect(welcome?["limits"]?.object?["dataBytes"]?.integer == 1_024)
    func price(_ text: String, _ data: MessageData? = nil) -> Price {
      ClientRequest.Action.send(room: "r", text: text, data: data).price
    }
    var data = JSONObject()
    data.append("a", .string(String(repeating: "x", count: 992)))
    let plain = price(String(repeating: "x", count: 3_000))
    let whole = price(String(repeating: "x", count: 2_000), MessageData(data))
    #expect(plain.bytes == whole.bytes && plain.messages == whole.messages && whole.messages == 2)
  }
}
