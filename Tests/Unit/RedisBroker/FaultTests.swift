import Base
import Broker
import BrokerContract
import ChatProtocol
import EventLoop
import TestTimeout
import RedisClient
import RedisProcess
import Testing

@testable import RedisBroker

@Suite("A broker whose Redis fails")
struct FaultTests {
  @Test("stays up without Redis, says so, refuses at once, and recovers by itself")
  func redisAwayAtStart() throws {
    let redis = try RedisProcess()
    redis.kill()
    let fleet = try RedisFleet(redis: redis)
    let broker = fleet.makeBroker("a")
    fleet.turn(for: .milliseconds(300))
    guard case .impaired = broker.condition else {
      Issue.record("the condition is \(broker.condition)")
      return
    }
    var failures = 0
    broker.perform(Publish(.sample(1, in: try .sample()))) { if case .failure(.unavailable) = $0 { failures += 1 } }
    broker.perform(Subscribe(to: try .sample())) { if case .failure(.unavailable) = $0 { failures += 1 } }
    #expect(failures == 0, "not before the call returns")
    fleet.reactor.turn(timeout: .zero)
    #expect(failures == 2)
    try redis.start()
    let start = ContinuousClock.now
    while broker.condition != .delivering, ContinuousClock.now - start < .seconds(testTimeout) { fleet.turn() }
    #expect(broker.condition == .delivering)
  }

  @Test("takes no node of a cluster and no sentinel for a Redis, whatever the database, and says so")
  func wrongKind() throws {
    let node = try RedisClusterProcess.makeNode()
    let group = try SentinelGroup(replicas: 0)
    let cases = [
      (node, 0, "this Redis is a node of a cluster: redis-url names a cluster as redis+cluster://host,…"),
      (node, 1, "this Redis is a node of a cluster: redis-url names a cluster as redis+cluster://host,…"),
      (group.sentinels[0], 0, "this is a sentinel: redis-url names sentinels as redis+sentinel://host,…/name"),
    ]
    for (server, database, reason) in cases {
      let fleet = try RedisFleet(redis: server)
      fleet.configure = { $0.redis.server.database = database }
      let broker = fleet.makeBroker("a")
      fleet.wait { broker.condition == .impaired(reason: reason) }
      #expect(broker.condition == .impaired(reason: reason))
    }
  }

