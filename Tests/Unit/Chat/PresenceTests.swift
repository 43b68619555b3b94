import Testing

@testable import Chat
@testable import ChatTestSupport
@testable import JSON

@Suite("Presence")
struct PresenceTests {
  private func presence(_ objects: [JSONObject]) -> [String] {
    objects.of("presence").map {
      "\($0["user"]?.object?["name"]?.string ?? "") \($0["state"]?.string ?? "") \($0["count"]?.integer ?? -1)"
    }
  }

  @Test("tells who comes and who leaves")
  func comesAndLeaves() {
    let fleet = TestFleet()
    let (a, b) = (TestHub(fleet, instance: "a"), TestHub(fleet, instance: "b"))
    let (ann, bob) = (a.client("Ann"), b.client("Bob"))
    ann.ask(#"{"type":"join","room":"r"}"#)
    a.pass(seconds: 1)
    _ = ann.read()
    bob.ask(#"{"type":"join","room":"r"}"#)
    b.pass(seconds: 1)
    #expect(presence(ann.read()) == ["Bob joined 2"])
    let members = ann.ask(#"{"type":"members","room":"r"}"#).of("members").first
    #expect(members?["count"]?.integer == 2)
    bob.ask(#"{"type":"leave","room":"r"}"#)
    b.pass(seconds: 1)
    #expect(presence(ann.read()) == ["Bob left 1"])
  }

  @Test("survives a reconnect to another instance: nobody left, nobody joined")
  func moves() throws {
    let fleet = TestFleet()
    let (a, b) = (TestHub(fleet, instance: "a"), TestHub(fleet, instance: "b"))
    let ann = a.client("Ann")
    ann.ask(#"{"type":"join","room":"r"}"#)
    let bob = a.client()
    let token = try #require(bob.ask(#"{"type":"hello","name":"Bob"}"#).first?["session"]?.string)
    bob.ask(#"{"type":"join","room":"r"}"#)
    a.pass(seconds: 1)
    _ = ann.read()
    bob.disconnect()
    a.pass(seconds: 2)
    let back = b.client()
    back.ask(#"{"type":"hello","session":"\#(token)"}"#)
    back.ask(#"{"type":"join","room":"r"}"#)
    b.pass(seconds: 1)
    a.pass(seconds: 20)
    #expect(presence(ann.read()).isEmpty)
  }

  @Test("tells whoever comes first on an instance how many are elsewhere, though nobody new has come")
  func firstOnAnInstance() throws {
    let fleet = TestFleet()
    let (a, b) = (TestHub(fleet, instance: "a"), TestHub(fleet, instance: "b"))
    let (ann, bob, other) = (a.client("Ann"), a.client(), b.client())
    let token = try #require(bob.ask(#"{"type":"hello","name":"Bob"}"#).first?["session"]?.string)
    for client in [ann, bob] { client.ask(#"{"type":"join","room":"r"}"#) }
    a.pass(seconds: 1)
    _ = ann.read()
    other.ask(#"{"type":"hello","session":"\#(token)"}"#)
    other.ask(#"{"type":"join","room":"r"}"#)
    b.pass(seconds: 1)
    #expect(presence(other.read()) == ["  2"])
    #expect(presence(ann.read()).isEmpty)
  }

  @Test("tells of who was cut off only after a grace")
  func grace() {
    let hub = TestHub(TestFleet())
    let (ann, bob) = (hub.client("Ann"), hub.client("Bob"))
    ann.ask(#"{"type":"join","room":"r"}"#)
    bob.ask(#"{"type":"join","room":"r"}"#)
    hub.pass(seconds: 1)
    _ = ann.read()
    bob.disconnect()
    hub.pass(seconds: 8)
    #expect(presence(ann.read()).isEmpty)
    hub.pass(seconds: 4)
    #expect(presence(ann.read()) == ["Bob left 1"])
  }

  @Test("of typing is told to the others, not to oneself")
  func typing() {
    let hub = TestHub(TestFleet())
    let (ann, bob) = (hub.client("Ann"), hub.client("Bob"))
    ann.ask(#"{"type":"join","room":"r"}"#)
    bob.ask(#"{"type":"join","room":"r"}"#)
    hub.pass(seconds: 1)
    _ = bob.read()
    #expect(ann.ask(#"{"type":"typing","room":"r"}"#).of("typing").isEmpty)
    #expect(bob.read().of("typing").count == 1)
    ann.ask(#"{"type":"typing","room":"r"}"#)
    #expect(bob.read().of("typing").isEmpty)
  }
}
