import Broker
import BrokerContract
import ChatProtocol
import RedisProcess
import Testing

@testable import RedisBroker

/// What happens to positions when another Redis takes over, with or without what the first one knew.
@Suite("Positions over a failover")
struct FailoverTests {
  /// A primary and its replica; instances reach the primary through a proxy's port that can be turned to the other.
  private final class Pair {
    let primary: RedisProcess
    let replica: RedisProcess

    /// - Parameter primary: one that is there already.
    init(of primary: RedisProcess? = nil) throws {
      self.primary = try primary ?? RedisProcess()
      replica = try RedisProcess(["--replicaof", "127.0.0.1 \(self.primary.port)"])
      try waitUntil("the replica") {
        try self.replica.command("INFO", "replication").contains("master_link_status:up")
      }
    }

    func replicate() throws {
      // WAIT waits for what its own connection wrote.
      let wire = try RedisWire(port: primary.port)
      _ = try wire.ask(["SET", "mark", "1"])
      #expect(try wire.ask(["WAIT", "1", "60000"]) == ":1\r\n")
    }

    /// Cuts the replica off, so that it misses what is written from now on.
    func cut() throws { try replica.command("REPLICAOF", "127.0.0.1", "1") }

    func promote() throws {
      primary.kill()
      try replica.command("REPLICAOF", "NO", "ONE")
    }
  }

  @Test("a position that the new primary never saw is wound back to the last common one")
  func lossyFailover() throws {
    let pair = try Pair()
    let room = try RoomName.sample()
    let before = try RedisFleet(redis: pair.primary)
    let ann = try ContractInstance("a", on: before)
    let common = try ann.publish(103, in: room)
    try pair.replicate()
    try pair.cut()
    let lost = [try ann.publish(.sample(104, in: room)), try ann.publish(.sample(105, in: room))]
    try pair.promote()

    let after = try RedisFleet(redis: pair.replica)
    let bob = try ContractInstance("b", on: after)
    let base = common[102].position
    let early = try bob.synchronize(room, after: lost[1].position)
    #expect(early.verdict == .rewind(base: base) && early.messages.isEmpty)

    let other = try bob.publish(.sample(1, in: room, by: "bob"))
    try bob.publish(.sample(2, in: room, by: "bob"))
    #expect(other.position.seq == 104 && other.position.generation > base.generation)
    let late = try bob.synchronize(room, after: lost[1].position)
    #expect(late.verdict == .rewind(base: base))
    #expect(late.messages.map(\.seq) == [104, 105])
    #expect(late.messages.allSatisfy { $0.generation == other.position.generation })
    let middle = try bob.synchronize(room, after: lost[0].position)
    #expect(middle.verdict == .rewind(base: base))
    let behind = try bob.synchronize(room, after: common[50].position, limit: 1_000)
    #expect(behind.verdict == .recovered && behind.messages.map(\.seq) == Array(52...105))

    // What was lost is offered again, stored once, and everybody goes on.
    let offered = try bob.publish(.sample(104, in: room, attempt: 1))
    #expect(!offered.isDuplicate && offered.position.seq == 106)
    #expect(try bob.publish(.sample(104, in: room, attempt: 2)).isDuplicate)
    #expect(try bob.publish(.sample(103, in: room, attempt: 1)).isDuplicate)
    let onward = try bob.synchronize(room, after: Position(of: late.messages[1], epoch: base.epoch))
    #expect(onward.verdict == .recovered && onward.messages.map(\.seq) == [106])
  }

  /// A room of five messages whose sixth the new primary never saw.
  private func failover() throws -> (Pair, RoomName, common: [Receipt], lost: Receipt) {
    let pair = try Pair()
    let room = try RoomName.sample()
    let ann = try ContractInstance("a", on: try RedisFleet(redis: pair.primary))
    let common = try ann.publish(5, in: room)
    try pair.replicate()
    try pair.cut()
    let lost = try ann.publish(.sample(6, in: room))
    try pair.promote()
    return (pair, room, common, lost)
  }

