import Base
import Broker
import BrokerContract
import ChatProtocol
import EventLoop
import RedisClient
import RedisProcess
import Testing

@testable import RedisBroker

@Suite("A broker whose Redis is full")
struct FullStoreTests {
  /// A Redis that has so much that it does not count what its connections take, and give back.
  private func heavyFleet() throws -> RedisFleet {
    let fleet = try RedisFleet()
    fleet.configure = { $0.probeInterval = .milliseconds(50) }
    try fleet.redis.command("SETRANGE", "ballast", "20000000", "x")
    return fleet
  }

  @Test("says that it is full from when a message was refused until there is room, whatever a write of nothing says")
  func fullByALittle() throws {
    let fleet = try heavyFleet()
    let room = try RoomName.sample()
    let ann = try ContractInstance("a", on: fleet)
    try ann.publish(3, in: room)
    try fleet.redis.command("CONFIG", "SET", "maxmemory", "1")
    #expect(throws: BrokerFailure.full) { try ann.publish(.sample(4, in: room)) }
    try ann.wait(for: "word of it") { ann.broker.space != nil }
    let used = try #require(ann.broker.space?.used)
    // Enough for the write of nothing.
    try fleet.redis.command("CONFIG", "SET", "maxmemory", String(used + used / 20))
    fleet.turn(for: .milliseconds(500))
    #expect(ann.broker.writeRefusal == "Redis is full: it refused a message")
    #expect(try ann.publish(.sample(3, in: room)).isDuplicate)
    #expect(ann.broker.writeRefusal != nil, "a repeat stores nothing")
    try ann.publish(.sample(4, in: room))
    try ann.wait(for: "how full it is") { ann.broker.writeRefusal?.contains("of its memory are taken") == true }
    try fleet.redis.command("CONFIG", "SET", "maxmemory", "0")
    try ann.wait(for: "the all-clear") { ann.broker.writeRefusal == nil }
  }

  @Test("tells how much of its memory is taken, and keeps the last tenth for other things than messages")
  func space() throws {
    let fleet = try heavyFleet()
    let ann = try ContractInstance("a", on: fleet)
    try ann.publish(3, in: .sample())
    #expect(ann.broker.space == nil, "there is no limit")
    try fleet.redis.command("CONFIG", "SET", "maxmemory", "100mb")
    try ann.wait(for: "word of it") { ann.broker.space?.limit == 100 << 20 }
    let space = try #require(ann.broker.space)
    #expect((100_000..<50_000_000).contains(space.used) && !space.isFull && !space.isFilling)
    #expect(ann.broker.writeRefusal == nil)
    let used = String(space.used + space.used / 20)
    try fleet.redis.command("CONFIG", "SET", "maxmemory", used)
    try ann.wait(for: "word of that") { ann.broker.space?.isFull == true }
    #expect(ann.broker.writeRefusal?.contains("% of its memory are taken") == true)
  }

  @Test("remembers ids for an hour only while Redis fills up, and for a day what is put back")
  func sparesMemory() throws {
    let fleet = try heavyFleet()
    let ann = try ContractInstance("a", on: fleet)
    func secondsLeft(of id: String) throws -> Int {
      let text = try fleet.redis.command("TTL", "tc:{lobby}:i:ann:\(id)")
      return try #require(Int(text.filter(\.isNumber)))
    }
    try ann.publish(.sample("before", in: .sample()), judgedBy: Judgement(""))
    #expect(try secondsLeft(of: "before") > Publication.shortIDLifetime)
    try fleet.redis.command("CONFIG", "SET", "maxmemory", "100mb")
    try ann.wait(for: "word of it") { ann.broker.space != nil }
    let used = try #require(ann.broker.space?.used)
    try fleet.redis.command("CONFIG", "SET", "maxmemory", String(used * 100 / 85))
    try ann.wait(for: "word of that") { ann.broker.space?.isFilling == true }
    try ann.publish(.sample("meanwhile", in: .sample()), judgedBy: Judgement(""))
    try ann.publish(.sample("putback", in: .sample()))
    #expect(try secondsLeft(of: "meanwhile") <= Publication.shortIDLifetime)
    #expect(try secondsLeft(of: "putback") > Publication.shortIDLifetime)
  }

