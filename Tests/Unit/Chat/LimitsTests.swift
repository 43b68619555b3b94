import Base
import MemoryBroker
import Testing

@testable import Chat
@testable import ChatProtocol
@testable import ChatTestSupport
@testable import JSON

@Suite("What users and addresses may take")
struct LimitsTests {
  /// A hub whose users have these quotas, and whose addresses have those.
  private func hub(
    _ fleet: TestFleet = TestFleet(), user: (inout Quota) -> Void = { _ in }, address: (inout Quota) -> Void = { _ in }
  ) -> TestHub {
    TestHub(fleet) { configuration in
      configuration.quotas = .on
      configuration.userQuota = .unlimited
      configuration.addressQuota = .unlimited
      user(&configuration.userQuota)
      address(&configuration.addressQuota)
    }
  }

  private func send(_ client: TestClient, _ number: Int, in room: String = "lobby", text: String = "t") -> [JSONObject]
  {
    client.ask(#"{"type":"send","room":"\#(room)","id":"\#(number)","text":"\#(text)"}"#)
  }

  /// Another connection of the user's.
  private func again(_ hub: TestHub, _ client: TestClient) -> TestClient {
    let other = TestClient(hub, identity: client.client?.identity)
    other.ask(#"{"type":"hello"}"#)
    return other
  }

  @Test("a user's messages are counted over all connections, and come back with time")
  func messages() {
    let hub = hub(user: { $0.messages = 2 })
    let ann = hub.client("Ann")
    let connections = [ann, again(hub, ann), again(hub, ann)]
    var answers: [JSONObject] = []
    for number in 0..<9 { answers += send(connections[number % 3], number) }
    #expect(answers.of("sent").count == 6 && answers.of("error").count == 3)
    let refusal = answers.of("error")[0]
    #expect(refusal["code"]?.string == "rate_limited" && refusal["retryAfter"]?.integer == 501)
    #expect(refusal["message"]?.string == "Too many messages at a time, over all your connections.")
    #expect(hub.hub.counters.limited == [Exceeded.Kind(.messages, of: .user): 3])
    #expect(send(hub.client("Bob"), 1).of("sent").count == 1, "nobody else is concerned")
    hub.pass(seconds: 1)
    #expect((10..<13).flatMap { send(ann, $0) }.of("sent").count == 2)
  }

  @Test("a long message counts as several, and is never too long to be sent at all")
  func longMessages() {
    let hub = hub(user: { $0.messages = 1 })
    let ann = hub.client("Ann")
    let text = String(repeating: "𐍈", count: 4_000)  // 16 KB
    #expect(send(ann, 1, text: text).of("sent").count == 1)
    #expect(send(ann, 2).of("error").first?["retryAfter"]?.integer ?? 0 > 4_000)
    hub.pass(seconds: 8)
    #expect(send(ann, 3).of("sent").count == 1)
  }

  @Test("a message costs as many deliveries as people get it, and counts again as soon as they have left")
  func deliveries() {
    let hub = hub(user: { $0.deliveries = 10 })
    let people = (0..<10).map { hub.client("Person \($0)") }
    let ann = hub.client("Ann")
    for person in people + [ann] { person.ask(#"{"type":"join","id":"j","room":"hall"}"#) }
    hub.pass(seconds: 3)
    let answers = (0..<4).flatMap { send(ann, $0, in: "hall") }
    #expect(answers.of("sent").count == 2, "3 s of 10 are less than 3 × 11")
    let refusal = answers.of("error").first
    #expect(refusal?["code"]?.string == "rate_limited" && refusal?["retryAfter"]?.integer == 301)
    #expect(
      refusal?["message"]?.string == "Too many messages at a time for a room of so many, over all your connections.")
    #expect(hub.hub.counters.limited == [Exceeded.Kind(.deliveries, of: .user): 2])
    #expect((4..<10).flatMap { send(ann, $0) }.of("sent").count == 6, "where nobody else is, it costs nobody anything")
    #expect(send(people[0], 1, in: "hall").of("sent").count == 1, "others are not concerned")
    hub.pass(seconds: 1)
    #expect((10..<13).flatMap { send(ann, $0, in: "hall") }.of("sent").count == 1)
    for person in people { person.ask(#"{"type":"leave","id":"l","room":"hall"}"#) }
    hub.pass(seconds: 2)
    #expect((13..<30).flatMap { send(ann, $0, in: "hall") }.of("sent").count > 10)
  }

  @Test("a message for more people than an allowance has is not too large to be sent at all, nor is a change of it")
  func largeAudience() {
    let hub = hub(user: { $0.deliveries = 1 })
    let people = (0..<5).map { hub.client("Person \($0)") }
    for person in people { person.ask(#"{"type":"join","id":"j","room":"hall"}"#) }
    hub.pass(seconds: 5)
    #expect(send(people[0], 1, in: "hall").of("sent").count == 1)
    let delete = #"{"type":"delete","room":"hall","id":"d","seq":1}"#
    #expect(people[0].ask(delete).of("error").first?["retryAfter"]?.integer == 5_001)
    hub.pass(seconds: 5)
    #expect(people[0].ask(delete).of("sent").count == 1)
  }

  @Test("an address's messages are counted over all users, and what it is refused costs the user nothing")
  func addresses() {
    let hub = hub(user: { $0.messages = 1 }, address: { $0.messages = 1 })
    let (ann, bob) = (hub.client("Ann", from: "10.0.0.1"), hub.client("Bob", from: "10.0.0.1"))
    let eve = hub.client("Eve", from: "10.0.0.2")
    #expect((0..<3).flatMap { send(ann, $0) }.of("sent").count == 3)
    #expect(send(bob, 1).of("error").first?["message"]?.string?.hasSuffix("from your network address.") == true)
    #expect(send(eve, 1).of("sent").count == 1)
    hub.pass(seconds: 3)
    #expect((2..<5).flatMap { send(bob, $0) }.of("sent").count == 3)
  }

  @Test("joins that are sent at once are as few as those sent one after the other", arguments: [false, true])
  func joinsAtOnce(hasQuota: Bool) {
    let hub = hub(user: { if hasQuota { $0.rooms = 60 } })
    let ann = hub.client("Ann")
    for number in 0..<140 {
      let join = #"{"type":"join","id":"\#(number)","room":"room-\#(number)"}"#
      Array(join.utf8).withUnsafeBytes { ann.client?.receive($0) }
    }
    let answers = ann.read()
    let limit = hasQuota ? 60 : 100
    #expect(answers.of("joined").count == limit && answers.of("error").count == 140 - limit)
    #expect(ann.ask(#"{"type":"join","id":"a","room":"room-0"}"#).of("joined").count == 1, "it is there already")
    #expect(ann.ask(#"{"type":"join","id":"b","room":"one-more"}"#).of("error").count == 1)
    ann.ask(#"{"type":"leave","id":"c","room":"room-0"}"#)
    #expect(ann.ask(#"{"type":"join","id":"d","room":"one-more"}"#).of("joined").count == 1)
  }

  @Test("what is stored is counted by the hour in bytes, whatever it is")
  func bytes() {
    let hub = hub(user: { $0.bytes = 10_000 })
    let ann = hub.client("Ann")
    let text = String(repeating: "x", count: 3_000)
    #expect((0..<3).flatMap { send(ann, $0, text: text) }.of("sent").count == 2)
    let edit = #"{"type":"edit","room":"lobby","id":"e","seq":1,"text":"\#(text)"}"#
    #expect(ann.ask(edit).of("error").first?["code"]?.string == "rate_limited")
    #expect(send(ann, 9).of("sent").count == 1, "something short still fits")
    hub.pass(seconds: 1_300)
    #expect(ann.ask(edit).of("sent").count == 1)
  }

  @Test("nobody stores more in an hour than a share of what is left, so that one alone never fills the store")
  func shareOfSpace() {
    var capacities = MemoryStore.Capacities()
    capacities.bytes = 1 << 20
    let hub = hub(TestFleet(capacities: capacities), user: { $0.shareOfSpace = 4 })
    let ann = hub.client("Ann")
    for number in 0..<2_000 { _ = send(ann, number % 200, text: String(repeating: "x", count: 1_000 + number)) }
    #expect(hub.hub.counters.limited[Exceeded.Kind(.bytes, of: .user)] ?? 0 > 0)
    let left = hub.broker.space?.left ?? 0
    #expect(left > 400_000)
    #expect(send(hub.client("Bob"), 1).of("sent").count == 1)
  }

  @Test("a full store takes no messages but lets people sign in, join and read, and takes messages again by itself")
  func fullStore() {
    var capacities = MemoryStore.Capacities()
    capacities.bytes = 200_000
    let fleet = TestFleet(capacities: capacities)
    let hub = hub(fleet)
    let ann = hub.client("Ann")
    var number = 0
    while hub.broker.space?.isFull == false, number < 1_000 {
      _ = send(ann, number, text: String(repeating: "x", count: 1_000))
      number += 1
    }
    #expect((100..<200).contains(number))
    #expect(send(ann, number).of("error").first?["code"]?.string == "unavailable")
    #expect(hub.broker.writeRefusal != nil)
    let bob = hub.client("Bob")
    #expect(bob.ask(#"{"type":"join","room":"lobby"}"#).of("joined").count == 1)
    #expect(bob.ask(#"{"type":"history","room":"lobby"}"#).of("history").count == 1)
    fleet.clock.now += 8 * 86_400_000
    #expect(hub.client("Cid").client?.isWelcomed == true)
    #expect(send(bob, 1).of("sent").count == 1)
    #expect(hub.broker.writeRefusal == nil)
  }

  @Test("a store that fills up takes no new rooms, and goes on taking messages in those that there are")
  func fillingStore() {
    var capacities = MemoryStore.Capacities()
    capacities.bytes = 200_000
    let hub = hub(TestFleet(capacities: capacities))
    let ann = hub.client("Ann")
    func write(to room: String, _ number: Int) -> [JSONObject] {
      let text = String(repeating: "x", count: 1_000)
      return ann.ask(#"{"type":"send","room":"\#(room)","id":"i\#(number)","text":"\#(text)"}"#)
    }
    var number = 0
    while hub.broker.space?.isFilling == false, number < 1_000 {
      _ = write(to: "lobby", number)
      number += 1
    }
    #expect(hub.broker.space?.isFull == false)
    #expect(write(to: "another", number).of("error").first?["code"]?.string == "unavailable")
    #expect(write(to: "lobby", number + 1).of("sent").count == 1)
  }

  @Test("the rooms of a user are counted over all connections, those of an address over all users")
  func rooms() {
    let hub = hub(user: { $0.rooms = 3 }, address: { $0.rooms = 4 })
    func join(_ client: TestClient, _ number: Int) -> JSONObject? {
      client.ask(#"{"type":"join","room":"room-\#(number)"}"#).first { $0["type"]?.string != "presence" }
    }
    let ann = hub.client("Ann", from: "10.0.0.1")
    let other = again(hub, ann)
    for number in 0..<2 { #expect(join(ann, number)?["type"]?.string == "joined") }
    #expect(join(other, 2)?["type"]?.string == "joined")
    #expect(join(other, 3)?["code"]?.string == "forbidden")
    #expect(join(ann, 1)?["type"]?.string == "joined", "where she is already")
    ann.disconnect()
    #expect(join(other, 3)?["type"]?.string == "joined")
    let bob = hub.client("Bob", from: "10.0.0.1")
    let eve = hub.client("Eve", from: "10.0.0.1")
    for number in 0..<3 { #expect(join(bob, number)?["type"]?.string == "joined") }
    #expect(join(eve, 1)?["type"]?.string == "joined")
    #expect(join(eve, 2)?["code"]?.string == "forbidden")
    bob.disconnect()
    #expect(join(eve, 2)?["type"]?.string == "joined")
  }

  @Test("rooms that nobody wrote in are counted by the hour, whether they are joined or written to")
  func newRooms() {
    let fleet = TestFleet()
    let writer = TestHub(fleet, instance: "b").client("Writer")
    for number in 0..<9 { _ = send(writer, 1, in: "old-\(number)") }
    let hub = hub(fleet, user: { $0.newRooms = 3 })
    let ann = hub.client("Ann")
    for number in 0..<9 {
      #expect(ann.ask(#"{"type":"join","room":"old-\#(number)"}"#).of("joined").count == 1, "these are not new")
    }
    #expect(ann.ask(#"{"type":"join","room":"new-1"}"#).of("joined").count == 1)
    #expect(ann.ask(#"{"type":"join","room":"new-2","after":"other.0.5.abc"}"#).of("joined").count == 1)
    #expect(send(ann, 1, in: "new-3").of("sent").count == 1)
    for answer in [ann.ask(#"{"type":"join","room":"new-4"}"#), send(ann, 2, in: "new-5")] {
      #expect(answer.of("error").first?["code"]?.string == "rate_limited")
    }
    #expect(hub.hub.counters.publicationsInFlight == 0)
    #expect(hub.hub.counters.limited == [Exceeded.Kind(.newRooms, of: .user): 2])
  }

  @Test("people who are written to for the first time are counted by the hour, those who are known are not")
  func contacts() {
    let fleet = TestFleet()
    let elsewhere = TestHub(fleet, instance: "b")
    let others = (0..<8).map { elsewhere.client("Other \($0)") }
    let hub = hub(fleet, user: { $0.contacts = 3 })
    func direct(_ client: TestClient, _ other: Int, _ number: Int) -> [JSONObject] {
      client.ask(#"{"type":"send","room":"@other \#(other)","id":"\#(number)","text":"hi"}"#)
    }
    let ann = hub.client("Ann")
    for round in 0..<3 {
      for other in 0..<3 { #expect(direct(ann, other, round).of("sent").count == 1) }
    }
    #expect(direct(ann, 3, 1).of("error").first?["code"]?.string == "rate_limited")
    ann.ask(#"{"type":"join","room":"@other 4"}"#)
    #expect(direct(ann, 4, 1).of("error").count == 1, "joining first makes no difference")
    #expect(direct(ann, 2, 9).of("sent").count == 1)
    hub.pass(seconds: 1_210)
    #expect(direct(ann, 0, 10).of("sent").count == 1, "not followed any more, but known")
    #expect(direct(ann, 5, 1).of("sent").count == 1)
    #expect(direct(ann, 6, 1).of("error").count == 1)
    #expect(others.count == 8)
  }

  @Test("sessions are counted by the address")
  func signIns() {
    let hub = hub(address: { $0.signIns = 2 })
    func hello(_ name: String, from address: String) -> JSONObject? {
      hub.client(from: address).ask(#"{"type":"hello","name":"\#(name)"}"#).first
    }
    #expect(hello("Ann", from: "10.0.0.1")?["type"]?.string == "welcome")
    #expect(hello("Bob", from: "10.0.0.1")?["type"]?.string == "welcome")
    #expect(hello("Cid", from: "10.0.0.1")?["code"]?.string == "rate_limited")
    #expect(hello("Dan", from: "10.0.0.2")?["type"]?.string == "welcome")
  }

  @Test("a session that is made over HTTP costs what a hello does, and is counted like one")
  func signInByHTTP() {
    let hub = hub(address: { $0.signIns = 2 })
    let refusals = (0..<4).map { _ in hub.hub.refusalOfSignIn(from: "10.0.0.1") }
    #expect(refusals.map { $0?.code } == [nil, nil, .rateLimited, .rateLimited])
    #expect(hub.hub.chargedStoreTime == Price.hello.storeTime * 4)
  }

  @Test("what can't be understood counts, too, and whoever goes on is closed")
  func malformed() {
    let hub = hub(user: { $0.requests = 1 })
    let ann = hub.client("Ann")
    for _ in 0..<3 { #expect(ann.ask("nonsense").first?["code"]?.string == "bad_request") }
    #expect(ann.ask("nonsense").first?["code"]?.string == "rate_limited")
    for _ in 0..<300 where ann.closeCode == nil { ann.ask("nonsense") }
    #expect(ann.closeCode == 4029)
  }

  @Test("what comes before the welcome is nobody's but its connection's and its address's")
  func beforeTheWelcome() {
    let hub = hub(user: { $0.requests = 1 })
    for _ in 0..<9 { #expect(hub.client().ask("nonsense").first?["code"]?.string == "bad_request") }
  }

  @Test("nobody is remembered who has everything back")
  func forgetting() {
    let hub = hub(user: { $0.messages = 2 }, address: { $0.messages = 2 })
    let clients = (0..<50).map { hub.client("User \($0)", from: "10.0.0.\($0)") }
    for client in clients { _ = send(client, 1) }
    #expect(hub.hub.limitedCount == 100)
    for client in clients { client.disconnect() }
    hub.pass(seconds: 130)
    #expect(hub.hub.limitedCount == 0)
  }

  @Test("every refusal says in words what was exceeded, and when to come again")
  func words() {
    var sentences = Set<String>()
    for limit in Limit.allCases {
      for holder in Exceeded.Holder.allCases {
        let refusal = Exceeded(limit, of: holder, wait: limit == .rooms ? nil : .milliseconds(5)).refusal
        #expect(refusal.message.hasPrefix("Too m") && refusal.message.hasSuffix("."))
        #expect(refusal.code == (limit == .rooms ? .forbidden : .rateLimited))
        #expect(refusal.retryAfter == (limit == .rooms ? 60_000 : 6))
        sentences.insert(refusal.message)
      }
    }
    #expect(sentences.count == Limit.allCases.count * Exceeded.Holder.allCases.count)
  }

  @Test("a session that has ended since the connection was made with its cookie is not welcomed")
  func endedSession() {
    let hub = hub()
    let ann = hub.client("Ann")
    let late = TestClient(hub, identity: ann.client?.identity)
    if let identity = ann.client?.identity { hub.hub.accounts.signOut(identity) { _ in } }
    hub.endTurn()
    #expect(late.ask(#"{"type":"hello"}"#).first?["code"]?.string == "unauthorized")
    #expect(late.closeCode == 4501)
  }
}
