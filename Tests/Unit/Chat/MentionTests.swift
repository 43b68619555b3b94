import Testing

@testable import Broker
@testable import Chat
@testable import ChatProtocol
@testable import ChatTestSupport
@testable import JSON

@Suite("Whoever is mentioned while they are away")
struct MentionTests {
  private let fleet = TestFleet()

  private func say(_ client: TestClient, _ text: String, in room: String = "r", id: String = "m") -> String {
    let sent = client.ask(#"{"type":"send","room":"\#(room)","id":"\#(id)","text":"\#(text)"}"#).of("sent").first
    return sent?["position"]?.string ?? ""
  }

  private func mentions(_ client: TestClient) -> [JSONObject] {
    let answer = client.ask(#"{"type":"mentions","id":"?"}"#).of("mentions")
    #expect(answer.count == 1 && answer.first?["id"]?.string == "?")
    return answer.first?["items"]?.array?.compactMap(\.object) ?? []
  }

  private func positions(_ client: TestClient) -> [String] { mentions(client).compactMap { $0["position"]?.string } }

  @Test func `find it on another instance, without what was said there`() throws {
    let (ann, bob) = (TestHub(fleet, instance: "a").client("Ann"), TestHub(fleet, instance: "b").client("Bob"))
    let first = say(bob, "@ann are you there?", id: "1")
    let second = say(bob, "Hello @Ann!", in: "tea", id: "2")
    #expect(positions(ann) == [second, first])
    let item = try #require(mentions(ann).first)
    #expect(item.members.map(\.name) == ["room", "position", "seq", "time"])
    #expect(item["room"]?.string == "tea" && item["seq"]?.integer == 1 && item["time"]?.integer == fleet.clock.now)
    #expect(positions(bob) == [])
  }

  @Test func `are told once of a message that is sent again, and not of what two write to each other`() {
    let hub = TestHub(fleet)
    let (ann, bob) = (hub.client("Ann"), hub.client("Bob"))
    let first = say(bob, "@ann")
    #expect(say(bob, "@ann") == first)
    _ = say(bob, "@ann", in: "@ann", id: "d")
    #expect(positions(ann) == [first])
  }

  @Test func `are told of rooms that they may read now`() {
    let hub = TestHub(fleet)
    let (ann, bob) = (hub.client("Ann"), hub.client("Bob"))
    bob.ask(#"{"type":"join","room":"r"}"#)
    bob.ask(#"{"type":"govern","room":"r","id":"g","set":{"mode":"closed"}}"#)
    _ = say(bob, "@ann hush")
    let other = TestHub(fleet, instance: "b").client("Zoe")
    #expect(positions(ann) == [])
    func make(_ role: String, _ id: String) {
      let act = #"{"type":"govern","room":"r","id":"\#(id)","user":"@Ann","role":"\#(role)"}"#
      #expect(bob.ask(act).types.contains("sent"))
    }
    make("member", "h")
    #expect(positions(ann) == [], "she could not have read it then")
    let second = say(bob, "@ann welcome, @zoe", id: "n")
    #expect(positions(ann) == [second] && positions(other) == [])
    make("none", "i")
    #expect(positions(ann) == [])
  }

  @Test func `lose no place to what is said where they may not read`() {
    let hub = TestHub(fleet)
    let (ann, bob) = (hub.client("Ann"), hub.client("Bob"))
    let first = say(bob, "@ann", in: "tea")
    bob.ask(#"{"type":"join","room":"r"}"#)
    bob.ask(#"{"type":"govern","room":"r","id":"g","set":{"mode":"closed"}}"#)
    for number in 0...Mention.kept { _ = say(bob, "@ann", id: "\(number)") }
    #expect(positions(ann) == [first])
  }

  @Test func `are told that it can't be found out now where they may read`() {
    let (ann, bob) = (TestHub(fleet, instance: "a"), TestHub(fleet, instance: "b").client("Bob"))
    let reader = ann.client("Ann")
    let first = say(bob, "@ann")
    ann.broker.failsPolicies = true
    let answer = reader.ask(#"{"type":"mentions","id":"?"}"#)
    #expect(answer.count == 1 && answer.first?["code"]?.string == "unavailable")
    ann.broker.failsPolicies = false
    #expect(positions(reader) == [first])
  }

  @Test func `read one time after the other, with all that it takes`() {
    let (hub, bob) = (TestHub(fleet, instance: "a"), TestHub(fleet, instance: "b").client("Bob"))
    let ann = hub.client("Ann")
    for room in ["r", "tea"] { _ = say(bob, "@ann", in: room, id: room) }
    hub.broker.holdsPolicies = true
    for _ in 1...5 { #expect(ann.ask(#"{"type":"mentions","id":"?"}"#).isEmpty) }
    #expect(hub.broker.policyReads == 2)
    hub.broker.release()
    hub.endTurn()
    #expect(hub.broker.policyReads == 10 && ann.read().of("mentions").count == 5)
  }

  @Test func `are counted where the store does not take them`() {
    let hub = TestHub(fleet)
    hub.broker.failsMoves = true
    _ = say(hub.client("Bob"), "@ann")
    #expect(hub.hub.counters.mentionsNotNoted == 1)
  }

  @Test func `cost their author what it costs`() throws {
    let client = try #require(TestHub(fleet).client("Ann").client)
    func price(_ text: String, in room: String = "r") throws -> Price {
      let json = #"{"type":"send","id":"1","room":"\#(room)","text":"\#(text)"}"#
      let request = try ClientRequest(JSONParser.parseObject(Array(json.utf8)))
      return request.price(of: client, mentioning: request.action.mentioned)
    }
    let (plain, one) = (try price("#Ann, Bob"), try price("@Ann, Bob"))
    #expect(one.storeTime > plain.storeTime && one.bytes > plain.bytes)
    let (two, direct) = (try price("@Ann @Bob"), try price("@Ann, Bob", in: "@bob"))
    #expect(two.storeTime > one.storeTime && direct.storeTime == plain.storeTime)
  }
}
