import Base
import Testing

@testable import Broker
@testable import Chat
@testable import ChatProtocol
@testable import ChatTestSupport
@testable import JSON

@Suite("How far somebody has read")
struct ReadMarkTests {
  private let fleet = TestFleet()

  /// Ann's two devices, each on an instance of its own, in a room with so many messages of hers.
  private struct Scene {
    let hubs: [TestHub]
    let phone, laptop: TestClient
    let messages: [JSONObject]

    func position(_ seq: Int) -> String { messages[seq - 1]["position"]?.string ?? "" }

    func read(_ seq: Int, isBack: Bool = false, room: String = "r") -> String {
      #"{"type":"read","id":"r\#(seq)","room":"\#(room)","position":"\#(position(seq))"\#(isBack ? #","back":true"# : "")}"#
    }

    /// Lets so long pass on both instances.
    func pass(_ seconds: Int) { for hub in hubs { hub.pass(seconds: seconds) } }

    /// What the device was told of what was read: seqs, negative where it is the first that is to be read again.
    func told(_ device: TestClient) -> [Int] { device.read().of("read").map(seq) }

    func marks(_ device: TestClient) -> [Int] {
      let answer = device.ask(#"{"type":"marks","id":"m"}"#).of("marks").first
      return answer?["rooms"]?.array?.compactMap(\.object).map(seq) ?? []
    }

    private func seq(_ mark: JSONObject) -> Int {
      let seq = (messages.firstIndex { $0["position"]?.string == mark["position"]?.string } ?? -1) + 1
      #expect(mark["time"]?.integer == messages.first?["time"]?.integer)
      return mark["back"]?.bool == true ? -seq : seq
    }
  }