  @Test("the first look at a new primary tells of it, and what was meant for the old one is refused")
  func fence() throws {
    let (pair, room, common, lost) = try failover()
    let bob = try ContractInstance("b", on: try RedisFleet(redis: pair.replica))
    for known in [common[4].position, lost.position] {
      #expect(throws: BrokerFailure.stale) { try bob.publish(.sample(7, in: room), expecting: known) }
    }
    for _ in 0..<2 {
      let look = try bob.synchronize(room, after: lost.position)
      #expect(look.verdict == .rewind(base: common[4].position))
      #expect(look.head.generation > lost.position.generation && look.head.seq == 5)
    }
    // A position is good whichever generation it tells for a message that both have.
    let head = try bob.synchronize(room).head
    for position in [head, common[4].position] {
      let page = try bob.synchronize(room, after: position)
      #expect(page.verdict == .recovered && page.messages.isEmpty && page.head == head)
    }
    #expect(throws: BrokerFailure.stale) { try bob.publish(.sample(7, in: room), expecting: common[4].position) }
    let receipt = try bob.publish(.sample(7, in: room), expecting: head)
    #expect(receipt.position.seq == 6 && receipt.position.generation == head.generation)
    #expect(try bob.synchronize(room, after: head).messages.map(\.seq) == [6])
    #expect(try bob.synchronize(room, after: lost.position).verdict == .rewind(base: common[4].position))
  }

  @Test("a primary that was a replica for a moment is known for another one, although its connections still work")
  func demotedForAMoment() throws {
    let redis = try RedisProcess()
    let room = try RoomName.sample()
    let ann = try ContractInstance("a", on: try RedisFleet(redis: redis))
    let first = try ann.publish(.sample(1, in: room)).position
    try redis.command("REPLICAOF", "127.0.0.1", "1")
    try redis.command("REPLICAOF", "NO", "ONE")
    let other = BrokerCondition.impaired(reason: "this Redis has become another primary")
    try ann.wait(for: "the connection to be given up") { ann.broker.condition == other }
    try ann.wait(for: "the connection to be made anew") { ann.broker.condition == .delivering }
    let newest = try ann.publish(.sample(2, in: room)).position
    #expect(newest.generation > first.generation)
    #expect(try ann.synchronize(room, after: first).verdict == .recovered)
  }

  @Test("a new primary that takes no writes tells the failover all the same")
  func fenceWithoutWrites() throws {
    let (pair, room, common, lost) = try failover()
    let bob = try ContractInstance("b", on: try RedisFleet(redis: pair.replica))
    try pair.replica.command("CONFIG", "SET", "min-replicas-to-write", "1")
    let early = try bob.synchronize(room, after: lost.position)
    #expect(early.verdict == .rewind(base: common[4].position) && early.head.generation > 0)
    try pair.replica.command("CONFIG", "SET", "min-replicas-to-write", "0")
    #expect(try bob.synchronize(room, after: lost.position) == early)
    #expect(try bob.publish(.sample(7, in: room), expecting: early.head).position.seq == 6)
  }

  @Test("two primaries promoted over the same one do not share a generation")
  func rivals() throws {
    let pair = try Pair()
    let room = try RoomName.sample()
    let ann = try ContractInstance("a", on: try RedisFleet(redis: pair.primary))
    let common = try ann.publish(5, in: room)
    try pair.replicate()
    try pair.replica.command("REPLICAOF", "NO", "ONE")
    let rival = try Pair(of: pair.primary)
    try pair.promote()
    try rival.promote()
    let bob = try ContractInstance("b", on: try RedisFleet(redis: pair.replica))
    let eve = try ContractInstance("e", on: try RedisFleet(redis: rival.replica))
    let ours = try bob.publish(3, in: room, by: "bob")
    let theirs = try eve.publish(3, in: room, by: "eve")
    #expect(ours[0].position.seq == 6 && theirs[0].position.seq == 6)
    #expect(ours[0].position.generation != theirs[0].position.generation)
    for position in ours.map(\.position) {
      #expect(try eve.synchronize(room, after: position).verdict == .reset)
    }
    #expect(try eve.synchronize(room, after: common[4].position).messages.map(\.seq) == [6, 7, 8])
  }

