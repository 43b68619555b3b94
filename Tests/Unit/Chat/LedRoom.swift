@testable import Chat
@testable import ChatProtocol
@testable import ChatTestSupport
@testable import JSON
@testable import MemoryBroker

/// A room of Ann's, who is on one instance, with Bob in it, who is on another.
struct LedRoom {
  let fleet: TestFleet
  let a: TestHub
  let b: TestHub
  let ann: TestClient
  let bob: TestClient

  init(_ set: String = #"{"topic":"Tea"}"#, _ fleet: TestFleet = TestFleet()) {
    self.fleet = fleet
    (a, b) = (TestHub(fleet, instance: "a"), TestHub(fleet, instance: "b"))
    (ann, bob) = (a.client("Ann"), b.client("Bob"))
    ann.ask(#"{"type":"join","room":"tea"}"#)
    govern(ann, "g0", #""set":\#(set)"#)
    bob.ask(#"{"type":"join","room":"tea"}"#)
    _ = ann.read()
  }

  @discardableResult
  func govern(_ client: TestClient, _ id: String, _ what: String) -> [JSONObject] {
    ask(client, #"{"type":"govern","room":"tea","id":"\#(id)",\#(what)}"#)
  }

  /// What a room tells, without comings and goings.
  @discardableResult
  func ask(_ client: TestClient, _ json: String) -> [JSONObject] {
    client.ask(json).filter { $0["type"]?.string != "presence" }
  }

  @discardableResult
  func send(_ client: TestClient, _ id: String) -> [JSONObject] {
    ask(client, #"{"type":"send","room":"tea","id":"\#(id)","text":"text \#(id)"}"#)
  }

  func codes(_ answers: [JSONObject]) -> [String] { answers.of("error").compactMap { $0["code"]?.string } }

  /// Passes time on both instances and in the store.
  func pass(seconds: Int) {
    fleet.clock.now += Int64(seconds) * 1_000
    for hub in [a, b] {
      hub.hub.time.wallClock = fleet.clock.now
      hub.pass(seconds: seconds)
    }
  }
}