  private func scene(messages count: Int = 9, room: String = "r") throws -> Scene {
    let hubs = [TestHub(fleet, instance: "a"), TestHub(fleet, instance: "b")]
    let (phone, laptop) = (hubs[0].client(), hubs[1].client())
    let welcome = phone.ask(#"{"type":"hello","version":1,"name":"Ann"}"#).of("welcome").first
    let session = try #require(welcome?["session"]?.string)
    laptop.ask(#"{"type":"hello","version":1,"session":"\#(session)"}"#)
    phone.ask(#"{"type":"join","room":"\#(room)"}"#)
    for number in 1...count {
      phone.ask(#"{"type":"send","room":"\#(room)","id":"\#(number)","text":"\#(number)"}"#)
    }
    let messages = laptop.ask(#"{"type":"join","room":"\#(room)"}"#).of("message")
    try #require(messages.count == count)
    return Scene(hubs: hubs, phone: phone, laptop: laptop, messages: messages)
  }

  @Test func `is told to their other devices, forward alone, and to those that come later`() throws {
    let scene = try scene()
    let answer = scene.phone.ask(scene.read(5))
    #expect(answer.types == ["read"] && answer.first?["id"]?.string == "r5")
    #expect(scene.told(scene.laptop) == [5])
    scene.pass(4)
    scene.laptop.ask(scene.read(3))
    scene.laptop.ask(scene.read(5))
    #expect(scene.told(scene.phone) == [])
    #expect(scene.marks(scene.laptop) == [5] && scene.marks(scene.phone) == [5])
  }

  @Test func `is told to others on the same instance, and to nobody else`() throws {
    let scene = try scene()
    let bob = scene.hubs[0].client("Bob")
    bob.ask(#"{"type":"join","room":"r"}"#)
    scene.laptop.ask(scene.read(5))
    #expect(scene.told(scene.phone) == [5])
    #expect(bob.read().of("read").isEmpty && bob.ask(#"{"type":"marks","id":"m"}"#).of("marks").count == 1)
  }

  @Test func `moves back where somebody marks something as unread, and forward again from there`() throws {
    let scene = try scene()
    scene.phone.ask(scene.read(9))
    scene.phone.ask(scene.read(4, isBack: true))
    scene.pass(4)
    #expect(scene.told(scene.laptop) == [9, -4])
    scene.laptop.ask(scene.read(4))
    #expect(scene.told(scene.phone) == [4] && scene.marks(scene.phone) == [4])
  }

  @Test func `is stored once in three seconds, however much is read, and by whatever device`() throws {
    let scene = try scene()
    scene.phone.ask(scene.read(1))
    for seq in 2...8 { scene.phone.ask(scene.read(seq)) }
    scene.phone.ask(scene.read(6))
    #expect(scene.told(scene.laptop) == [1])
    scene.pass(2)
    #expect(scene.told(scene.laptop) == [])
    scene.pass(2)
    #expect(scene.told(scene.laptop) == [8])
  }

  @Test func `comes to the store after its connection has gone, and at once when the process is about to end`() throws {
    let scene = try scene()
    scene.phone.ask(scene.read(1))
    scene.phone.ask(scene.read(2))
    scene.phone.disconnect()
    let hub = scene.hubs[0]
    #expect(hub.hub.waitingReadMarks == 1 && scene.marks(scene.laptop) == [1])
    hub.hub.hurryReadMarks()
    hub.endTurn()
    #expect(hub.hub.waitingReadMarks == 0 && scene.marks(scene.laptop) == [2])
    hub.hub.hurryReadMarks(false)
    scene.laptop.ask(scene.read(3))
    scene.laptop.ask(scene.read(4))
    scene.laptop.disconnect()
    scene.pass(4)
    #expect(scene.marks(scene.hubs[0].client("Bob")) == [] && scene.hubs[1].hub.waitingReadMarks == 0)
  }

  @Test func `survives that the store is away, and what came meanwhile counts`() throws {
    let scene = try scene()
    scene.hubs[0].broker.failsMoves = true
    for seq in [2, 3] { scene.phone.ask(scene.read(seq)) }
    scene.pass(10)
    #expect(scene.told(scene.laptop) == [] && scene.marks(scene.laptop) == [])
    scene.hubs[0].broker.failsMoves = false
    scene.pass(4)
    #expect(scene.told(scene.laptop) == [3] && scene.marks(scene.laptop) == [3])
  }

  @Test func `is moved back once alone, for something may have been read since`() throws {
    let scene = try scene()
    let (hub, counters) = (scene.hubs[0], { scene.hubs[0].hub.counters })
    hub.broker.failsMoves = true
    scene.phone.ask(scene.read(9))
    scene.phone.ask(scene.read(4, isBack: true))
    hub.broker.failsMoves = false
    scene.pass(4)
    #expect(scene.told(scene.laptop) == [-4] && counters().readMarksDropped == 0)
    scene.pass(4)
    hub.broker.failsMoves = true
    scene.phone.ask(scene.read(2, isBack: true))
    hub.broker.failsMoves = false
    scene.laptop.ask(scene.read(8))
    scene.pass(10)
    #expect(scene.marks(scene.laptop) == [8] && counters().readMarksDropped == 1)
  }

  @Test func `is tried again when the process is about to end, as long as it is there`() throws {
    let scene = try scene()
    let hub = scene.hubs[0]
    hub.broker.failsMoves = true
    scene.phone.ask(scene.read(5))
    hub.hub.hurryReadMarks()
    scene.pass(60)
    #expect(hub.hub.waitingReadMarks == 1 && scene.marks(scene.laptop) == [])
    hub.broker.failsMoves = false
    scene.pass(2)
    #expect(hub.hub.waitingReadMarks == 0 && scene.marks(scene.laptop) == [5])
  }

  @Test func `is let go, and counted, when the store is away for long`() throws {
    let scene = try scene()
    let hub = scene.hubs[0]
    hub.broker.failsMoves = true
    scene.phone.ask(scene.read(5))
    scene.pass(120)
    #expect(hub.hub.waitingReadMarks == 0 && hub.hub.counters.readMarksDropped == 1)
  }

  @Test func `is refused while something of too many others waits, not while they have been stored`() throws {
    let scene = try scene()
    let hub = scene.hubs[0]
    hub.hub.readMarks.mostUsers = 1
    let bob = hub.client("Bob")
    scene.phone.ask(scene.read(1))
    #expect(bob.ask(scene.read(1)).types == ["read"])
    scene.phone.ask(scene.read(2))
    #expect(bob.ask(scene.read(2)).first?["code"]?.string == "unavailable")
    #expect(hub.hub.counters.readMarksRefused == 1)
    #expect(scene.phone.ask(scene.read(3)).types == ["read"])
    scene.pass(4)
    #expect(bob.ask(scene.read(2)).types == ["read"] && scene.marks(bob) == [2])
  }

  @Test(
    "is refused where there is no such place, and nothing is stored",
    arguments: [
      ("r", "other.0.1.x", "not_found"), ("r", "epoch.0.99.x", "not_found"), ("r", "epoch.0.0.-", "not_found"),
      ("nowhere", "epoch.0.1.x", "not_found"), ("R!", "epoch.0.1.x", "bad_request"), ("r", "?", "bad_request"),
      ("@nobody", "epoch.0.1.x", "not_found"), ("@a.b", "epoch.0.1.x", "forbidden"), ("r", "", "bad_request"),
    ])
  func invented(room: String, position: String, code: String) throws {
    let scene = try scene()
    let answer = scene.phone.ask(#"{"type":"read","id":"x","room":"\#(room)","position":"\#(position)"}"#)
    #expect(answer.first?["code"]?.string == code && answer.count == 1)
    scene.pass(4)
    #expect(scene.marks(scene.phone) == [])
  }

  @Test func `is found where a message lies now, in the store too, where its room is not followed`() throws {
    let scene = try scene()
    let bob = TestHub(fleet, instance: "c").client("Bob")
    #expect(bob.ask(scene.read(4)).types == ["read"])
    #expect(scene.marks(bob) == [4])
  }

  @Test func `of a direct room is kept by its name, however it is asked for`() throws {
    let scene = try scene()
    let bob = scene.hubs[0].client("Bob")
    let message = bob.ask(#"{"type":"send","room":"@ann","id":"d","text":"Hi"}"#).of("sent").first
    let position = message?["position"]?.string ?? ""
    let answer = scene.phone.ask(#"{"type":"read","id":"x","room":"@bob","position":"\#(position)"}"#).of("read").first
    #expect(answer?["room"]?.string == message?["room"]?.string && answer?["position"]?.string == position)
  }
}
