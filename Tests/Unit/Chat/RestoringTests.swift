import Base
import Testing

@testable import Chat
@testable import ChatTestSupport
@testable import ChatProtocol
@testable import JSON
@testable import MemoryBroker

@Suite("Putting back what the store forgot")
struct RestoringTests {
  private func texts(_ numbers: ClosedRange<Int>) -> [String] { numbers.map(String.init) }

  @Test("stores what was sent before anybody noticed behind what is put back, once")
  func unnoticed() {
    let scene = TwoInstances()
    _ = scene.say(1...20, by: scene.ann)
    scene.replaceStore(of: scene.a, isNoticed: false)
    let answers = scene.sayAndSettle(21...23, by: scene.ann)
    #expect(answers.of("sent").compactMap { $0["seq"]?.integer } == [21, 22, 23])
    #expect(scene.stored == texts(1...23))
    #expect(scene.a.hub.counters.publicationsInFlight == 0)
  }

  @Test(
    "looks again as soon as the store answers or is back, not when the next attempt was due", arguments: [true, false])
  func noPauseAfterTheOutage(isNoticed: Bool) {
    let scene = TwoInstances()
    _ = scene.say(1...3, by: scene.ann)
    scene.a.broker.fails = true
    for _ in 1...3 { scene.a.hub.brokerMayHaveMissedMessages() }
    scene.a.broker.fails = false
    scene.replaceStore(of: scene.a, isNoticed: isNoticed)
    #expect(scene.sayAndSettle(4...4, by: scene.ann).of("sent").count == 1)
    #expect(scene.stored == texts(1...4))
  }

  @Test("puts back what was acknowledged but never arrived")
  func unconfirmed() {
    let scene = TwoInstances()
    _ = scene.say(1...3, by: scene.ann)
    scene.a.broker.losesBroadcasts = true
    #expect(scene.say(4...6, by: scene.ann).of("sent").count == 3)
    scene.replaceStore(of: scene.a)
    #expect(scene.stored == texts(1...6))
  }

  @Test("keeps the order when the store forgets again while it is being put back")
  func twice() {
    let scene = TwoInstances()
    _ = scene.say(1...20, by: scene.ann)
    let half = TestFleet(epoch: "half")
    scene.a.broker.losesBroadcasts = true
    scene.a.broker.replaceStore(MemoryBroker(store: half.store, instance: "a"))
    scene.a.hub.time.now += .nanoseconds(1)
    #expect(scene.sayAndSettle(21...22, by: scene.ann).of("sent").count == 2)
    scene.a.broker.losesBroadcasts = false
    scene.replaceStore(of: scene.a)
    _ = scene.sayAndSettle(23...23, by: scene.ann)
    #expect(scene.stored == texts(1...23))
  }

  @Test("tells the sender to try again when the room can't be restored in time, and has stored nothing")
  func overdue() throws {
    let scene = TwoInstances()
    _ = scene.say(1...3, by: scene.ann)
    scene.replaceStore(of: scene.a, isNoticed: false)
    scene.a.broker.holdsReads = true
    #expect(scene.say(4...4, by: scene.ann).types.filter { $0 != "presence" } == [])
    scene.a.pass(seconds: 6)
    let refusal = try #require(scene.ann.read().of("error").first { $0["id"]?.string == "4" })
    #expect(refusal["code"]?.string == "unavailable" && refusal["retryAfter"]?.integer ?? 0 > 0)
    scene.a.broker.release()
    _ = scene.ann.read()
    #expect(scene.stored == texts(1...3))
    #expect(scene.sayAndSettle(4...4, by: scene.ann).of("sent").first?["seq"]?.integer == 4)
  }

  @Test("lets no more wait than it can hold")
  func bounded() {
    let scene = TwoInstances()
    scene.replaceStore(of: scene.a, isNoticed: false)
    scene.a.broker.holdsReads = true
    var refused = 0
    for _ in 0..<5 {
      let client = scene.a.client("c\(refused)x\(scene.a.hub.clientCount)")
      refused += scene.say(1...256, by: client).of("error").count
    }
    #expect(refused == 5 * 256 - PublishQueue.limit)
  }

