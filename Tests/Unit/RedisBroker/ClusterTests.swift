import Broker
import BrokerContract
import ChatProtocol
import RedisClient
import RedisProcess
import Testing

@testable import RedisBroker

@Suite("The broker on a Redis Cluster")
struct ClusterTests {
  /// So many clusters share the contract's cases. Most of them wait, so each has a thread of its own.
  private static let clusters = 4

  @Test("keeps the contract")
  func keeps() async {
    await withTaskGroup { group in
      for number in 0..<Self.clusters { group.addTask(executorPreference: OwnThreads()) { Self.check(number) } }
    }
  }

  private static func check(_ number: Int) {
    do {
      let cluster = try RedisClusterProcess()
      for (place, guarantee) in ContractCase.all.enumerated() where place % clusters == number {
        for primary in cluster.primaries { try primary.command("FLUSHALL") }
        do { try guarantee.check(ClusterFleet(cluster, guarantee.limits)) } catch {
          Issue.record("\(guarantee.description): \(error)")
        }
      }
    } catch {
      Issue.record(error)
    }
  }

  private func names(_ count: Int, at node: RedisProcess, of cluster: RedisClusterProcess) throws -> [RoomName] {
    let id = try RedisClusterProcess.identifier(of: node)
    return try (0..<1_000).lazy.map { try RoomName.sample("r\($0)") }
      .filter { try RedisClusterProcess.identifier(of: cluster.owner(of: $0.slot)) == id }
      .prefix(count).map { $0 }
  }

  @Test("a slot that moves there and back while two instances publish loses, doubles and reorders nothing")
  func movingSlot() throws {
    let cluster = try RedisClusterProcess(shards: 2)
    let fleet = try ClusterFleet(cluster)
    let room = try RoomName.sample("moving")
    let instances = try ["a", "b"].map { try ContractInstance($0, on: fleet) }
    for instance in instances { try instance.subscribe(to: room) }
    var receipts: [[Receipt]] = [[], []]
    var failures: [BrokerFailure] = []
    var sent = 0
    func publish(_ count: Int = 5) {
      for _ in 0..<count {
        sent += 1
        for (place, instance) in instances.enumerated() {
          instance.broker.perform(Publish(.sample(sent, in: room, by: "u\(place)"))) { result in
            switch result {
            case .success(let receipt): receipts[place].append(receipt)
            case .failure(let failure): failures.append(failure)
            }
          }
        }
      }
      fleet.turn()
    }
    publish()
    for round in 0..<4 {
      try instances[0].wait(for: "receipts") { receipts.allSatisfy { $0.count + failures.count >= sent } }
      let alarms = instances.map(\.alarms)
      let target = cluster.primaries[try cluster.owner(of: room.slot) === cluster.primaries[0] ? 1 : 0]
      let move = try cluster.begin(moving: room.slot, to: target)
      let stored = receipts[0].count
      publish()
      #expect(receipts[0].count == stored, "what is new waits until the slot is whole")
      try cluster.migrate(move, keys: 1 + round * 4)
      publish()
      try cluster.finish(move)
      // While those that wait find out, one after the other.
      for _ in 0..<5 { publish(1) }
      for (place, instance) in instances.enumerated() {
        try instance.wait(for: "receipts") { receipts[place].count + failures.count >= sent }
        try instance.wait(for: "a notice that messages may be missing") { instance.alarms > alarms[place] }
      }
    }
    #expect(failures.isEmpty)
    let all = receipts.flatMap { $0 }
    #expect(all.map(\.position.seq).sorted() == Array(1...UInt64(2 * sent)))
    for own in receipts {
      #expect(own.map(\.position.seq) == own.map(\.position.seq).sorted() && own.allSatisfy { !$0.isDuplicate })
    }
    let first = try #require(all.first { $0.position.seq == 1 }).position
    for instance in instances {
      let page = try instance.synchronize(room, after: first, limit: 1_000)
      #expect(page.verdict == .recovered && page.messages.map(\.seq) == Array(2...UInt64(2 * sent)))
      let heard = instance.messages[room]?.map(\.stored.seq) ?? []
      #expect(heard == heard.sorted() && Set(heard).count == heard.count)
    }
    // And whoever follows hears what comes now.
    let last = try instances[0].publish(.sample(sent + 1, in: room)).position.seq
    for instance in instances {
      try instance.wait(for: "the last message") { instance.messages[room]?.last?.stored.seq == last }
    }
  }

