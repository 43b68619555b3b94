import Testing

@testable import Chat
@testable import ChatTestSupport
@testable import JSON

@Suite("The list of rooms")
struct DirectoryTests {
  private func rooms(_ client: TestClient, _ more: String = "") -> [JSONObject] {
    let listing = client.ask(#"{"type":"rooms","id":"r"\#(more)}"#).of("rooms").first
    return listing?["rooms"]?.array?.compactMap(\.object) ?? []
  }

  @Test("names the public rooms of all instances, the most lively first, with who is there")
  func listing() {
    let fleet = TestFleet()
    let (a, b) = (TestHub(fleet, instance: "a"), TestHub(fleet, instance: "b"))
    let (ann, bob) = (a.client("Ann"), b.client("Bob"))
    ann.ask(#"{"type":"join","room":"quiet"}"#)
    ann.ask(#"{"type":"send","room":"quiet","id":"0","text":"hm"}"#)
    ann.ask(#"{"type":"join","room":"@bob"}"#)
    a.pass(seconds: 3)
    fleet.clock.now += 20_000
    bob.ask(#"{"type":"join","room":"lively"}"#)
    ann.ask(#"{"type":"join","room":"lively"}"#)
    for hub in [a, b] { hub.pass(seconds: 3) }
    let listed = rooms(ann)
    #expect(listed.compactMap { $0["room"]?.string } == ["lively", "quiet"])
    #expect(listed.compactMap { $0["count"]?.integer } == [2, 1])
    #expect(listed.compactMap { $0["time"]?.integer } == [fleet.clock.now, fleet.clock.now - 20_000])
    // What is said moves a room up.
    fleet.clock.now += 20_000
    ann.ask(#"{"type":"send","room":"quiet","id":"1","text":"hm"}"#)
    a.pass(seconds: 3)
    #expect(rooms(bob).compactMap { $0["room"]?.string } == ["quiet", "lively"])
  }

  @Test("has no room in which nobody wrote and nobody met")
  func unlisted() {
    let hub = TestHub(TestFleet())
    let (ann, bob) = (hub.client("Ann"), hub.client("Bob"))
    for number in 0..<7 { ann.ask(#"{"type":"join","room":"room-\#(number)"}"#) }
    hub.pass(seconds: 3)
    #expect(rooms(ann).isEmpty)
    bob.ask(#"{"type":"join","room":"room-5"}"#)
    hub.pass(seconds: 6)
    #expect(rooms(ann).compactMap { $0["room"]?.string } == ["room-5"])
  }

  @Test("comes in pages")
  func pages() {
    let fleet = TestFleet()
    let hub = TestHub(fleet)
    let ann = hub.client("Ann")
    for number in 0..<7 { ann.ask(#"{"type":"send","room":"room-\#(number)","id":"1","text":"hm"}"#) }
    hub.pass(seconds: 3)
    let answer = ann.ask(#"{"type":"rooms","id":"r","limit":3}"#).of("rooms").first
    #expect(answer?["rooms"]?.array?.count == 3 && answer?["more"]?.bool == true)
    let names = [0, 3, 6].flatMap { rooms(ann, #","limit":3,"from":\#($0)"#) }.compactMap { $0["room"]?.string }
    #expect(Set(names).count == 7 && names.count == 7)
    #expect(ann.ask(#"{"type":"rooms","id":"r","limit":3,"from":6}"#).of("rooms").first?["more"]?.bool == false)
    #expect(rooms(ann, #","from":2147483647"#).isEmpty)
  }

  @Test("is not needed to know at once who has just come")
  func members() {
    let hub = TestHub(TestFleet())
    let (ann, bob) = (hub.client("Ann"), hub.client("Bob"))
    ann.ask(#"{"type":"join","room":"lobby"}"#)
    // In the same instant, before the fleet was told.
    bob.ask(#"{"type":"join","room":"lobby"}"#)
    let members = bob.ask(#"{"type":"members","id":"m","room":"lobby"}"#).of("members").first
    #expect(members?["count"]?.integer == 2)
  }
}
