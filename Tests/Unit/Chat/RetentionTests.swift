import Testing

@testable import Chat
@testable import ChatProtocol
@testable import ChatTestSupport
@testable import JSON
@testable import MemoryBroker

@Suite("What is older than it is kept")
struct RetentionTests {
  /// Ann writes where messages are kept for a minute.
  private struct Scene {
    let fleet = TestFleet(seconds: 60)
    let a: TestHub
    let b: TestHub
    let ann: TestClient

    init() {
      a = TestHub(fleet, instance: "a") { $0.backlogSeconds = 60 }
      b = TestHub(fleet, instance: "b") { $0.backlogSeconds = 60 }
      ann = a.client("Ann")
      ann.ask(#"{"type":"join","room":"r"}"#)
    }

    @discardableResult
    func say(_ text: String) -> String? {
      ann.ask(#"{"type":"send","room":"r","id":"\#(text)","text":"\#(text)"}"#).of("sent").first?["position"]?.string
    }

    func pass(seconds: Int) {
      for _ in 0..<seconds {
        fleet.clock.now += 1_000
        for hub in [a, b] {
          hub.hub.time.wallClock = fleet.clock.now
          hub.pass(seconds: 1)
        }
      }
    }
  }

  @Test("is not handed out to who joins, reads back or returns, on any instance, however much is written")
  func busyRoom() throws {
    let scene = Scene()
    let bob = scene.b.client("Bob")
    bob.ask(#"{"type":"join","room":"r"}"#)
    let first = try #require(scene.say("1"))
    scene.pass(seconds: 40)
    scene.say("2")
    #expect(bob.read().texts == ["1", "2"])
    scene.pass(seconds: 40)
    for hub in [scene.a, scene.b] {
      let cid = hub.client("Cid \(hub.hub.configuration.instance)")
      #expect(cid.ask(#"{"type":"join","room":"r"}"#).texts == ["2"])
      let history = cid.ask(#"{"type":"history","room":"r","before":99}"#).of("history").first
      #expect(history?["messages"]?.array?.count == 1)
      let back = hub.client("Dan \(hub.hub.configuration.instance)")
      let answer = back.ask(#"{"type":"join","room":"r","after":"\#(first)"}"#)
      #expect(answer.texts == ["2"])
    }
    scene.say("3")
    #expect(bob.read().texts == ["3"])
  }

  @Test("leaves a room its positions when nothing is left of it")
  func nothingLeft() throws {
    let scene = Scene()
    let (first, last) = (try #require(scene.say("1")), try #require(scene.say("2")))
    scene.pass(seconds: 80)
    let back = scene.a.client("Bob")
    let whole = back.ask(#"{"type":"join","room":"r","after":"\#(last)"}"#).of("joined").first
    #expect(whole?["recovered"]?.bool == true)
    let other = scene.a.client("Cid")
    let gap = other.ask(#"{"type":"join","room":"r","after":"\#(first)"}"#).of("joined").first
    #expect(gap?["recovered"]?.bool == false && gap?["reason"]?.string == "trimmed")
    scene.say("3")
    #expect(back.read().texts == ["3"] && other.read().texts == ["3"])
  }
}