  @Test("what waits for a shard's replicas while the slot moves is overtaken by nothing")
  func overtaking() throws {
    let cluster = try RedisClusterProcess(shards: 2, replicas: 1)
    let fleet = try ClusterFleet(cluster)
    fleet.configure = { $0.replicas = 1 }
    let ann = try ContractInstance("a", on: fleet)
    let room = try RoomName.sample("moving")
    try ann.publish(.sample(1, in: room))
    let place = try cluster.owner(of: room.slot) === cluster.primaries[0] ? 0 : 1
    var answers: [Int: UInt64?] = [:]
    func publish(_ number: Int) {
      ann.broker.perform(Publish(.sample(number, in: room))) { answers[number] = try? $0.get().position.seq }
    }
    cluster.replicas[place].freeze()
    publish(2)
    fleet.turn()
    publish(3)
    try cluster.finish(cluster.begin(moving: room.slot, to: cluster.primaries[1 - place]))
    // From what it asks the instance learns where the room is now.
    _ = try ann.synchronize(room)
    publish(4)
    for _ in 0..<10 { fleet.turn() }
    cluster.replicas[place].thaw()
    try ann.wait(for: "the receipts") { answers.count == 3 }
    #expect(answers == [2: 2, 3: 3, 4: 4])
  }

  @Test("what is refused while a slot moves leaves nothing half stored, and is stored once when it is sent again")
  func nothingHalf() throws {
    let cluster = try RedisClusterProcess(shards: 2)
    let fleet = try ClusterFleet(cluster)
    fleet.configure = { $0.callTimeout = .seconds(4) }
    let ann = try ContractInstance("a", on: fleet)
    let room = try RoomName.sample("moving")
    try ann.publish(3, in: room)
    let target = cluster.primaries[try cluster.owner(of: room.slot) === cluster.primaries[0] ? 1 : 0]
    let move = try cluster.begin(moving: room.slot, to: target)
    // One of each that the room has: part here, part there.
    while true {
      var outcome: Result<Receipt, BrokerFailure>?
      // The loop knows the time of its latest turn.
      let begun = ContinuousClock.now
      fleet.turn()
      ann.broker.perform(Publish(.sample(4, in: room))) { outcome = $0 }
      for _ in 0..<5 { fleet.turn() }
      #expect(outcome == nil || ContinuousClock.now - begun > Duration.seconds(4), "it waits")
      // Where it is still: once it has gone, the node says where to ask.
      let stored = try move.source.command("XLEN", "tc:{moving}:s")
      #expect(stored == ":3\r\n" || stored.hasPrefix("-ASK"))
      if try cluster.migrate(move, keys: 1) == 0 { break }
    }
    // It waits for so long, and not longer.
    var outcome: Result<Receipt, BrokerFailure>?
    ann.broker.perform(Publish(.sample(5, in: room))) { outcome = $0 }
    try ann.wait(for: "the refusal") { outcome != nil }
    guard case .failure(.unavailable) = outcome else {
      Issue.record("\(String(describing: outcome))")
      return
    }
    try cluster.finish(move)
    fleet.turn()
    let receipts = try [4, 5].map { try ann.publish(.sample($0, in: room, attempt: 1)) }
    #expect(receipts.map(\.position.seq) == [4, 5] && receipts.allSatisfy { !$0.isDuplicate })
    #expect(try ann.synchronize(room).messages.map(\.seq) == Array(1...5))
  }

  // Where a node dies the others are to miss it after two seconds: less would be too little for those that live.

