import Broker
import BrokerContract
import ChatProtocol
import MemoryBroker
import Testing

/// Instances on one `MemoryStore`, with a clock that is set by hand.
private final class MemoryFleet: ContractFleet {
  private final class Clock { var now: Int64 = 1_700_000_000_000 }
  private let clock = Clock()
  private let store: MemoryStore

  init(_ limits: BacklogLimits, capacities: MemoryStore.Capacities = .init()) {
    let clock = clock
    var epochs = 0
    store = MemoryStore(
      limits: limits, capacities: capacities, clock: { clock.now },
      makeEpoch: {
        epochs += 1
        return "epoch\(epochs)"
      }, soon: { _ in })
  }

  let presenceLifetime = PresenceHold.lifetime
  func shortenHolds() {}
  func makeBroker(_ instance: String) -> any Broker { MemoryBroker(store: store, instance: instance) }
  func turn() {
    clock.now += 1
    store.deliverQueued()
  }
  var wallClock: Int64 { clock.now }
  func pass(seconds: Int) { clock.now += Int64(seconds) * 1_000 }
}

@Suite("The broker in memory")
struct MemoryBrokerTests {
  @Test("keeps the contract", arguments: ContractCase.all)
  func keeps(_ guarantee: ContractCase) throws {
    try guarantee.check(MemoryFleet(guarantee.limits))
  }

  @Test("refuses what does not fit and takes it when there is room again")
  func refusesWhatDoesNotFit() throws {
    var capacities = MemoryStore.Capacities()
    capacities.rooms = 2
    capacities.sessions = 1
    capacities.requests = 3
    let fleet = MemoryFleet(BacklogLimits(), capacities: capacities)
    let ann = try ContractInstance("a", on: fleet)
    try ann.publish(2, in: .sample("one"))
    try ann.publish(.sample(1, in: .sample("two")))
    #expect(throws: BrokerFailure.full) { try ann.publish(.sample(3, in: .sample("one"))) }
    #expect(throws: BrokerFailure.full) { try ann.synchronize(.sample("three")) }
    #expect(try ann.publish(.sample(1, in: .sample("one"))).isDuplicate)
    #expect(try ann.createSession(.sample(1), .sample("u1"), "ann", lifetime: 60))
    #expect(throws: BrokerFailure.full) { try ann.createSession(.sample(2), .sample("u2"), "bob") }
    fleet.pass(seconds: 40 * 86_400)
    #expect(try ann.createSession(.sample(2), .sample("u2"), "bob"))
    #expect(try ann.synchronize(.sample("three")).head.seq == 0)
    #expect(try ann.publish(.sample(3, in: .sample("one"))).position.seq == 1, "the room was forgotten")
  }