  @Test("leaves the start to an instance that has more, and puts back what it has when there is none")
  func incomplete() {
    let scene = TwoInstances {
      $0.logMessages = 8
      $0.logBytes = 4_096
    }
    _ = scene.say(1...100, by: scene.ann)
    scene.replaceStore(of: scene.b)
    #expect(scene.stored.isEmpty)
    scene.replaceStore(of: scene.a)
    scene.b.pass(seconds: 12)
    #expect(scene.stored == texts(1...100))
    #expect(scene.b.hub.counters.messagesRestored == 0)

    let alone = TwoInstances {
      $0.logMessages = 8
      $0.logBytes = 4_096
    }
    _ = alone.say(1...100, by: alone.ann)
    alone.replaceStore(of: alone.b)
    alone.b.pass(seconds: 12)
    let stored = alone.stored
    #expect(stored.last == "100" && stored.count == alone.b.hub.counters.messagesRestored && stored.count >= 8)
  }

  @Test("lets an author who has seen more than the instance wait until it is put back")
  func seenElsewhere() throws {
    let scene = TwoInstances()
    _ = scene.say(1...3, by: scene.ann)
    scene.b.broker.losesBroadcasts = true
    let position = try #require(scene.say(4...5, by: scene.ann).of("message").last?["position"]?.string)
    scene.replaceStore(of: scene.b)
    scene.b.broker.losesBroadcasts = false
    #expect(scene.stored == texts(1...3))

    // She comes to Bob's instance, which never heard of 4 and 5.
    let session = #"{"type":"hello","version":1,"name":"Annie"}"#
    let moved = TestClient(scene.b)
    moved.ask(session)
    moved.ask(#"{"type":"join","room":"r","after":"\#(position)"}"#)
    #expect(scene.say(6...6, by: moved).of("sent").isEmpty)
    #expect(scene.sayAndSettle(106...106, by: scene.bob).of("sent").count == 1)
    scene.replaceStore(of: scene.a)
    #expect(moved.read().of("sent").first?["seq"]?.integer == 7)
    #expect(scene.stored == texts(1...3) + ["106", "4", "5", "6"])
  }

  @Test("does not let an author wait for ever for what nobody has")
  func seenByNobody() {
    let scene = TwoInstances()
    _ = scene.say(1...3, by: scene.ann)
    scene.replaceStore(of: scene.b)
    let moved = scene.b.client("Annie")
    moved.ask(#"{"type":"join","room":"r","after":"epoch.0.9.lost"}"#)
    #expect(scene.say(4...4, by: moved).of("sent").isEmpty)
    scene.b.pass(seconds: 3)
    #expect(moved.read().of("sent").count == 1)
  }

  @Test("answers at once when a room can't be followed")
  func unfollowed() {
    let scene = TwoInstances()
    scene.a.broker.fails = true
    #expect(scene.ann.ask(#"{"type":"send","room":"other","id":"1","text":"1"}"#).of("error").count == 1)
    #expect(scene.ann.ask(#"{"type":"join","room":"other","id":"2"}"#).of("error").count == 1)
    scene.a.broker.fails = false
    #expect(scene.ann.ask(#"{"type":"join","room":"other","id":"3"}"#).of("joined").count == 1)
  }

  @Test("follows a room that it only writes to, for a while")
  func unjoined() {
    let scene = TwoInstances()
    let writer = scene.a.client("Writer")
    #expect(writer.ask(#"{"type":"send","room":"quiet","id":"1","text":"1"}"#).of("sent").count == 1)
    #expect(scene.a.hub.roomCount == 2)
    scene.a.pass(seconds: 20)
    writer.ask(#"{"type":"send","room":"quiet","id":"2","text":"2"}"#)
    scene.a.pass(seconds: 20)
    #expect(scene.a.hub.roomCount == 2)
    scene.a.pass(seconds: 20)
    #expect(scene.a.hub.roomCount == 1)
  }
}

extension TwoInstances {
  fileprivate func say(_ numbers: ClosedRange<Int>, by client: TestClient) -> [JSONObject] {
    numbers.flatMap { client.ask(#"{"type":"send","room":"r","id":"\#($0)","text":"\#($0)"}"#) }
  }

  /// The same, and then time passes in which others could put back what they have.
  fileprivate func sayAndSettle(_ numbers: ClosedRange<Int>, by client: TestClient) -> [JSONObject] {
    let answers = say(numbers, by: client)
    for instance in [a, b] { instance.pass(seconds: 1) }
    return answers + client.read()
  }

  /// What the new store has, in order.
  fileprivate var stored: [String] {
    let room = RoomName("r").flatMap { empty.store.existingRoom($0) }
    let messages = room?.page(after: nil, limit: 1_000, latest: 0, now: empty.clock.now).messages ?? []
    return messages.compactMap { (try? JSONParser.parseObject($0.body))?["text"]?.string }
  }
}
