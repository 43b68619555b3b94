import Broker
import BrokerContract
import ChatProtocol
import RedisProcess
import Testing

@testable import RedisBroker

/// What becomes of a room's policy when Redis loses a part of what it knew, and beside the version before.
@Suite("A room's policy in Redis")
struct PolicyTests {
  private let mute = PolicyChange.muting("bob")

  @Test("outlives the room's history, and goes on in the next one")
  func lostEpoch() throws {
    let redis = try RedisProcess()
    let ann = try ContractInstance("a", on: RedisFleet(redis: redis))
    for publishesFirst in [true, false] {
      let room = try RoomName.sample("lost-\(publishesFirst)")
      let version = try ann.publish(.policy(1, mute, in: room)).position.identity
      try ann.answer(
        AddReport(Position(epoch: "e", generation: 0, seq: 1, identity: "i"), by: .sample("cid"), reason: "", in: room))
      try redis.command("DEL", "tc:{\(room.text)}:m")
      if publishesFirst {
        #expect(throws: BrokerFailure.otherPolicy) { try ann.publish(.sample(1, in: room), judgedBy: Judgement("")) }
        try ann.publish(.sample(1, in: room), judgedBy: Judgement(version))
      }
      let head = try ann.synchronize(room)
      #expect(head.policy == version && head.head.generation == 0)
      #expect(try ann.answer(ListReports(of: room)).isEmpty, "they are of messages of the history before")
      #expect(throws: BrokerFailure.otherPolicy) { try ann.publish(.sample(2, in: room), judgedBy: Judgement("")) }
      let known = try ann.answer(Publish(.sample(2, in: room), expecting: head.head, judgedBy: Judgement(version)))
      #expect(known.position.epoch == head.head.epoch)
      #expect(try ann.policy(of: room).people.keys.sorted() == ["bob"])
    }
  }

  @Test("that Redis has forgotten altogether is there again as soon as its change is put back")
  func flushed() throws {
    let redis = try RedisProcess()
    let room = try RoomName.sample()
    let ann = try ContractInstance("a", on: RedisFleet(redis: redis))
    let before = try ann.publish(.policy(1, mute, in: room)).position
    try redis.command("FLUSHALL")
    #expect(try ann.synchronize(room).policy == "" && ann.policy(of: room) == Policy())
    let after = try ann.publish(.policy(1, mute, in: room)).position
    #expect(after.identity == before.identity && after.epoch != before.epoch)
    #expect(try ann.synchronize(room).policy == before.identity)
    #expect(try ann.policy(of: room).role(of: "bob", at: 0) == .muted)
  }

  @Test("is fenced in each generation as in the first, and a change that a failover lost is not in force")
  func failover() throws {
    let redis = try RedisProcess()
    let room = try RoomName.sample()
    let ann = try ContractInstance("a", on: RedisFleet(redis: redis))
    let first = try ann.publish(.policy(1, mute, in: room)).position
    for step in 1...3 {
      // As on a replica that was promoted: the data are the same, the primary is another one.
      try redis.command("HSET", "tc:{lobby}:m", "r", String(repeating: "\(step)", count: 40))
      let page = try ann.synchronize(room, after: first)
      #expect(page.policy == first.identity && page.verdict == .recovered && page.head.generation > 0)
      let known = page.head
      for version in ["", "other"] {
        #expect(throws: BrokerFailure.otherPolicy) {
          try ann.answer(Publish(.sample(step, in: room), expecting: known, judgedBy: Judgement(version)))
        }
      }
      let receipt = try ann.answer(
        Publish(.sample(step, in: room), expecting: known, judgedBy: Judgement(first.identity)))
      #expect(receipt.position.generation == known.generation)
    }
  }

  @Test("stands behind the generation, where 0.5.0 finds no number and stores nothing")
  func marked() throws {
    let redis = try RedisProcess()
    let room = try RoomName.sample()
    let ann = try ContractInstance("a", on: RedisFleet(redis: redis))
    func generation() throws -> [Substring] {
      // Behind the reply's length.
      Array(try redis.command("HGET", "tc:{lobby}:m", "g").split(whereSeparator: \.isWhitespace).dropFirst())
    }
    try ann.publish(2, in: room)
    #expect(try generation() == ["0"])
    let version = try ann.publish(.policy(1, mute, in: room)).position.identity
    #expect(try generation() == ["0", Substring(version)])
    try redis.command("HSET", "tc:{lobby}:m", "r", "abc")
    let head = try ann.synchronize(room).head
    #expect(try generation() == ["\(head.generation)", Substring(version)] && head.generation > 0)
    try ann.answer(Publish(.sample(3, in: room), expecting: head, judgedBy: Judgement(version)))
    #expect(try generation() == ["\(head.generation)", Substring(version)])
  }

  @Test("lets messages go no earlier than 0.10.0 would renew their keys, whoever writes, and puts back, last")
  func retention() throws {
    let redis = try RedisProcess()
    let room = try RoomName.sample()
    let ann = try ContractInstance("a", on: RedisFleet(redis: redis))
    let limits = BacklogLimits()
    func lifetime(_ key: String) throws -> Int {
      Int(try redis.command("TTL", "tc:{lobby}:\(key)").filter(\.isNumber)) ?? 0
    }
    func expectShort() throws {
      for key in ["s", "x"] { #expect((3_650...3_661).contains(try lifetime(key)), "\(key)") }
    }
    let place = try ann.publish(.sample(1, in: room)).position
    try ann.answer(Erase(.deleted(place), in: room))
    try ann.publish(.policy(1, PolicyChange(settings: .init(retain: 60)), in: room))
    try expectShort()
    // Put back, which nobody judges; the expiries are due then, too.
    try redis.command("HSET", "tc:{lobby}:m", "x", "0")
    try ann.publish(.policy(2, PolicyChange(settings: .init(topic: "x")), in: room))
    try expectShort()
    try redis.command("HSET", "tc:{lobby}:m", "x", "0")
    try ann.publish(.sample(2, in: room))
    try expectShort()
    try ann.publish(.policy(3, PolicyChange(settings: .init(retain: 0)), in: room))
    for key in ["s", "x"] { #expect(try lifetime(key) > limits.seconds) }
    try redis.command("PERSIST", "tc:{lobby}:s")
    _ = try ann.answer(TrimBacklog(of: room))
    #expect(try lifetime("s") > limits.seconds)
  }

  @Test("is kept a year after the room was written to last, longer than anything else")
  func lifetimes() throws {
    let redis = try RedisProcess()
    let room = try RoomName.sample()
    let ann = try ContractInstance("a", on: RedisFleet(redis: redis))
    try ann.publish(.policy(1, mute, in: room))
    let text = try redis.command("TTL", "tc:{lobby}:p").filter(\.isNumber)
    #expect((Int(text) ?? 0) > 364 * 86_400)
  }
}