  @Test("knows whoever has a session while Redis takes no writes at all, and lets all be read")
  func withoutWrites() throws {
    let fleet = try RedisFleet()
    let ann = try ContractInstance("a", on: fleet)
    #expect(try ann.createSession(.sample(1), .sample("ann"), "ann"))
    try ann.publish(2, in: .sample())
    try fleet.redis.command("CONFIG", "SET", "min-replicas-to-write", "1")
    #expect(throws: BrokerFailure.self) { try ann.createSession(.sample(2), .sample("bob"), "bob") }
    #expect(try ann.session(.sample(1))?.user == .sample("ann"))
    #expect(try ann.session(.sample(2)) == nil)
    #expect(try ann.synchronize(.sample()).messages.count == 2)
    try fleet.redis.command("CONFIG", "SET", "min-replicas-to-write", "0")
    #expect(try ann.session(.sample(1))?.user == .sample("ann"))
  }

  @Test("makes no session of a code when Redis is full, and leaves the code; but ends sessions")
  func codes() throws {
    let fleet = try RedisFleet()
    let ann = try ContractInstance("a", on: fleet)
    #expect(try ann.createSession(.sample(1), .sample("u1"), "ann"))
    func show(_ code: UInt8, for session: UInt8) throws -> CreateDeviceSession.Reply {
      try ann.answer(CreateDeviceSession(.sample(session), code: .sample(code), created: 2, lifetime: 60))
    }
    for code: UInt8 in [200, 201] {
      try ann.answer(AddDeviceCode(.sample(code), for: .sample(1), of: "u1"))
      if code == 200 { #expect(try show(code, for: 2) == .made(.sample("u1"))) }
    }
    try fleet.redis.command("CONFIG", "SET", "maxmemory", "1")
    try ann.wait(for: "word of it") { ann.broker.writeRefusal?.contains("OOM") == true }
    for code: UInt8 in [201, 202] { #expect(throws: BrokerFailure.full) { try show(code, for: 3) } }
    #expect(try ann.session(.sample(3)) == nil)
    #expect(try ann.answer(RevokeSessions(.others, by: .sample(1))) == 1)
    #expect(try ann.answer(FindSession(.sample(2), lifetime: 60)) == .ended)
    try fleet.redis.command("CONFIG", "SET", "maxmemory", "0")
    #expect(try show(201, for: 3) == .made(.sample("u1")))
  }

  @Test("stores nothing when Redis is full, goes on reading, and stores again when there is room")
  func full() throws {
    let fleet = try RedisFleet()
    let room = try RoomName.sample()
    let ann = try ContractInstance("a", on: fleet)
    try ann.subscribe(to: room)
    try ann.publish(3, in: room)
    #expect(ann.broker.writeRefusal == nil)
    try fleet.redis.command("CONFIG", "SET", "maxmemory", "1")
    try ann.wait(for: "word of it") { ann.broker.writeRefusal?.contains("OOM") == true }
    #expect(throws: BrokerFailure.full) { try ann.publish(.sample(4, in: room)) }
    #expect(throws: BrokerFailure.full) { try ann.synchronize(.sample("new")) }
    #expect(throws: BrokerFailure.full) { try ann.createSession(.sample(1), .sample("u1"), "ann") }
    #expect(try ann.publish(.sample(3, in: room)).isDuplicate)
    #expect(try ann.synchronize(room).messages.count == 3)
    #expect(try ann.history(room, .before(seq: 3)).messages.count == 2)
    try ann.wait(for: "delivery") { ann.broker.condition == .delivering }
    try ann.settle(in: room)
    #expect(ann.messages[room]?.count == 3)
    try fleet.redis.command("CONFIG", "SET", "maxmemory", "0")
    // Whether or not anybody writes.
    try ann.wait(for: "the all-clear") { ann.broker.writeRefusal == nil }
    #expect(try ann.publish(.sample(4, in: room)).position.seq == 4)
    #expect(try ann.user(named: "ann") == nil)
  }
}