  @Test("takes no more memory than it may, whatever fills it, and takes messages again once some have expired")
  func hasACeiling() throws {
    var capacities = MemoryStore.Capacities()
    capacities.bytes = 200_000
    let fleet = MemoryFleet(BacklogLimits(seconds: 3_600), capacities: capacities)
    let ann = try ContractInstance("a", on: fleet)
    let body = String(repeating: " ", count: 1_000) + "{}"
    var stored = 0
    let failure = #expect(throws: BrokerFailure.self) {
      for number in 1...1_000 {
        try ann.publish(.sample("id\(number)", in: .sample("room\(number % 9)"), body: body))
        stored = number
      }
    }
    #expect(failure == .full)
    #expect((100...200).contains(stored))
    let space = try #require(ann.broker.space)
    #expect(space.used <= 200_000 && space.isFull && space.isFilling)
    #expect(ann.broker.writeRefusal != nil)
    #expect(try ann.createSession(.sample(1), .sample("u1"), "ann", lifetime: 60), "people still sign in")
    fleet.pass(seconds: Publication.idLifetime + 61)
    try ann.publish(.sample(2_000, in: .sample("room1")))
    #expect(ann.broker.writeRefusal == nil)
  }

  @Test("the names that are kept for those who are away take memory, too")
  func keptNames() throws {
    let fleet = MemoryFleet(BacklogLimits())
    let ann = try ContractInstance("a", on: fleet)
    func signIn(_ number: UInt8, _ name: String) throws {
      let call = try CreateUserSession(
        .sample(number), of: "ann", names: [UserName(name)], created: 1, expires: fleet.wallClock + 60_000,
        lifetime: 60)
      _ = try ann.answer(call)
      try ann.answer(EndSession(.sample(number)))
    }
    let before = try #require(ann.broker.space).used
    try signIn(1, "Ann")
    let kept = try #require(ann.broker.space).used
    try signIn(2, "Eve")
    #expect(kept > before)
    #expect(ann.broker.space?.used == kept, "one of each person")
    try ann.answer(ForgetUser(of: "ann"))
    #expect(ann.broker.space?.used == before)
  }

  @Test("lists a user's sessions in the order in which they were made, whichever ends")
  func sessionsInOrder() throws {
    let fleet = MemoryFleet(BacklogLimits())
    let ann = try ContractInstance("a", on: fleet)
    func signIn(_ number: UInt8) throws {
      let call = try CreateUserSession(
        .sample(number), of: "ann", names: [UserName("Ann")], created: 1, expires: fleet.wallClock + 60_000,
        lifetime: 60)
      _ = try ann.answer(call)
    }
    func listed() throws -> [TokenHash] {
      try ann.answer(ListSessions(of: "ann", lifetime: 60)).map(\.hash)
    }
    for number: UInt8 in 1...5 { try signIn(number) }
    for (ended, left) in [(3, [1, 2, 4, 5]), (5, [1, 2, 4]), (1, [2, 4])] as [(UInt8, [UInt8])] {
      try ann.answer(EndSession(.sample(ended)))
      #expect(try listed() == left.map(TokenHash.sample))
      #expect(try ann.user(named: UserName("Ann").skeleton)?.id == "ann")
    }
    try signIn(4)
    try signIn(6)
    #expect(try listed() == [2, 4, 6].map(TokenHash.sample))
  }

  @Test("lets go of whom nobody asserts, also when the clock was set back")
  func clockSetBack() throws {
    let fleet = MemoryFleet(BacklogLimits())
    let (a, b) = (try ContractInstance("a", on: fleet), try ContractInstance("b", on: fleet))
    let room = try RoomName.sample()
    #expect(try a.updatePresence(room, present: [.sample("u1")]) == 1)
    fleet.pass(seconds: -3_600)
    #expect(try b.updatePresence(room, present: [.sample("u2")]) == 2)
    fleet.pass(seconds: PresenceHold.lifetime - 1)
    #expect(try b.updatePresence(room, present: [.sample("u2")]) == 2)
    fleet.pass(seconds: 2)
    #expect(try b.members(room).users.map(\.id) == ["u2"])
  }

  @Test("forgets request ids after a day, not before")
  func forgetsRequestIDs() throws {
    let fleet = MemoryFleet(BacklogLimits())
    let ann = try ContractInstance("a", on: fleet)
    try ann.publish(.sample(1, in: .sample()))
    fleet.pass(seconds: Publication.idLifetime - 1)
    #expect(try ann.publish(.sample(1, in: .sample())).isDuplicate)
    fleet.pass(seconds: 1)
    #expect(try !ann.publish(.sample(1, in: .sample())).isDuplicate)
  }

  @Test("forgets ids after an hour that were used while it was filling up, but not those of what was put back")
  func forgetsSoonerWhileFilling() throws {
    var capacities = MemoryStore.Capacities()
    capacities.bytes = 200_000
    let fleet = MemoryFleet(BacklogLimits(), capacities: capacities)
    let ann = try ContractInstance("a", on: fleet)
    func publish(_ id: String) throws -> Receipt {
      try ann.publish(.sample(id, in: .sample()), judgedBy: Judgement(""))
    }
    #expect(try !publish("before").isDuplicate)
    let body = String(repeating: " ", count: 1_000) + "{}"
    for number in 1...200 where ann.broker.space?.isFilling == false {
      try ann.publish(.sample("id\(number)", in: .sample(), body: body))
    }
    #expect(ann.broker.space?.isFilling == true && ann.broker.space?.isFull == false)
    #expect(try !publish("meanwhile").isDuplicate)
    #expect(try !ann.publish(.sample("put back", in: .sample())).isDuplicate)
    fleet.pass(seconds: Publication.shortIDLifetime - 1)
    #expect(try publish("meanwhile").isDuplicate)
    fleet.pass(seconds: 1)
    #expect(try !publish("meanwhile").isDuplicate)
    #expect(try publish("before").isDuplicate && publish("put back").isDuplicate)
  }

  @Test("tells all receivers the same order even when one answers at once")
  func oneOrderForAll() throws {
    let fleet = MemoryFleet(BacklogLimits())
    let room = try RoomName.sample()
    let echo = Echo(fleet.makeBroker("echo"))
    let ann = try ContractInstance("a", on: fleet)
    echo.broker.perform(Subscribe(to: room)) { _ in }
    try ann.subscribe(to: room)
    try ann.publish(.sample(1, in: room))
    try ann.wait(for: "the echoes") { ann.messages[room]?.count == 3 }
    #expect(ann.messages[room]?.map(\.stored.seq) == [1, 2, 3])
    #expect(echo.seqs == [1, 2, 3])
  }

  /// Publishes from within what it is told.
  private final class Echo: BrokerEvents {
    let broker: any Broker
    var seqs: [UInt64] = []
    init(_ broker: any Broker) {
      self.broker = broker
      broker.events = self
    }
    func broker(received message: BroadcastMessage, in room: RoomName) {
      seqs.append(message.stored.seq)
      guard message.stored.seq < 3 else { return }
      broker.perform(Publish(.sample(100 + Int(message.stored.seq), in: room, by: "echo"))) { _ in }
    }
    func broker(received ephemeral: Ephemeral, in room: RoomName) {}
    func broker(received event: FleetEvent) {}
    func brokerMayHaveMissedMessages() {}
  }
}
