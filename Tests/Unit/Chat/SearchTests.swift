import Base
import Testing

@testable import Chat
@testable import ChatProtocol
@testable import ChatTestSupport
@testable import JSON
@testable import MemoryBroker

@Suite("Searching a room")
struct SearchTests {
  private let fleet = TestFleet()

  private func say(_ client: TestClient, _ texts: [String]) {
    for text in texts {
      client.ask(#"{"type":"send","room":"hall","id":"m\#(text.hashValue)","text":"\#(text)"}"#)
    }
  }

  private func search(_ client: TestClient, _ text: String, _ more: String = "") -> JSONObject? {
    client.ask(#"{"type":"search","id":"s","room":"hall","text":"\#(text)"\#(more)}"#).first
  }

  private func texts(_ reply: JSONObject?) -> [String] { reply?["messages"]?.array?.compactMap(\.object).texts ?? [] }

  @Test("finds a part of a text whatever its case, the newest first, through another instance and without being there")
  func finds() {
    let ann = TestHub(fleet, instance: "a").client("Ann")
    say(ann, ["Hello there", "nothing", "well, HELLO", "last"])
    let reply = search(TestHub(fleet, instance: "b").client("Bob"), "hello")
    #expect(reply?["type"]?.string == "found" && texts(reply) == ["well, HELLO", "Hello there"])
    #expect(reply?["looked"]?.integer == 4 && reply?["before"] == nil && reply?["time"] != nil)
    #expect(texts(search(ann, "Ann")).isEmpty, "who said it is not what was said")
  }

  @Test("goes on where it has ended: after a part, and after as many as were asked for")
  func pages() {
    let ann = TestHub(fleet).client("Ann")
    let count = 2 * Client.searchedMessages + 10
    say(ann, (1...count).map { "number \($0)\($0 % 100 == 0 ? " round" : "")" })
    var (found, looked, requests): ([String], Int64, Int) = ([], 0, 0)
    var before = ""
    repeat {
      let reply = search(ann, "ROUND", #","limit":1\#(before)"#)
      found += texts(reply)
      looked += reply?["looked"]?.integer ?? 0
      requests += 1
      before = (reply?["before"]?.string).map { #","before":"\#($0)""# } ?? ""
    } while !before.isEmpty && requests < 100
    #expect(found == stride(from: count / 100 * 100, to: 0, by: -100).map { "number \($0) round" })
    #expect(looked == count && requests <= found.count + 4)
  }

  @Test("tells no more than the connection takes at once, but for one, and the rest next time")
  func spare() {
    let ann = TestHub(fleet).client("Ann")
    say(ann, ["one x", "two x", "three x"])
    ann.spareBytes = 0
    let first = search(ann, "x")
    #expect(texts(first) == ["three x"] && first?["looked"]?.integer == 1)
    let second = search(ann, "x", #","before":"\#(first?["before"]?.string ?? "")""#)
    #expect(texts(second) == ["two x"])
  }

  @Test("finds what was edited by its newest text, and what was deleted not at all")
  func changes() {
    let ann = TestHub(fleet).client("Ann")
    say(ann, ["first apple", "apple pie", "apple gone"])
    ann.ask(#"{"type":"edit","room":"hall","id":"e1","seq":1,"text":"then apple"}"#)
    ann.ask(#"{"type":"edit","room":"hall","id":"e2","seq":1,"text":"now pear"}"#)
    ann.ask(#"{"type":"edit","room":"hall","id":"e3","seq":3,"text":"apple going"}"#)
    ann.ask(#"{"type":"delete","room":"hall","id":"d","seq":3}"#)
    #expect(texts(search(ann, "apple")) == ["apple pie"])
    let pear = search(ann, "pear")?["messages"]?.array?.first?.object
    #expect(pear?["type"]?.string == "edit" && pear?["of"]?.integer == 1)
    // Before the edit: what it changed is known to have been.
    #expect(texts(search(ann, "first", #","before":4"#)).isEmpty)
  }

  @Test("is refused where there is nothing to search for, or too much, and finds nothing where nothing is")
  func refusals() {
    let ann = TestHub(fleet).client("Ann")
    #expect(search(ann, "")?["code"]?.string == "bad_request")
    #expect(search(ann, String(repeating: "x", count: 257))?["code"]?.string == "too_large")
    let nothing = search(ann, "x")
    #expect(texts(nothing).isEmpty && nothing?["looked"]?.integer == 0 && nothing?["before"] == nil)
    #expect(search(ann, "x", #","before":0"#)?["looked"]?.integer == 0)
  }

  @Test("goes by how long texts are as they are compared: of such there are fewer in a part, and each costs more")
  func folding() {
    let hub = TestHub(fleet)
    let ann = hub.client("Ann")
    func looked(_ room: String, _ character: String) -> (entries: Int64?, cost: TimeSpan) {
      let text = String(repeating: character, count: 4_000)
      for id in 1...3 { ann.ask(#"{"type":"send","room":"\#(room)","id":"\#(id)","text":"\#(text)"}"#) }
      let before = hub.hub.chargedStoreTime
      let reply = ann.ask(#"{"type":"search","room":"\#(room)","text":"x"}"#).first
      return (reply?["looked"]?.integer, hub.hub.chargedStoreTime - before)
    }
    let (plain, long) = (looked("thai", "ก"), looked("arabic", "\u{FDFA}"))
    #expect(plain.entries == 3 && long.entries == 1)
    #expect(long.cost > plain.cost + plain.cost)
  }

  @Test("keeps nobody from reading anything else, and goes on with the next when one fails")
  func places() {
    say(TestHub(fleet, instance: "a").client("Ann"), ["apple"])
    let hub = TestHub(fleet, instance: "b")
    let (bob, people) = (hub.client("Bob"), (1...17).map { hub.client("User \($0)") })
    hub.broker.holdsHistory = true
    for client in people { #expect(search(client, "apple") == nil) }
    let underWay = hub.broker.historyReads
    #expect((1...4).contains(underWay))
    bob.ask(#"{"type":"history","id":"h","room":"hall"}"#)
    #expect(hub.broker.historyReads == underWay + 1)
    hub.broker.fails = true
    hub.broker.release()
    for client in people { #expect(client.read().first?["code"]?.string == "unavailable") }
    hub.broker.fails = false
    for client in people { #expect(texts(search(client, "apple")) == ["apple"]) }
  }

  @Test("has its turn only if whoever asked is still there and may still read; nor is history read else")
  func turns() throws {
    let room = LedRoom(#"{"topic":"Tea"}"#, fleet)
    room.send(room.ann, "m1")
    let hub = TestHub(fleet, instance: "c")
    let people = (1...8).map { hub.client("User \($0)") }
    let request = #"{"type":"search","room":"tea","text":"text"}"#
    hub.broker.holdsHistory = true
    for client in people { client.ask(request) }
    let underWay = hub.broker.historyReads
    try #require(underWay < people.count - 1)
    // One of a user at a time: the second waits.
    let zed = hub.client("Zed")
    for _ in 1...2 { zed.ask(#"{"type":"history","room":"tea"}"#) }
    people[7].disconnect()
    room.govern(room.ann, "c", #""set":{"mode":"closed"}"#)
    hub.broker.release()
    for client in people.prefix(underWay) { #expect(client.read().types == ["found"]) }
    for client in people[underWay..<7] { #expect(room.codes(client.read()) == ["forbidden"]) }
    let answers = zed.read()
    #expect(answers.types == ["history", "error"] && room.codes(answers) == ["forbidden"])
    #expect(hub.broker.historyReads == underWay + 1)
  }

  @Test("finds no more of a room than it keeps")
  func retained() {
    let room = LedRoom()
    room.govern(room.ann, "r", #""set":{"retain":60}"#)
    room.send(room.ann, "m1")
    room.pass(seconds: 70)
    room.send(room.ann, "m2")
    let found = room.ask(room.bob, #"{"type":"search","room":"tea","text":"text"}"#).of("found").first
    #expect(texts(found) == ["text m2"])
  }
}