  @Test("loses nothing that was acknowledged when Redis crashes and returns, and follows its rooms again")
  func redisCrashes() throws {
    let redis = try RedisProcess(["--appendonly", "yes", "--appendfsync", "always"])
    let fleet = try RedisFleet(redis: redis)
    let room = try RoomName.sample()
    let ann = try ContractInstance("a", on: fleet)
    try ann.subscribe(to: room)
    for round in 0..<3 {
      var receipts: [Receipt] = []
      var answers = 0
      for number in 1...50 {
        ann.broker.perform(Publish(.sample(round * 100 + number, in: room))) { result in
          answers += 1
          if case .success(let receipt) = result { receipts.append(receipt) }
        }
        if number == 25 { fleet.reactor.turn(timeout: .milliseconds(1)) }
      }
      let alarms = ann.alarms
      redis.kill()
      try ann.wait(for: "every answer") { answers == 50 }
      try redis.start()
      try ann.wait(for: "recovery") { ann.broker.condition == .delivering && ann.alarms > alarms }
      let stored = try ann.synchronize(room, limit: 1_000).messages
      for receipt in receipts { #expect(stored.contains { $0.seq == receipt.position.seq }) }
      for number in 1...50 { try ann.publish(.sample(round * 100 + number, in: room, attempt: 1)) }
      let after = try ann.synchronize(room, limit: 1_000).messages
      #expect(after.map(\.seq) == Array(1...UInt64(50 * (round + 1))))
      try ann.settle(in: room)
      #expect(ann.messages[room]?.last?.stored.seq == UInt64(50 * (round + 1)))
    }
  }

  @Test("follows its rooms again when the subscriber connection is cut, and says that messages may be missing")
  func subscriberCut() throws {
    let fleet = try RedisFleet()
    let rooms = try (1...700).map { try RoomName.sample("room\($0)") }
    let ann = try ContractInstance("a", on: fleet)
    for room in rooms { try ann.subscribe(to: room) }
    for round in 1...5 {
      let alarms = ann.alarms
      try fleet.redis.command("CLIENT", "KILL", "TYPE", "pubsub")
      try ann.publish(.sample(round, in: rooms[0]))
      try ann.wait(for: "the alarm") { ann.alarms > alarms }
      try ann.wait(for: "delivery") { ann.broker.condition == .delivering }
      for room in [rooms[0], rooms[699]] { try ann.settle(in: room) }
    }
  }

  @Test("fails what is under way when the command connection is cut, and stores a repeat once")
  func commandsCut() throws {
    let fleet = try RedisFleet()
    let room = try RoomName.sample()
    let ann = try ContractInstance("a", on: fleet)
    // Until it is told to go on, however long it takes to cut the connection.
    try fleet.redis.command("CLIENT", "PAUSE", "600000", "WRITE")
    var answers: [Result<Receipt, BrokerFailure>] = []
    ann.broker.perform(Publish(.sample(1, in: room))) { answers.append($0) }
    fleet.turn(for: .milliseconds(50))
    try fleet.redis.command("CLIENT", "KILL", "TYPE", "normal")
    try ann.wait(for: "the failure") { !answers.isEmpty }
    try fleet.redis.command("CLIENT", "UNPAUSE")
    guard case .failure(.unavailable) = answers[0] else {
      Issue.record("\(answers)")
      return
    }
    try ann.wait(for: "delivery") { ann.broker.condition == .delivering }
    let receipt = try ann.publish(.sample(1, in: room))
    #expect(receipt.position.seq == 1)
    #expect(try ann.synchronize(room).messages.count == 1)
  }

  @Test("waits through a pause without an error and without losing the order")
  func pause() throws {
    let fleet = try RedisFleet()
    let room = try RoomName.sample()
    // As it is unless told otherwise.
    let timeout = RedisConfiguration(server: RedisServer(host: "127.0.0.1")).answerTimeout
    #expect(timeout >= TimeSpan.milliseconds(1_500))
    let ann = try ContractInstance("a", on: fleet)
    for kind in ["WRITE", "ALL"] {
      try fleet.redis.command("CLIENT", "PAUSE", "1500", kind)
      let first = kind == "WRITE" ? 1 : 101
      var seqs: [UInt64] = []
      for number in first..<first + 100 {
        ann.broker.perform(Publish(.sample(number, in: room))) {
          if case .success(let it) = $0 { seqs.append(it.position.seq) }
        }
      }
      try ann.wait(for: "the receipts") { seqs.count == 100 }
      #expect(seqs == Array(UInt64(first)..<UInt64(first) + 100))
    }
  }

  @Test("gives up a Redis that answers nothing, and takes it back")
  func frozen() throws {
    let fleet = try RedisFleet()
    fleet.configure = { $0.redis.answerTimeout = .seconds(2) }
    let ann = try ContractInstance("a", on: fleet)
    fleet.redis.freeze()
    var answers: [Result<Receipt, BrokerFailure>] = []
    ann.broker.perform(Publish(.sample(1, in: try .sample()))) { answers.append($0) }
    try ann.wait(for: "the failure") { !answers.isEmpty }
    #expect(answers.allSatisfy { if case .failure(.unavailable) = $0 { true } else { false } })
    #expect(ann.broker.condition != .delivering)
    fleet.redis.thaw()
    // One that is well can be silent for as long.
    var receipt: Receipt?
    try ann.wait(for: "a receipt") {
      receipt = try? ann.publish(.sample(1, in: .sample()))
      return receipt != nil
    }
    #expect(receipt?.position.seq == 1)
  }

  @Test("is not given up while it works off a queue, however long the last has waited")
  func slowQueue() throws {
    let redis = try RedisProcess(["--enable-debug-command", "local"])
    let reactor = try Reactor()
    var configuration = RedisConfiguration(server: RedisServer(host: "127.0.0.1", port: redis.port))
    configuration.answerTimeout = .milliseconds(5_500)
    let connection = CommandConnection(reactor, configuration, scripts: [])
    let deadline = ContinuousClock.now + .seconds(testTimeout)
    func turn(until condition: () -> Bool) {
      while !condition(), ContinuousClock.now < deadline {
        reactor.turn(timeout: .milliseconds(20))
        connection.checkTimeouts()
      }
    }
    connection.link.start()
    turn { connection.link.isUp }
    // Each takes 500 ms, and is too long for Redis to read two at once, after which it would answer both together.
    let busy = "0.5" + String(repeating: "0", count: 200_000)
    var answers = 0, failures = 0
    for _ in 0..<12 {
      connection.send { command in
        for word in ["DEBUG", "SLEEP", busy] { command.add(word) }
      } completion: { result in
        if case .success = result { answers += 1 } else { failures += 1 }
      }
    }
    turn { answers + failures == 12 }
    #expect(answers == 12 && failures == 0)
    connection.link.end()
  }

  @Test("tells what its probes take, and knows nothing of them while the connection is lost")
  func deliveryProof() throws {
    let fleet = try RedisFleet()
    fleet.configure = { $0.probeInterval = .milliseconds(50) }
    let begun = ContinuousClock.now
    let ann = try ContractInstance("a", on: fleet)
    try ann.wait(for: "a probe") { ann.broker.deliveryProof?.roundTrip != nil }
    let roundTrip = try #require(ann.broker.deliveryProof?.roundTrip)
    #expect(roundTrip > .zero && Duration.seconds(roundTrip.seconds) <= ContinuousClock.now - begun)
    fleet.redis.kill()
    try ann.wait(for: "the loss") { ann.broker.condition != .delivering }
    #expect(ann.broker.deliveryProof != nil && ann.broker.deliveryProof?.roundTrip == nil)
    try fleet.redis.start()
    try ann.wait(for: "the next probe") { ann.broker.deliveryProof?.roundTrip != nil }
  }

  @Test("stores nothing while Redis cannot save, goes on reading, and stores again by itself")
  func diskFails() throws {
    let fleet = try RedisFleet(redis: try RedisProcess(["--save", "900 1"]))
    let room = try RoomName.sample()
    let ann = try ContractInstance("a", on: fleet)
    try ann.subscribe(to: room)
    try ann.publish(3, in: room)
    try fleet.redis.spoilSaves()
    try ann.wait(for: "word of it") { ann.broker.writeRefusal?.contains("MISCONF") == true }
    #expect(throws: BrokerFailure.self) { try ann.publish(.sample(4, in: room)) }
    #expect(try ann.synchronize(room).messages.count == 3)
    try ann.wait(for: "delivery") { ann.broker.condition == .delivering }
    try fleet.redis.mendSaves()
    try ann.wait(for: "the all-clear") { ann.broker.writeRefusal == nil }
    #expect(try ann.publish(.sample(4, in: room)).position.seq == 4)
  }

  @Test("waits while Redis loads what it kept, and says so")
  func loading() throws {
    let redis = try RedisProcess(["--save", "900 1", "--loading-process-events-interval-bytes", "1024"])
    let fleet = try RedisFleet(redis: redis)
    let room = try RoomName.sample()
    let ann = try ContractInstance("a", on: fleet)
    try ann.publish(3, in: room)
    // Not to be compressed: Redis answers now and then while it reads, by the number of bytes.
    func noise() -> String { String(decoding: (0..<2_000).map { _ in UInt8.random(in: 32...126) }, as: UTF8.self) }
    for number in 1...100 { try redis.command("SET", "ballast\(number)", noise()) }
    redis.stop()
    try redis.start(["--key-load-delay", "200000"])
    func reason() -> String { if case .impaired(let reason) = ann.broker.condition { reason } else { "" } }
    try ann.wait(for: "word of it") { reason().contains("LOADING") }
    // That was long enough.
    try redis.command("CONFIG", "SET", "key-load-delay", "0")
    try ann.wait(for: "recovery") { ann.broker.condition == .delivering }
    #expect(try ann.synchronize(room).messages.count == 3)
  }

  @Test("follows its rooms again when Redis has cut it off for reading too slowly")
  func tooSlow() throws {
    let fleet = try RedisFleet()
    let room = try RoomName.sample()
    let ann = try ContractInstance("a", on: fleet)
    try ann.subscribe(to: room)
    try fleet.redis.command("CONFIG", "SET", "client-output-buffer-limit", "pubsub 65536 0 0")
    let alarms = ann.alarms
    // Nobody turns the loop meanwhile, so that nobody reads.
    let noise = String(repeating: "x", count: 1 << 20)
    let wire = try RedisWire(port: fleet.redis.port)
    var receivers = ":1"
    for _ in 0..<100 where receivers.hasPrefix(":1") { receivers = try wire.ask(["PUBLISH", "tc:{lobby}", noise]) }
    #expect(receivers.hasPrefix(":0"))
    try ann.wait(for: "the alarm") { ann.alarms > alarms && ann.broker.condition == .delivering }
    let receipt = try ann.publish(.sample(1, in: room))
    try ann.settle(in: room)
    #expect(ann.messages[room]?.last?.stored.identity == receipt.position.identity)
  }

  @Test("keeps the order of what was handed over when Redis forgets its scripts")
  func scriptsForgotten() throws {
    let fleet = try RedisFleet()
    let room = try RoomName.sample()
    let ann = try ContractInstance("a", on: fleet)
    for round in 0..<5 {
      try fleet.redis.command("SCRIPT", "FLUSH")
      var answers: [(Int, Result<Receipt, BrokerFailure>)] = []
      for number in 1...60 {
        ann.broker.perform(Publish(.sample(round * 100 + number, in: room))) { answers.append((number, $0)) }
        if number % 20 == 0 { fleet.reactor.turn(timeout: .milliseconds(1)) }
      }
      try ann.wait(for: "the answers") { answers.count == 60 }
      #expect(answers.map(\.0) == Array(1...60))
      let seqs = try answers.map { try $0.1.get().position.seq }
      #expect(seqs == (1...60).map { UInt64(round * 60 + $0) })
    }
  }

  @Test("answers the call of a script that its connection does not load, and goes on")
  func scriptUnknown() throws {
    let fleet = try RedisFleet()
    let server = RedisServer(host: "127.0.0.1", port: fleet.redis.port)
    let connection = CommandConnection(fleet.reactor, RedisConfiguration(server: server), scripts: [])
    connection.link.start()
    defer { connection.link.end() }
    fleet.wait { connection.link.isUp }
    var answers: [String] = []
    connection.call(RedisScript("unknown", Array("return 1".utf8)), { _ in }) {
      if case .failure(let failure) = $0 { answers.append(failure.reason) }
    }
    let echo: (inout CommandWriter) -> Void = { command in
      command.add("ECHO")
      command.add("x")
    }
    connection.send(echo) { if case .success(var reply) = $0, let text = reply.text() { answers.append(text) } }
    fleet.wait { answers.count == 2 }
    // The call waited until nothing was under way any more, and was tried once again.
    #expect(answers.first == "x" && answers.last?.contains("NOSCRIPT") == true)
  }

  @Test("rebuilds a subscriber connection that is open and dead, even when the first attempts are refused")
  func subscriberDeaf() throws {
    let fleet = try RedisFleet()
    let proxy = try Proxy(fleet.reactor, to: fleet.redis.port)
    fleet.configure = {
      $0.redis.server.place = .at(RedisAddress(host: "127.0.0.1", port: proxy.port))
      $0.probeInterval = .milliseconds(200)
    }
    let room = try RoomName.sample()
    let ann = try ContractInstance("a", on: fleet)
    try ann.subscribe(to: room)
    let alarms = ann.alarms
    proxy.deafenSubscribers()
    proxy.refusals = 3
    try ann.publish(.sample(1, in: room))
    try ann.wait(for: "the alarm") { ann.alarms > alarms }
    try ann.wait(for: "delivery") { ann.broker.condition == .delivering }
    try ann.settle(in: room)
    #expect(ann.messages[room] == nil && proxy.refusals == 0)
    try ann.publish(.sample(2, in: room))
    try ann.settle(in: room)
    #expect(ann.messages[room]?.map(\.stored.seq) == [2])
  }
}
