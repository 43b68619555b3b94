import Base
import Testing

@testable import Broker
@testable import Chat
@testable import ChatProtocol
@testable import ChatTestSupport
@testable import JSON

@Suite("Who calls everybody in a room")
struct CallTests {
  private let room = LedRoom(#"{"mode":"closed"}"#)
  private func makeCid() -> TestClient { TestHub(room.fleet, instance: "c").client("Cid") }

  @discardableResult
  private func say(_ client: TestClient, _ text: String, _ id: String) -> [JSONObject] {
    room.ask(client, #"{"type":"send","room":"tea","id":"\#(id)","text":"\#(text)"}"#).filter { $0["id"]?.string == id }
  }

  private func call(_ events: [JSONObject]) -> [String?] { events.of("message").map { $0["everybody"]?.string } }

  private func mentions(_ client: TestClient) -> Int {
    client.ask(#"{"type":"mentions","id":"?"}"#).of("mentions").first?["items"]?.array?.count ?? -1
  }

  private func member(_ name: String) {
    #expect(room.codes(room.govern(room.ann, "r-\(name)", #""user":"@\#(name)","role":"member""#)).isEmpty)
  }

  @Test func `a member of a closed room does, which all see in the message, on each instance and later`() {
    member("Bob")
    room.ask(room.bob, #"{"type":"join","room":"tea"}"#)
    _ = room.ann.read()
    #expect(call(say(room.bob, "@here tea!", "1")) == ["here"] && call(room.ann.read()) == ["here"])
    #expect(call(say(room.bob, "@all tea!", "2")) == ["all"] && call(say(room.bob, "tea", "3")) == [nil])
    let cid = makeCid()
    member("Cid")
    #expect(call(room.ask(cid, #"{"type":"join","room":"tea"}"#)) == ["here", "all", nil])
  }

  @Test func `whoever may not says plain text, and is not refused`() {
    room.govern(room.ann, "g1", #""set":{"mode":"open"}"#)
    room.ask(room.bob, #"{"type":"join","room":"tea"}"#)
    #expect(call(say(room.bob, "@all tea!", "1")) == [nil] && call(say(room.ann, "@all tea!", "2")) == [nil])
    room.govern(room.ann, "g2", #""set":{"everybody":"moderators"}"#)
    #expect(call(say(room.bob, "@all tea!", "3")) == [nil] && call(say(room.ann, "@all tea!", "4")) == ["all"])
    room.govern(room.ann, "g3", #""set":{"everybody":"none"}"#)
    #expect(call(say(room.ann, "@here tea!", "5")) == [nil])
    #expect(room.codes(room.govern(room.ann, "g4", #""set":{"everybody":"all"}"#)) == ["bad_request"])
    let joined = room.ask(room.bob, #"{"type":"join","room":"tea"}"#).of("joined").first
    #expect(joined?["policy"]?.object?["everybody"]?.string == "none")
  }

  @Test func `a client that says so itself calls nobody, and nobody calls in a room without a policy`() {
    let ann = TestHub(TestFleet()).client("Ann")
    ann.ask(#"{"type":"join","room":"r"}"#)
    #expect(call(ann.ask(#"{"type":"send","room":"r","id":"1","text":"@all"}"#)) == [nil])
    #expect(call(ann.ask(#"{"type":"send","room":"r","id":"2","text":"x","everybody":"all"}"#)) == [nil])
  }

  @Test func `a repeat is known, whatever its author may by then`() {
    let first = say(room.ann, "@all tea!", "1").of("sent").first
    room.govern(room.ann, "g1", #""set":{"everybody":"none"}"#)
    let again = say(room.ann, "@all tea!", "1").of("sent").first
    #expect(again?["duplicate"]?.bool == true && again?["position"] == first?["position"])
  }

  @Test func `each member who is away finds it who is called as one of all; nobody who is called as one of those here`()
  {
    let cid = makeCid()
    for name in ["Bob", "Cid"] { member(name) }
    say(room.ann, "@here tea!", "1")
    #expect(mentions(room.bob) == 0 && mentions(cid) == 0)
    say(room.ann, "@all and @Bob: tea!", "2")
    #expect(mentions(room.bob) == 1 && mentions(cid) == 1 && mentions(room.ann) == 0)
    room.govern(room.ann, "g1", #""set":{"everybody":"none"}"#)
    say(room.ann, "@all tea!", "3")
    #expect(mentions(cid) == 1)
    room.govern(room.ann, "g2", #""user":"@Cid","role":"none""#)
    #expect(mentions(cid) == 0)
  }

  @Test func `costs what is noted, for those who may; in a large room nothing is`() throws {
    let ann = try #require(room.ann.client)
    let bob = try #require(room.bob.client)
    func price(_ text: String, by client: Client) throws -> Price {
      let json = #"{"type":"send","id":"1","room":"tea","text":"\#(text)"}"#
      let request = try ClientRequest(JSONParser.parseObject(Array(json.utf8)))
      return request.price(of: client, mentioning: request.action.mentioned)
    }
    let alone = try price("@all", by: ann)
    for number in 1...10 {
      room.govern(room.ann, "m\(number)", #""user":"u\#(number)","role":"member""#)
      if number % 5 == 0 { room.pass(seconds: 4) }
    }
    let all = try price("@all", by: ann)
    #expect(all.storeTime - alone.storeTime == TimeSpan.microseconds(40))
    #expect(all.bytes - alone.bytes == 10 * Price.markBytes)
    for cheap in [try price("@here", by: ann), try price("@all", by: bob)] {
      #expect(cheap.storeTime < alone.storeTime)
    }
    var policy = Policy()
    for number in 1...Mention.mostCalled { policy.people["u\(number)"] = .init(.member) }
    #expect(policy.called(at: 0).count == Mention.mostCalled)
    policy.people["ann"] = .init(.owner)
    #expect(policy.called(at: 0).isEmpty)
  }
}
