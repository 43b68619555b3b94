import Base
import Testing

@testable import Chat
@testable import ChatTestSupport

@Suite("Direct rooms that somebody is still to be told of")
struct OwedDirectRoomsTests {
  private let start = Instant(nanoseconds: 1)

  @Test("are told as soon as the store answers, though it failed right behind the hello")
  func afterFailure() throws {
    let fleet = TestFleet()
    let hub = TestHub(fleet)
    let ann = hub.client("Ann")
    let identity = try #require(ann.client?.identity)
    ann.disconnect()
    hub.client("Bob").ask(#"{"type":"send","room":"@ann","id":"m","text":"hi"}"#)
    hub.pass(seconds: 1)
    hub.broker.failsDirects = true
    let back = TestClient(hub, identity: identity)
    let told = back.ask(#"{"type":"hello","id":"h","version":1}"#)
    #expect(told.of("welcome").count == 1 && told.of("direct").isEmpty)
    hub.pass(seconds: 2)
    #expect(back.read().isEmpty)
    hub.broker.isListening = false
    hub.broker.failsDirects = false
    hub.pass(seconds: 1)
    #expect(back.read().isEmpty, "it is asked once the store is heard again")
    hub.broker.isListening = true
    hub.pass(seconds: 1)
    #expect(back.read().of("direct").count == 1)
    hub.pass(seconds: 1)
    #expect(back.read().isEmpty)
  }

  @Test("are owed to whoever polls until they come")
  func polling() throws {
    let hub = TestHub(TestFleet())
    let ann = hub.client("Ann")
    let identity = try #require(ann.client?.identity)
    ann.disconnect()
    hub.client("Bob").ask(#"{"type":"send","room":"@ann","id":"m","text":"hi"}"#)
    hub.pass(seconds: 11)
    func poll(finish: @escaping () -> Void) -> Bool {
      let client = hub.hub.connect(ann, as: identity, isOperator: false)
      defer { client.disconnected() }
      let isOwed = hub.hub.tellsOwedDirectRooms(to: client, finish: finish)
      hub.endTurn()
      return isOwed
    }
    #expect(!poll {})
    hub.hub.owedDirectRooms.add(identity.record.user.id, at: hub.hub.time.now)
    hub.pass(seconds: 1)
    var ended = 0
    hub.broker.failsDirects = true
    #expect(poll { ended += 1 } && ended == 1 && ann.read().isEmpty)
    hub.broker.failsDirects = false
    #expect(poll { ended += 1 } && ended == 2 && ann.read().of("direct").count == 1)
    #expect(!poll {})
  }

  @Test("are looked after some at a time, and forgotten in the end")
  func turns() {
    var owed = OwedDirectRooms()
    for number in 0..<40 { owed.add("u\(number)", at: start) }
    owed.add("u0", at: start)
    #expect(owed.next(at: start, isHere: { _ in true }).count == OwedDirectRooms.perTick)
    #expect(owed.next(at: start, isHere: { _ in true }).count == 40 - OwedDirectRooms.perTick)
    #expect(owed.next(at: start, isHere: { _ in true }).isEmpty)
    owed.add("u0", at: start)
    #expect(owed.next(at: start, isHere: { _ in false }).isEmpty)
    #expect(owed.next(at: start + OwedDirectRooms.memory, isHere: { _ in true }).isEmpty && !owed.take("u0"))
    for number in 0...OwedDirectRooms.limit { owed.add("u\(number)", at: start) }
    #expect(!owed.take("u\(OwedDirectRooms.limit)") && owed.take("u0"))
  }
}
