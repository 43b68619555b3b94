import Testing

@testable import Broker
@testable import Chat
@testable import ChatTestSupport
@testable import ChatProtocol
@testable import JSON
@testable import MemoryBroker

@Suite("A conversation")
struct ConversationTests {
  @Test("begins with a hello, and nothing before it")
  func hello() {
    let hub = TestHub(TestFleet())
    let early = hub.client()
    #expect(early.ask(#"{"type":"join","id":"1","room":"lobby"}"#).first?["code"]?.string == "unauthorized")
    #expect(early.closeCode == 4000)
    let client = hub.client()
    let welcome = client.ask(#"{"type":"hello","id":"h","version":1,"name":"Ann"}"#)
    #expect(welcome.types == ["welcome"])
    #expect(welcome[0]["user"]?.object?["name"]?.string == "Ann")
    #expect(welcome[0]["session"]?.string?.utf8.count == 64)
    #expect(hub.client().ask(#"{"type":"hello","version":1,"name":"ANN"}"#).first?["code"]?.string == "name_taken")
    let bot = hub.client().ask(#"{"type":"hello","version":1,"name":"Robbie","kind":"bot"}"#)
    #expect(bot.first?["user"]?.object?["kind"]?.string == "user", "only a key makes a bot")
    #expect(welcome[0]["user"]?.object?["kind"]?.string == "user")
    let old = hub.client()
    old.ask(#"{"type":"hello","version":9,"name":"Bob"}"#)
    #expect(old.closeCode == 4505)
  }

  @Test(
    "ends with a code that says why, when the hello is refused",
    arguments: [
      (#""name":"ANN""#, "name_taken", 4509), (#""name":"admin""#, "bad_request", 4500),
      (#""name":"""#, "bad_request", 4500), (#""session":"x""#, "unauthorized", 4501),
      (#""kind":"bot""#, "unauthorized", 4501), (#""name":"Bob","secret":"1""#, "bad_request", 4500),
    ])
  func refusedHello(_ fields: String, _ error: String, _ closing: UInt16) {
    let hub = TestHub(TestFleet())
    #expect(hub.client("Ann").closeCode == nil)
    let client = hub.client()
    // As programs write them, one after the other without waiting.
    let hello = #"{"type":"hello","id":"h","version":1,\#(fields)}"#
    Array(hello.utf8).withUnsafeBytes { client.client?.receive($0) }
    let answers = client.ask(#"{"type":"join","id":"j","room":"lobby"}"#)
    #expect(answers.first?["code"]?.string == error && answers.first?["id"]?.string == "h")
    #expect(client.closeCode == closing)
    #expect(client.ask(#"{"type":"join","id":"k","room":"lobby"}"#).of("joined").isEmpty)
    #expect(client.closeCode == closing)
  }

  @Test("ends with a code that says so, when too many hellos or sign-ins came from an address")
  func limitedHello() {
    for limit in [\Quota.signIns, \Quota.requests] {
      let hub = TestHub(TestFleet()) {
        $0.quotas = .on
        $0.addressQuota = .unlimited
        $0.addressQuota[keyPath: limit] = 1
      }
      var client = hub.client()
      for number in 0..<20 where client.closeCode == nil {
        client = hub.client("visitor \(number)", from: "10.0.0.1")
      }
      #expect(client.closeCode == 4029)
    }
  }

  @Test("is nobody's under a name of the chat itself, nor under the vote bot's but for a program")
  func reservedNames() {
    let hub = TestHub(TestFleet())
    for hello in [#""name":"Adm1n""#, #""name":"admin","kind":"bot""#, #""name":"V0te""#] {
      let refusal = hub.client().ask(#"{"type":"hello","version":1,\#(hello)}"#).first
      #expect(refusal?["code"]?.string == "bad_request")
    }
    let bot = hub.client().ask(#"{"type":"hello","version":1,"name":"Vote","kind":"bot"}"#)
    #expect(bot.types == ["welcome"])
  }

  @Test("goes on in a session that another connection made, and ends with it")
  func sessions() throws {
    let fleet = TestFleet()
    let (a, b) = (TestHub(fleet, instance: "a"), TestHub(fleet, instance: "b"))
    let first = a.client()
    let token = try #require(
      first.ask(#"{"type":"hello","version":1,"name":"Ann"}"#).first?["session"]?.string)
    let second = b.client()
    let welcome = second.ask(#"{"type":"hello","version":1,"session":"\#(token)"}"#)
    #expect(welcome.types == ["welcome"])
    #expect(welcome[0]["session"] == nil)
    #expect(second.client?.user == first.client?.user)
    let identity = try #require(first.client?.identity)
    a.hub.accounts.signOut(identity) { _ in }
    a.endTurn()
    #expect(first.closeCode == 4501 && second.closeCode == 4501)
    let third = a.client()
    #expect(third.ask(#"{"type":"hello","version":1,"session":"\#(token)"}"#).first?["code"]?.string == "unauthorized")
    #expect(third.closeCode == 4501)
  }

  @Test("is the same one for whoever repeats a hello with its secret, because the welcome was lost")
  func repeatedHello() {
    let fleet = TestFleet()
    let hello = #"{"type":"hello","version":1,"name":"Ann","secret":"\#(String(repeating: "s", count: 32))"}"#
    let welcomes = ["a", "b", "a"].map { TestHub(fleet, instance: $0).client().ask(hello) }
    #expect(welcomes.allSatisfy { $0.types == ["welcome"] })
    #expect(Set(welcomes.map { $0.first?["session"]?.string ?? "" }).count == 1)
    #expect(Set(welcomes.map { $0.first?["user"]?.object?["id"]?.string ?? "" }).count == 1)
  }

  @Test("is over for a session that is too old, whose name is free then")
  func oldSession() throws {
    let fleet = TestFleet()
    let hub = TestHub(fleet)
    let first = hub.client()
    let token = try #require(first.ask(#"{"type":"hello","version":1,"name":"Ann"}"#).first?["session"]?.string)
    first.disconnect()
    let hello = #"{"type":"hello","version":1,"session":"\#(token)"}"#
    var days = 0.0
    var answer: [JSONObject] = []
    repeat {
      days += 0.5
      fleet.clock.now += 43_200_000
      hub.hub.time.wallClock = fleet.clock.now
      let client = hub.client()
      answer = client.ask(hello)
      client.disconnect()
    } while answer.types == ["welcome"] && days < 40
    #expect(days == 30.5 && answer.first?["code"]?.string == "unauthorized")
    #expect(hub.client().ask(hello).first?["code"]?.string == "unauthorized")
    #expect(hub.client().ask(#"{"type":"hello","version":1,"name":"Ann"}"#).types == ["welcome"])
  }

  @Test("reaches everyone once and in order, the author too, on all instances")
  func delivery() {
    let fleet = TestFleet()
    let (a, b) = (TestHub(fleet, instance: "a"), TestHub(fleet, instance: "b"))
    let (ann, bob) = (a.client("Ann"), b.client("Bob"))
    #expect(ann.ask(#"{"type":"join","room":"lobby","id":"j"}"#).types == ["joined"])
    #expect(bob.ask(#"{"type":"join","room":"lobby"}"#).types == ["joined"])
    _ = ann.read()
    var seen: [JSONObject] = []
    for number in 1...5 { seen += ann.ask(#"{"type":"send","room":"lobby","id":"\#(number)","text":"t\#(number)"}"#) }
    #expect(seen.of("sent").compactMap { $0["seq"]?.integer } == [1, 2, 3, 4, 5])
    #expect(seen.texts == ["t1", "t2", "t3", "t4", "t5"])
    let heard = bob.read()
    #expect(heard.texts == ["t1", "t2", "t3", "t4", "t5"])
    #expect(heard.of("message")[0]["from"]?.object?["name"]?.string == "Ann")
    #expect(heard.of("message").compactMap { $0["position"]?.string }.allSatisfy { Position($0) != nil })
    #expect(a.hub.counters.publicationsInFlight == 0)
  }

  @Test("stores a repeated id once, and refuses it for another text")
  func duplicates() {
    let hub = TestHub(TestFleet())
    let ann = hub.client("Ann")
    ann.ask(#"{"type":"join","room":"lobby"}"#)
    let first = ann.ask(#"{"type":"send","room":"lobby","id":"x","text":"hi"}"#)
    let again = ann.ask(#"{"type":"send","room":"lobby","id":"x","text":"hi"}"#)
    #expect(again.types == ["sent"])
    #expect(again[0]["duplicate"]?.bool == true)
    #expect(again[0]["position"] == first.of("sent").first?["position"])
    #expect(ann.ask(#"{"type":"send","room":"lobby","id":"x","text":"ho"}"#).first?["code"]?.string == "bad_request")
  }

  @Test("refuses what can't be said, and says why")
  func refusals() {
    let hub = TestHub(TestFleet())
    let ann = hub.client("Ann")
    let long = String(repeating: "x", count: 4_001)
    let cases = [
      (#"{"type":"send","room":"lobby","id":"1","text":""}"#, "bad_request"),
      (#"{"type":"send","room":"lobby","id":"1","text":"\#(long)"}"#, "too_large"),
      (#"{"type":"send","room":"lobby","id":"1","text":"a\u0000"}"#, "bad_request"),
      (#"{"type":"send","room":"Lobby","id":"1","text":"a"}"#, "bad_request"),
      (#"{"type":"send","room":"@nobody","id":"1","text":"a"}"#, "not_found"),
      (#"{"type":"send","room":"@Ann","id":"1","text":"a"}"#, "bad_request"),
      (#"{"type":"send","room":"@aaa.bbb","id":"1","text":"a"}"#, "forbidden"),
      (#"{"type":"hello","id":"1","name":"Ann"}"#, "bad_request"),
      (#"{"type":"send","room":"lobby","text":"a"}"#, "bad_request"),
      (#"nonsense"#, "bad_request"),
    ]
    for (request, code) in cases {
      #expect(ann.ask(request).first?["code"]?.string == code, "\(request.prefix(60))")
    }
    #expect(hub.hub.counters.publicationsInFlight == 0)
    #expect(ann.closeCode == nil)
  }

  @Test("takes half an emoji as a character that could not be read")
  func halfEmoji() {
    let fleet = TestFleet()
    let ann = TestHub(fleet).client("Ann")
    ann.ask(#"{"type":"join","room":"lobby"}"#)
    for text in [#"cut \ud83d"#, #"\ude00cut"#, #"\ud83d\ud83d\ude00"#] {
      let answers = ann.ask(#"{"type":"send","room":"lobby","id":"\#(text.count)","text":"\#(text)"}"#)
      #expect(answers.of("sent").count == 1)
      #expect(answers.texts.first?.unicodeScalars.contains("\u{FFFD}") == true)
    }
    let edited = ann.ask(#"{"type":"edit","room":"lobby","id":"e","seq":1,"text":"\ud83d!"}"#)
    #expect(edited.of("edit").first?["text"]?.string == "\u{FFFD}!")
  }

  @Test("is limited in its rate, and ended when that is ignored")
  func rate() {
    let hub = TestHub(TestFleet()) { $0.messageRate = 2 }
    let ann = hub.client("Ann")
    var refused: [JSONObject] = []
    for number in 0..<300 {
      refused += ann.ask(#"{"type":"send","room":"lobby","id":"\#(number)","text":"t"}"#).of("error")
    }
    #expect(refused.count == 294)
    #expect(refused[0]["code"]?.string == "rate_limited")
    #expect((refused[0]["retryAfter"]?.integer ?? 0) > 0)
    #expect(ann.closeCode == 4029)
  }

  @Test("between two is theirs alone, found by name, and told to who is not there")
  func direct() throws {
    let fleet = TestFleet()
    let (a, b) = (TestHub(fleet, instance: "a"), TestHub(fleet, instance: "b"))
    let (ann, bob, eve) = (a.client("Ann"), b.client("Bob"), b.client("Eve"))
    let joined = ann.ask(#"{"type":"join","room":"@bob"}"#)
    let room = try #require(joined.first?["room"]?.string)
    #expect(joined.first?["with"]?.object?["name"]?.string == "Bob")
    ann.ask(#"{"type":"send","room":"\#(room)","id":"1","text":"psst"}"#)
    let hint = bob.read()
    #expect(hint.types == ["direct"])
    #expect(hint[0]["room"]?.string == room)
    #expect(bob.ask(#"{"type":"join","room":"\#(room)"}"#).texts == ["psst"])
    #expect(eve.ask(#"{"type":"join","room":"\#(room)"}"#).first?["code"]?.string == "forbidden")
    #expect(eve.ask(#"{"type":"history","room":"\#(room)"}"#).first?["code"]?.string == "forbidden")
  }

  @Test("between two who have not written yet is found by its own name on another instance, too")
  func unwritten() throws {
    let fleet = TestFleet()
    let (a, b) = (TestHub(fleet, instance: "a"), TestHub(fleet, instance: "b"))
    let (ann, bob) = (a.client("Ann"), a.client("Bob"))
    let joined = ann.ask(#"{"type":"join","room":"@bob"}"#).first
    let (room, position) = (try #require(joined?["room"]?.string), try #require(joined?["position"]?.string))
    let moved = TestClient(b, identity: ann.client?.identity)
    moved.ask(#"{"type":"hello"}"#)
    let back = moved.ask(#"{"type":"join","room":"\#(room)","after":"\#(position)"}"#).of("joined").first
    #expect(back?["recovered"]?.bool == true && back?["with"]?.object?["name"]?.string == "Bob")
    #expect(moved.ask(#"{"type":"send","room":"\#(room)","id":"1","text":"psst"}"#).of("sent").count == 1)
    #expect(bob.read().of("direct").count == 1)
    let own = try #require(ann.client?.user.id)
    let nobody = RoomName(between: own, and: "nobody").text
    #expect(moved.ask(#"{"type":"join","room":"\#(nobody)"}"#).first?["code"]?.string == "not_found")
  }

  @Test("to a guest who has left for good is refused, on every instance, and a repeat of what was stored is not")
  func gone() throws {
    let fleet = TestFleet()
    let (a, b) = (TestHub(fleet, instance: "a"), TestHub(fleet, instance: "b"))
    let (ann, bob) = (a.client("Ann"), b.client("Bob"))
    func send(_ id: String, to room: String) -> JSONObject? {
      ann.ask(#"{"type":"send","room":"\#(room)","id":"\#(id)","text":"psst"}"#).first { $0["id"]?.string == id }
    }
    let room = try #require(send("1", to: "@bob")?["room"]?.string)
    let identity = try #require(bob.client?.identity)
    bob.disconnect()
    b.pass(seconds: 30)
    #expect(send("2", to: room)?["type"]?.string == "sent", "who is only away comes back")
    b.hub.accounts.signOut(identity) { _ in }
    b.endTurn()
    let refusal = send("3", to: room)
    #expect(refusal?["code"]?.string == "not_found")
    #expect(refusal?["message"]?.string?.contains("never read it") == true)
    #expect(send("2", to: room)?["duplicate"]?.bool == true)
    let other = b.client("Bob")
    #expect(send("4", to: room)?["code"]?.string == "not_found", "that is another one")
    let next = send("5", to: "@bob")
    #expect(next?["type"]?.string == "sent" && next?["room"]?.string != room)
    #expect(other.read().of("direct").count == 1)
  }

  @Test("to a guest who has left for good is refused, also where the author is there on another device alone")
  func goneBesideAnotherDevice() throws {
    let fleet = TestFleet()
    let (a, b) = (TestHub(fleet, instance: "a"), TestHub(fleet, instance: "b"))
    let (ann, bob) = (a.client("Ann"), b.client("Bob"))
    func send(_ id: String, to room: String) -> JSONObject? {
      ann.ask(#"{"type":"send","room":"\#(room)","id":"\#(id)","text":"psst"}"#).first { $0["id"]?.string == id }
    }
    let room = try #require(send("1", to: "@bob")?["room"]?.string)
    let other = TestClient(b, identity: ann.client?.identity)
    other.ask(#"{"type":"hello"}"#)
    #expect(other.ask(#"{"type":"join","room":"\#(room)"}"#).of("joined").count == 1)
    let identity = try #require(bob.client?.identity)
    bob.disconnect()
    b.hub.accounts.signOut(identity) { _ in }
    for hub in [b, a] { hub.pass(seconds: 5) }
    #expect(send("2", to: room)?["code"]?.string == "not_found")
  }

  @Test("to a guest whom a store knows no more that has lost the author, too, is stored: who is connected stays")
  func lostByTheStore() throws {
    let fleet = TestFleet()
    let (a, b) = (TestHub(fleet, instance: "a"), TestHub(fleet, instance: "b"))
    let (ann, bob) = (a.client("Ann"), b.client("Bob"))
    let identities = try [ann, bob].map { try #require($0.client?.identity) }
    let room = try #require(
      ann.ask(#"{"type":"send","room":"@bob","id":"1","text":"psst"}"#).of("sent").first?["room"]?.string)
    for identity in identities { fleet.store.sessions.end(identity.hash, now: fleet.clock.now) }
    _ = bob.read()
    #expect(ann.ask(#"{"type":"send","room":"\#(room)","id":"2","text":"there?"}"#).of("sent").count == 1)
  }

  @Test("is closed to the public during maintenance, but not to operators")
  func maintenance() {
    let hub = TestHub(TestFleet())
    let ann = hub.client("Ann")
    hub.broker.perform(SetMaintenance(Maintenance(isOn: true, message: "Back at noon."))) { _ in }
    #expect(ann.read().of("maintenance").first?["message"]?.string == "Back at noon.")
    #expect(ann.ask(#"{"type":"send","room":"r","id":"1","text":"t"}"#).first?["code"]?.string == "maintenance")
    #expect(ann.ask(#"{"type":"ping"}"#).types == ["pong"])
    let bob = hub.client()
    #expect(bob.ask(#"{"type":"hello","name":"Bob"}"#).first?["code"]?.string == "maintenance")
    #expect(bob.closeCode == 1013)
    hub.broker.perform(SetMaintenance(Maintenance(isOn: false, message: ""))) { _ in }
    hub.endTurn()
    #expect(ann.ask(#"{"type":"send","room":"r","id":"1","text":"t"}"#).types == ["maintenance", "sent"])
  }
}