  @Test("a shard whose primary dies goes on at its replica, and the others' rooms all the while")
  func failover() throws {
    let cluster = try RedisClusterProcess(shards: 3, replicas: 1, ["--cluster-require-full-coverage", "no"])
    let fleet = try ClusterFleet(cluster)
    let (ann, bob) = (try ContractInstance("a", on: fleet), try ContractInstance("b", on: fleet))
    let dying = try cluster.owner(of: Place.people.slot.number) === cluster.primaries[0] ? 1 : 0
    let room = try #require(try names(1, at: cluster.primaries[dying], of: cluster).first)
    let healthy = try #require(
      try names(1, at: cluster.primaries[(0..<3).first { $0 != dying } ?? 0], of: cluster).first)
    for instance in [ann, bob] { for name in [room, healthy] { try instance.subscribe(to: name) } }
    fleet.configure = { $0.replicas = 1 }
    let careful = try ContractInstance("c", on: fleet)
    let before = try ann.publish(4, in: room) + [careful.publish(.sample(5, in: room))]
    #expect(before[4].isDurable && !before[3].isDurable)
    try cluster.missNodes(after: 2_000)
    cluster.primaries[dying].kill()

    var number = 5
    var attempts = 0
    var lastSeq: UInt64 = 5
    while number < 10 {
      #expect(try ann.publish(.sample(1 + attempts, in: healthy)).position.seq == UInt64(1 + attempts))
      attempts += 1
      // As a client does: again with the same id.
      if let receipt = try? ann.publish(.sample(number + 1, in: room, attempt: attempts)) {
        #expect(receipt.position.seq == lastSeq + 1)
        lastSeq = receipt.position.seq
        number += 1
      } else {
        fleet.turn()
      }
    }
    for instance in [ann, bob] {
      try instance.wait(for: "everything to be well again") { instance.broker.condition == .delivering }
      let page = try instance.synchronize(room, after: before[0].position)
      #expect(page.verdict == .recovered && page.messages.map(\.seq) == Array(2...10))
      #expect(page.head.generation > before[0].position.generation)
    }
    try ann.publish(.sample(11, in: room))
    for instance in [ann, bob] {
      try instance.wait(for: "the last message") { instance.messages[room]?.last?.stored.seq == 11 }
    }
  }

  @Test(
    "what a frozen primary still owes is not waited for, so that nothing is acknowledged which it loses as it wakes")
  func frozen() throws {
    let cluster = try RedisClusterProcess(shards: 3, replicas: 1, ["--cluster-require-full-coverage", "no"])
    let fleet = try ClusterFleet(cluster)
    // Its own silence would count later than that the others have taken over.
    fleet.configure = { $0.redis.answerTimeout = .seconds(600) }
    let ann = try ContractInstance("a", on: fleet)
    let freezing = try cluster.owner(of: Place.people.slot.number) === cluster.primaries[0] ? 1 : 0
    let room = try #require(try names(1, at: cluster.primaries[freezing], of: cluster).first)
    try ann.subscribe(to: room)
    try ann.publish(.sample(1, in: room))
    try cluster.missNodes(after: 2_000)
    cluster.primaries[freezing].freeze()
    var outcome: Result<Receipt, BrokerFailure>?
    ann.broker.perform(Publish(.sample(2, in: room))) { outcome = $0 }
    try ann.wait(for: "what it owes") { outcome != nil }
    guard case .failure(.unavailable(let reason)) = outcome else {
      Issue.record("\(String(describing: outcome))")
      return
    }
    #expect(reason.contains("taken over"))
    var receipt: Receipt?
    try ann.wait(for: "the replica to take it") {
      receipt = try? ann.publish(.sample(2, in: room, attempt: 1))
      return receipt != nil
    }
    cluster.primaries[freezing].thaw()
    try waitUntil("the one that woke to follow") {
      try cluster.primaries[freezing].command("INFO", "replication").contains("master_link_status:up")
    }
    try ann.wait(for: "everything to be well again") { ann.broker.condition == .delivering }
    let page = try ann.synchronize(room)
    #expect(page.messages.last.map { Position(of: $0, epoch: page.head.epoch) } == receipt?.position)
    #expect(try ann.publish(.sample(2, in: room, attempt: 2)).position == receipt?.position)
  }

  @Test("a shard that stands still is told from one that answers")
  func silent() throws {
    let cluster = try RedisClusterProcess(["--cluster-require-full-coverage", "no"])
    let ann = try ContractInstance("a", on: try ClusterFleet(cluster))
    let (still, other) = (cluster.primaries[0], cluster.primaries[1])
    let (away, near) = (try names(1, at: still, of: cluster), try names(1, at: other, of: cluster))
    try ann.wait(for: "all to answer") { (away + near).allSatisfy { ann.broker.isAnswering(in: $0) } }
    still.freeze()
    try ann.wait(for: "its silence to be noticed, alone") {
      !away.contains { ann.broker.isAnswering(in: $0) } && near.allSatisfy { ann.broker.isAnswering(in: $0) }
    }
    still.thaw()
    try ann.wait(for: "all to answer again") { (away + near).allSatisfy { ann.broker.isAnswering(in: $0) } }
  }

  @Test("a shard that is down for everybody is told, and all else is served")
  func partly() throws {
    let cluster = try RedisClusterProcess(["--cluster-require-full-coverage", "no"])
    let fleet = try ClusterFleet(cluster)
    let ann = try ContractInstance("a", on: fleet)
    let dying = cluster.primaries[try cluster.owner(of: Place.people.slot.number) === cluster.primaries[0] ? 1 : 0]
    let away = try #require(try names(1, at: dying, of: cluster).first)
    let healthy = try #require(
      try names(1, at: cluster.owner(of: Place.people.slot.number), of: cluster).first)
    for room in [away, healthy] { try ann.subscribe(to: room) }
    try ann.publish(.sample(1, in: away))
    try cluster.missNodes(after: 2_000)
    dying.kill()
    try ann.wait(for: "the shard to be missed") {
      if case .partial(let reason) = ann.broker.condition { reason.contains(":\(dying.port): ") } else { false }
    }
    #expect(ann.broker.condition.isServing && ann.broker.isListening)
    try ann.answer(NoteActivity(in: [away, healthy]))
    #expect(try ann.answer(ListRooms(from: 0, limit: 10)).rooms.map(\.room) == [healthy], "those that can be counted")
    #expect(throws: BrokerFailure.self) { try ann.publish(.sample(2, in: away)) }
    #expect(try ann.publish(.sample(1, in: healthy)).position.seq == 1)
    try ann.wait(for: "the message") { ann.messages[healthy]?.count == 1 }
    #expect(try ann.createSession(.sample(1), .sample("u1"), "ann"))
    try dying.start(["--cluster-node-timeout", "2000"])
    try ann.wait(for: "everything to be well again") { ann.broker.condition == .delivering }
    let heard = ann.messages[away]?.count ?? 0
    // It takes nothing before it has heard enough of the others.
    try ann.wait(for: "it to take something") { (try? ann.publish(.sample(3, in: away))) != nil }
    try ann.wait(for: "what is said there") { ann.messages[away]?.count ?? 0 > heard }
  }

  @Test("a shard that is short of replicas, or away before the nodes miss it, is taken for as bad on every instance")
  func alike() throws {
    let cluster = try RedisClusterProcess(replicas: 1)
    let fleet = try ClusterFleet(cluster)
    fleet.configure = {
      $0.replicas = 1
      $0.replicaTimeout = .seconds(2)
      $0.callTimeout = .seconds(4)
    }
    let ann = try ContractInstance("a", on: fleet)
    let people = try cluster.owner(of: Place.people.slot.number)
    // The instance asks the first one how the cluster is.
    let place = people === cluster.primaries[2] ? 1 : 2
    let reason = "the shard at 127.0.0.1:\(cluster.primaries[place].port): "
    let rooms = try [cluster.primaries[place], people].flatMap { try names(1, at: $0, of: cluster) }
    try people.command("CONFIG", "SET", "maxmemory", "1gb")
    try ann.wait(for: "word of the limit") { ann.broker.space(of: rooms[1]) != nil }
    #expect(ann.broker.space(of: rooms[0]) == nil && ann.broker.space == ann.broker.space(of: rooms[1]))
    cluster.replicas[place].freeze()
    try ann.wait(for: "word of the replica") {
      ann.broker.condition == .partial(reason: reason + "0 of 1 replicas have what is written")
    }
    cluster.replicas[place].thaw()
    try ann.wait(for: "everything to be well again") { ann.broker.condition == .delivering }
    let isMissed = { if case .partial(let text) = ann.broker.condition { text.hasPrefix(reason) } else { false } }
    cluster.primaries[place].freeze()
    var outcome: Result<Void, BrokerFailure>?
    ann.broker.perform(Subscribe(to: rooms[0])) { outcome = $0 }
    try ann.wait(for: "the refusal, and word of the silent primary") { outcome != nil && isMissed() }
    guard case .failure(.unavailable) = outcome else {
      Issue.record("\(String(describing: outcome))")
      return
    }
    cluster.primaries[place].thaw()
    try ann.wait(for: "everything to be well again") { ann.broker.condition == .delivering }
    cluster.primaries[place].kill()
    try ann.wait(for: "word of the primary") { isMissed() }
  }

  private func condition(
    _ fleet: RedisFleet, _ server: RedisServer, until text: String
  ) -> BrokerCondition {
    fleet.configure = { $0.redis.server = server }
    let broker = fleet.makeBroker("a")
    fleet.wait { if case .impaired(let reason) = broker.condition { reason.contains(text) } else { false } }
    return broker.condition
  }

  @Test("a cluster's URL to a plain server, a wrong password, and a cluster without its slots are told in a line each")
  func misconfigured() throws {
    let fleet = try RedisFleet()
    let plain = RedisAddress(host: "127.0.0.1", port: fleet.redis.port)
    #expect(
      condition(fleet, RedisServer(.cluster(seeds: [plain])), until: "no node")
        == .impaired(reason: "this Redis is no node of a cluster: redis-url names it as redis://host"))
    let node = try RedisClusterProcess.makeNode()
    let seed = RedisAddress(host: "127.0.0.1", port: node.port)
    #expect(
      condition(fleet, RedisServer(.cluster(seeds: [seed])), until: "is down")
        == .impaired(reason: "the cluster is down, as \(seed) says"))
    try node.command("CONFIG", "SET", "requirepass", "secret")
    let refused = condition(fleet, RedisServer(.cluster(seeds: [seed]), password: "wrong"), until: "WRONGPASS")
    guard case .impaired(let reason) = refused else {
      Issue.record("\(refused)")
      return
    }
    #expect(reason.contains("redis-url") && !reason.contains("wrong"))
  }

  @Test(
    "a node with another password, a user without channels or sharded ones, addresses that lead nowhere are told in a line each"
  )
  func misconfiguredNode() throws {
    let cluster = try RedisClusterProcess()
    let fleet = try RedisFleet()
    let nodes = cluster.primaries
    func told(_ user: String, until text: String) throws -> String {
      let seed = RedisAddress(host: "127.0.0.1", port: nodes[0].port)
      fleet.configure = { $0.redis.server = RedisServer(.cluster(seeds: [seed]), user: user, password: "right") }
      let broker = fleet.makeBroker(user)
      func reason() -> String {
        switch broker.condition {
        case .impaired(let reason), .partial(let reason): reason
        default: ""
        }
      }
      fleet.wait { reason().contains(text) }
      return reason()
    }
    for node in nodes {
      try node.command("ACL", "SETUSER", "one", "on", node === nodes[1] ? ">other" : ">right", "~*", "&*", "+@all")
      try node.command("ACL", "SETUSER", "two", "on", ">right", "~*", "resetchannels", "+@all")
      try node.command("ACL", "SETUSER", "three", "on", ">right", "~*", "&*", "+@all")
      try node.command("ACL", "SETUSER", "four", "on", ">right", "~*", "&*", "+@all", "-ssubscribe")
      try node.command("ACL", "SETUSER", "five", "on", ">right", "~*", "&*", "+@all", "-spublish")
      try node.command(
        "ACL", "SETUSER", "six", "on", ">right", "~*", "resetchannels", "&tc:fleet", "&tc:probe:*", "+@all")
    }
    let refused = try told("one", until: "WRONGPASS")
    #expect(refused.contains("the shard at 127.0.0.1:\(nodes[1].port): ") && refused.contains("redis-url"))
    for user in ["two", "four", "five", "six"] {
      let mute = try told(user, until: "NOPERM")
      #expect(mute.hasPrefix("the shard at 127.0.0.1:") && mute.contains("&*"))
    }
    // An address of a machine's own that nobody listens on, as where a container announces what is only its.
    for node in nodes { try node.command("CONFIG", "SET", "cluster-announce-ip", "127.77.0.1") }
    for node in nodes { try node.command("CONFIG", "SET", "cluster-announce-port", "9") }
    let lost = try told("three", until: "127.77.0.1:9")
    #expect(lost.hasPrefix("the shard at 127.77.0.1:9: ") && !lost.contains("\n"))
  }
}