  @Test("a restart that forgets the newest messages winds back, and one that forgets all resets")
  func oldData() throws {
    let redis = try RedisProcess()
    let room = try RoomName.sample()
    let fleet = try RedisFleet(redis: redis)
    let ann = try ContractInstance("a", on: fleet)
    let receipts = try ann.publish(10, in: room)
    try redis.command("SAVE")
    let alarms = ann.alarms
    let newer = try ann.publish(.sample(11, in: room))
    redis.kill()
    try redis.start()
    try ann.wait(for: "recovery") { ann.alarms > alarms && ann.broker.condition == .delivering }
    #expect(try ann.synchronize(room, after: newer.position).verdict == .rewind(base: receipts[9].position))
    let other = try ann.publish(.sample(1, in: room, by: "bob"))
    #expect(other.position.seq == 11)
    #expect(try ann.synchronize(room, after: newer.position).verdict == .rewind(base: receipts[9].position))
    #expect(try ann.synchronize(room, after: receipts[9].position).messages.map(\.seq) == [11])

    try redis.command("FLUSHALL")
    let reset = try ann.synchronize(room, after: other.position)
    #expect(reset.verdict == .reset && reset.head.seq == 0 && reset.head.epoch != other.position.epoch)
    try ann.publish(20, in: room)
    #expect(try ann.synchronize(room, after: receipts[9].position).verdict == .reset)
  }

  @Test("an older room put back into the running Redis is told apart by the message's identity")
  func restoredInPlace() throws {
    let fleet = try RedisFleet()
    let room = try RoomName.sample()
    let ann = try ContractInstance("a", on: fleet)
    let receipts = try ann.publish(5, in: room)
    for key in ["m", "s"] { try fleet.redis.command("COPY", "tc:{lobby}:\(key)", "tc:{lobby}:\(key)2") }
    let newer = try ann.publish(.sample(6, in: room))
    for key in ["m", "s"] {
      try fleet.redis.command("COPY", "tc:{lobby}:\(key)2", "tc:{lobby}:\(key)", "REPLACE")
    }
    #expect(try ann.synchronize(room, after: newer.position).verdict == .rewind(base: receipts[4].position))
    try ann.publish(.sample(1, in: room, by: "bob"))
    #expect(try ann.synchronize(room, after: newer.position).verdict == .reset)
    #expect(try ann.synchronize(room, after: receipts[4].position).verdict == .recovered)
  }

  @Test("a meta older than its stream begins a new history instead of failing for ever")
  func metaOlderThanStream() throws {
    let fleet = try RedisFleet()
    let room = try RoomName.sample()
    let ann = try ContractInstance("a", on: fleet)
    let before = try ann.publish(5, in: room)
    try fleet.redis.command("HSET", "tc:{lobby}:m", "s", "2")
    let receipt = try ann.publish(.sample(6, in: room))
    #expect(receipt.position.seq == 1 && receipt.position.epoch != before[0].position.epoch)
    try fleet.redis.command("DEL", "tc:{lobby}:m")
    #expect(try ann.publish(.sample(7, in: room)).position.seq == 1)
    #expect(try ann.synchronize(room).messages.count == 1)
  }

  @Test("a replica is not taken for the primary, and a primary that becomes one is left")
  func replicaRefused() throws {
    let pair = try Pair()
    let fleet = try RedisFleet(redis: pair.replica)
    let broker = fleet.makeBroker("a")
    let refused = BrokerCondition.impaired(reason: "this Redis is a replica")
    fleet.wait { broker.condition == refused }
    #expect(broker.condition == refused)
    try pair.promote()
    fleet.wait { broker.condition == .delivering }
    #expect(broker.condition == .delivering)

    try pair.replica.command("REPLICAOF", "127.0.0.1", "1")
    var failure: BrokerFailure?
    broker.perform(Publish(.sample(1, in: try .sample()))) { if case .failure(let it) = $0 { failure = it } }
    fleet.wait { failure != nil }
    fleet.wait { broker.condition == refused }
    #expect(failure != nil && broker.condition == refused)
  }
}
