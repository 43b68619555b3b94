import Base
import MemoryBroker
import Testing

@testable import Chat
@testable import ChatProtocol
@testable import ChatTestSupport
@testable import JSON

@Suite("What coming, going and typing cost")
struct PresencePriceTests {
  private func hub(deliveries: Int, change: (inout HubConfiguration) -> Void = { _ in }) -> TestHub {
    TestHub(TestFleet()) { configuration in
      configuration.quotas = .on
      configuration.userQuota = .unlimited
      configuration.userQuota.deliveries = deliveries
      configuration.addressQuota = .unlimited
      change(&configuration)
    }
  }

  /// How many deliveries somebody could still have at once, up to what they may have then.
  private func left(_ client: TestClient, _ hub: TestHub) -> Int {
    let id = client.client?.user.id ?? ""
    return (0...3 * hub.hub.limits.user.deliveries).last { count in
      hub.hub.limits.exceeded(byDeliveries: count, by: id, from: nil, now: hub.hub.time.now) == nil
    } ?? 0
  }

  private let join = #"{"type":"join","id":"j","room":"hall"}"#
  private let leave = #"{"type":"leave","id":"l","room":"hall"}"#

  @Test("who comes and goes has all who are there told, and is refused when it is too often")
  func comingAndGoing() {
    let hub = hub(deliveries: 10)
    for number in 0..<10 { hub.client("Person \(number)").ask(join) }
    let ann = hub.client("Ann")
    #expect(left(ann, hub) == 30)
    #expect(ann.ask(join).of("joined").count == 1)
    #expect(left(ann, hub) == 19)
    #expect(ann.ask(join).of("joined").count == 1 && left(ann, hub) == 19, "of whom is there already nobody is told")
    hub.pass(seconds: 3)
    ann.ask(leave)
    hub.pass(seconds: 1)
    #expect(left(ann, hub) < 30, "eleven were told")
    var refusal: JSONObject?
    for _ in 0..<30 where refusal == nil {
      refusal = ann.ask(join).of("error").first
      ann.ask(leave)
      hub.pass(seconds: 2)
    }
    #expect(refusal?["code"]?.string == "rate_limited")
    #expect(
      refusal?["message"]?.string == "Too many messages at a time for a room of so many, over all your connections.")
    hub.pass(seconds: 2)
    #expect(ann.ask(join).of("joined").count == 1, "it comes back")
  }

  @Test("who was only away for a moment costs nobody anything")
  func shortAbsences() {
    let hub = hub(deliveries: 10)
    for number in 0..<5 { hub.client("Person \(number)").ask(join) }
    var ann = hub.client("Ann")
    let identity = ann.client?.identity
    ann.ask(join)
    hub.pass(seconds: 5)
    for _ in 0..<20 {
      ann.disconnect()
      ann = TestClient(hub, identity: identity)
      ann.ask(#"{"type":"hello"}"#)
      #expect(ann.ask(join).of("joined").count == 1)
    }
    #expect(left(ann, hub) == 30)
  }

  @Test("where many are told of all at once, whoever came first pays for all")
  func largeRooms() {
    let hub = hub(deliveries: 1_000) { $0.presenceDetailLimit = 5 }
    let people = (0..<20).map { hub.client("Person \($0)") }
    for person in people { person.ask(join) }
    let paid = people.map { 3_000 - left($0, hub) }
    #expect(Array(paid.prefix(6)) == [1, 2, 3, 4, 5, 6])
    #expect(paid.dropFirst(6).allSatisfy { $0 == 0 }, "\(paid)")
    hub.pass(seconds: 3)
    let ann = hub.client("Ann")
    ann.ask(join)
    #expect(left(ann, hub) < 3_000, "they have been told: the next one pays again")
  }

  @Test("who comes to a very large room pays for a thousand, and may write all the same")
  func veryLargeRooms() throws {
    let hub = hub(deliveries: 1_000)
    hub.client("Bob").ask(join)
    let room = try #require(RoomName("hall").flatMap { hub.hub.followedRoom($0) })
    room.presence.count = 500_000
    let ann = hub.client("Ann")
    ann.ask(join)
    #expect(left(ann, hub) == 2_000)
  }

  @Test("typing is told to as many as it costs, and to nobody once that is too much")
  func typing() {
    let hub = hub(deliveries: 10)
    let bob = hub.client("Bob")
    for person in [bob] + (0..<9).map({ hub.client("Person \($0)") }) { person.ask(join) }
    let ann = hub.client("Ann")
    ann.ask(join)
    hub.pass(seconds: 10)
    _ = bob.read()
    let typing = #"{"type":"typing","room":"hall"}"#
    ann.ask(typing)
    #expect(bob.read().of("typing").count == 1 && left(ann, hub) == 19)
    ann.ask(#"{"type":"send","room":"hall","id":"s","text":"t"}"#)
    hub.hub.time.now += .milliseconds(100)
    let other = TestClient(hub, identity: ann.client?.identity)
    other.ask(#"{"type":"hello"}"#)
    other.ask(join)
    #expect(other.ask(typing).of("error").isEmpty)
    #expect(bob.read().of("typing").isEmpty)
    #expect(hub.hub.counters.limited == [Exceeded.Kind(.deliveries, of: .user): 1])
  }
}
