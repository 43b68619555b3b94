import Base
import EventLoop
import Foundation
import RedisClient
import RedisProcess
import TestTimeout
import Testing

@testable import tchatter_bots

/// All of the bots' stores are held to the same.
@Suite("The bots' store", .timeLimit(.minutes(10)))
struct BotStoreTests {
  enum Kind: CaseIterable { case memory, redis, cluster }

  /// An answer is waited for as long as a test waits: what is given up may have been done all the same.
  private static func configuration(_ redis: RedisProcess) -> RedisConfiguration {
    configuration(RedisServer(host: "127.0.0.1", port: redis.port))
  }

  private static func configuration(_ server: RedisServer) -> RedisConfiguration {
    var configuration = RedisConfiguration(server: server)
    configuration.answerTimeout = .seconds(testTimeout)
    configuration.queueTimeout = .seconds(testTimeout)
    return configuration
  }

  /// Two bots' views of one store.
  private final class Bench {
    let reactor: Reactor
    let first: any BotStore
    let second: any BotStore
    let redis: RedisProcess?
    let cluster: RedisClusterProcess?

    init(_ kind: Kind, replicas: Int = 0) throws {
      let reactor = try Reactor()
      self.reactor = reactor
      switch kind {
      case .memory:
        (redis, cluster) = (nil, nil)
        first = MemoryBotStore { reactor.wallClock }
        second = first
      case .redis:
        let redis = try RedisProcess()
        (self.redis, cluster) = (redis, nil)
        let configuration = BotStoreTests.configuration(redis)
        first = RedisBotStore(reactor, configuration, kind: "vote", name: "Vote")
        second = RedisBotStore(reactor, configuration, kind: "vote", name: "Vote")
      case .cluster:
        let cluster = try RedisClusterProcess(
          replicas: replicas, ["--cluster-require-full-coverage", "no"])
        (redis, self.cluster) = (nil, cluster)
        let seeds = cluster.primaries.map { RedisAddress(host: "127.0.0.1", port: $0.port) }
        let configuration = BotStoreTests.configuration(RedisServer(.cluster(seeds: seeds)))
        first = RedisBotStore(reactor, configuration, kind: "vote", name: "Vote")
        second = RedisBotStore(reactor, configuration, kind: "vote", name: "Vote")
      }
    }

    /// Calls until it succeeds, as while the connection is being made, and gives what it came to.
    func ask<Value>(_ call: (@escaping (Result<Value, BotStoreFailure>) -> Void) -> Void) throws -> Value {
      let deadline = Clock.monotonic + .seconds(testTimeout)
      while Clock.monotonic < deadline {
        var result: Result<Value, BotStoreFailure>?
        call { result = $0 }
        while result == nil { reactor.turn(timeout: .milliseconds(5)) }
        if case .success(let value)? = result { return value }
        reactor.turn(timeout: .milliseconds(5))
      }
      throw CocoaError(.fileReadUnknown)
    }

    func commit(_ decision: BotDecision, by store: (any BotStore)? = nil) throws -> BotVerdict {
      try ask { (store ?? first).commit(decision, completion: $0) }
    }
  }

  private func decision(_ heard: String?, _ id: String, revision: Int, due: Int64? = nil) -> BotDecision {
    var decision = BotDecision(heard: heard)
    decision.record = BotRecord(id: id, revision: revision, content: Array("\(id) \(revision + 1)".utf8))
    decision.due = due
    decision.messages = ["a", "b"].map { BotMessage(id: "\(heard ?? id)-\($0)", content: Array("{\($0)}".utf8)) }
    return decision
  }

  @Test("keeps a decision whole, and what was heard only once", arguments: Kind.allCases)
  func once(kind: Kind) throws {
    let bench = try Bench(kind)
    #expect(try bench.commit(decision("h1", "v1", revision: 0)) == .kept)
    #expect(try bench.commit(decision("h1", "v1", revision: 0), by: bench.second) == .handledBefore)
    let snapshot = try bench.ask { bench.second.read("h1", completion: $0) }
    #expect(snapshot.isHandled && snapshot.number == 1)
    #expect(snapshot.records == [BotRecord(id: "v1", revision: 1, content: Array("v1 1".utf8))])
    let agenda = try bench.ask { bench.first.agenda(waiting: 0, completion: $0) }
    #expect(agenda.messages.map(\.id) == ["h1-a", "h1-b"] && agenda.messages.first?.content == Array("{a}".utf8))
    #expect(try bench.ask { bench.first.agenda(waiting: 60_000, completion: $0) }.messages.isEmpty)
    bench.second.sent(["h1-a"])
    #expect(try bench.ask { bench.second.agenda(waiting: 0, completion: $0) }.messages.map(\.id) == ["h1-b"])
  }

  @Test("tells what has changed since, and what was answered", arguments: Kind.allCases)
  func changes(kind: Kind) throws {
    let bench = try Bench(kind)
    #expect(
      try bench.ask { bench.first.changes(since: nil, completion: $0) }
        == BotChanges(count: 0, latest: 0, records: []))
    var first = decision("h1", "v1", revision: 0)
    first.answer = "it was done"
    #expect(try bench.commit(first) == .kept && bench.commit(decision("h2", "v2", revision: 0)) == .kept)
    #expect(try bench.ask { bench.second.read("h1", completion: $0) }.answer == "it was done")
    let all = try bench.ask { bench.second.changes(since: nil, completion: $0) }
    #expect(all.count == 2 && all.records.map(\.record.id) == ["v1", "v2"] && all.records.last?.at == all.latest)
    #expect(try bench.commit(decision("h3", "v1", revision: 1)) == .kept)
    let new = try bench.ask { bench.first.changes(since: all.latest, completion: $0) }
    #expect(new.count == 2 && new.latest > all.latest)
    #expect(
      new.records == [
        BotChanges.Change(
          at: new.latest, record: BotRecord(id: "v1", revision: 2, content: Array("v1 2".utf8)))
      ])
    #expect(try bench.ask { bench.first.changes(since: new.latest, completion: $0) }.records.isEmpty)
  }

  @Test("tells what has changed since, though the clock went back, as after a failover")
  func slowerClock() throws {
    let bench = try Bench(.redis)
    let redis = try #require(bench.redis)
    #expect(try bench.commit(decision("h1", "v1", revision: 0)) == .kept)
    let keys = try redis.command("KEYS", "*:records").split(separator: "\r\n").filter { $0.hasPrefix("tc:") }
    _ = try redis.command("ZADD", String(try #require(keys.first)), "9000000000000000", "v1")
    let known = try bench.ask { bench.first.changes(since: nil, completion: $0) }.latest
    #expect(known == 9_000_000_000_000_000)
    #expect(try bench.commit(decision("h2", "v2", revision: 0)) == .kept)
    let new = try bench.ask { bench.second.changes(since: known, completion: $0) }
    #expect(new.latest > known && new.records.map(\.record.id) == ["v2"])
    #expect(try bench.ask { bench.first.agenda(waiting: 0, completion: $0) }.messages.count == 4)
  }

  @Test("changes a record only from what it was read as", arguments: Kind.allCases)
  func conflict(kind: Kind) throws {
    let bench = try Bench(kind)
    #expect(try bench.commit(decision("h1", "v1", revision: 0)) == .kept)
    #expect(try bench.commit(decision("h2", "v1", revision: 0)) == .conflict)
    #expect(try bench.ask { bench.first.read("h2", completion: $0) }.isHandled == false)
    #expect(try bench.commit(decision("h2", "v1", revision: 1), by: bench.second) == .kept)
    #expect(try bench.commit(decision(nil, "v1", revision: 1)) == .conflict)
    #expect(try bench.ask { bench.first.read(nil, completion: $0) }.records.map(\.revision) == [2])
  }

  @Test("tells messages in the order in which they were decided, however fast that went", arguments: Kind.allCases)
  func order(kind: Kind) throws {
    let bench = try Bench(kind)
    for store in [bench.first, bench.second] { _ = try bench.ask { store.read(nil, completion: $0) } }
    let names = (1...60).map { "h\(($0 * 37) % 61)" }
    var kept = 0
    for (index, name) in names.enumerated() {
      let store = index % 2 == 0 ? bench.first : bench.second
      store.commit(decision(name, "v", revision: index)) { if case .success(.kept) = $0 { kept += 1 } }
      // Two connections: the next is decided after the one before is kept, but without a pause.
      let deadline = Clock.monotonic + .seconds(testTimeout)
      while kept <= index, Clock.monotonic < deadline { bench.reactor.turn(timeout: .milliseconds(1)) }
      try #require(kept == index + 1)
    }
    let agenda = try bench.ask { bench.first.agenda(waiting: 0, completion: $0) }
    #expect(agenda.messages.map(\.id) == names.flatMap { ["\($0)-a", "\($0)-b"] })
  }

  @Test("tells what is due, until it has been seen to", arguments: Kind.allCases)
  func due(kind: Kind) throws {
    let bench = try Bench(kind)
    let now = try bench.ask { bench.first.read(nil, completion: $0) }.now
    #expect(abs(now - bench.reactor.wallClock) < 60_000)
    #expect(try bench.commit(decision("h1", "v1", revision: 0, due: now - 1)) == .kept)
    #expect(try bench.commit(decision("h2", "v2", revision: 0, due: now + 3_600_000)) == .kept)
    #expect(try bench.ask { bench.second.agenda(waiting: 0, completion: $0) }.due == ["v1"])
    #expect(try bench.commit(decision(nil, "v1", revision: 1)) == .kept)
    #expect(try bench.ask { bench.second.agenda(waiting: 0, completion: $0) }.due.isEmpty)
  }

  @Test("remembers how far rooms have been read", arguments: Kind.allCases)
  func positions(kind: Kind) throws {
    let bench = try Bench(kind)
    #expect(try bench.ask { bench.first.position(in: "team", completion: $0) } == nil)
    var decision = BotDecision(heard: "h1")
    decision.position = ("@a.b", "p1")
    #expect(try bench.commit(decision) == .kept)
    #expect(try bench.ask { bench.second.position(in: "@a.b", completion: $0) } == "p1")
  }

  @Test("keeps the newest records, and not for ever", arguments: Kind.allCases)
  func bounds(kind: Kind) throws {
    let bench = try Bench(kind)
    for number in 1...(BotRetention.records + 5) {
      _ = try bench.commit(decision("h\(number)", "v\(number)", revision: 0, due: 1))
    }
    let snapshot = try bench.ask { bench.first.read(nil, completion: $0) }
    #expect(snapshot.records.count == BotRetention.records && snapshot.number == BotRetention.records + 5)
    #expect(snapshot.records.first?.id == "v6")
  }

  @Test("goes along with its slot to another node of a cluster and back, and waits for it while it is on its way")
  func moving() throws {
    let bench = try Bench(.cluster)
    let cluster = try #require(bench.cluster)
    let slot = HashSlot(ofKey: BotKeys(kind: "vote", name: "Vote").index).number
    #expect(try bench.commit(decision("h0", "v1", revision: 0)) == .kept)
    for (round, store) in [bench.second, bench.first].enumerated() {
      let decided = decision("h\(round + 1)", "v1", revision: round + 1)
      let target = cluster.primaries[try cluster.owner(of: slot) === cluster.primaries[0] ? 1 : 0]
      let move = try cluster.begin(moving: slot, to: target)
      try cluster.migrate(move, keys: 2)
      var result: Result<BotVerdict, BotStoreFailure>?
      store.commit(decided) { result = $0 }
      for _ in 0..<3 { bench.reactor.turn(timeout: .milliseconds(1)) }
      if case .success? = result { Issue.record("kept while a part of the keys was elsewhere") }
      try cluster.finish(move)
      // On a busy machine it may have been given up; to ask again is what bots do then.
      let verdict = try bench.commit(decided, by: store)
      #expect([.kept, .handledBefore].contains(verdict))
      let snapshot = try bench.ask { store.read("h\(round + 1)", completion: $0) }
      #expect(snapshot.isHandled && snapshot.records.map(\.revision) == [round + 2])
    }
    #expect(try bench.ask { bench.first.agenda(waiting: 0, completion: $0) }.messages.count == 6)
  }

  @Test("goes on at the replica of a cluster's node that has ended")
  func failover() throws {
    let bench = try Bench(.cluster, replicas: 1)
    let cluster = try #require(bench.cluster)
    let slot = HashSlot(ofKey: BotKeys(kind: "vote", name: "Vote").index).number
    #expect(try bench.commit(decision("h0", "v1", revision: 0)) == .kept)
    let owner = try cluster.owner(of: slot)
    try waitUntil("the replica to have it") {
      try cluster.replicas.contains { try $0.command("CLUSTER", "COUNTKEYSINSLOT", String(slot)) != ":0\r\n" }
    }
    try cluster.missNodes(after: 2_000)
    owner.kill()
    for (round, store) in [bench.first, bench.second].enumerated() {
      _ = try bench.commit(decision("h\(round + 1)", "v1", revision: round + 1), by: store)
      #expect(try bench.ask { store.read(nil, completion: $0) }.records.map(\.revision) == [round + 2])
    }
  }

  @Test("writes as many keys and arguments as its scripts name")
  func heads() throws {
    let scripts = [
      RedisBotStore.readScript, RedisBotStore.commitScript, RedisBotStore.agendaScript, RedisBotStore.changesScript,
    ]
    let heads = try scripts.map(ScriptHead.init)
    let redis = try RedisProcess()
    let reactor = try Reactor()
    let store = RedisBotStore(reactor, Self.configuration(redis), kind: "vote", name: "Vote")
    let monitor = try redis.monitor()
    var answers = 0
    let deadline = Clock.monotonic + .seconds(testTimeout)
    while answers < 4, Clock.monotonic < deadline {
      answers = 0
      var asked = 4
      store.read("h1") {
        asked -= 1; if case .success = $0 { answers += 1 }
      }
      store.commit(decision("h1", "v1", revision: 0)) {
        asked -= 1; if case .success = $0 { answers += 1 }
      }
      store.agenda(waiting: 0) {
        asked -= 1; if case .success = $0 { answers += 1 }
      }
      store.changes(since: 1) {
        asked -= 1; if case .success = $0 { answers += 1 }
      }
      while asked > 0 { reactor.turn(timeout: .milliseconds(5)) }
      // Refused at once, while the connection is being made.
      if answers < 4 { reactor.turn(timeout: .milliseconds(5)) }
    }
    let calls = try monitor.stop().filter { $0.contains("\"EVALSHA\"") }.map {
      $0.split(separator: "\" \"", omittingEmptySubsequences: false).count - 3
    }
    // The decision has two messages.
    #expect(Array(calls.suffix(4)) == zip(heads, [0, 4, 0, 0]).map { $0.keys + $0.arguments + $1 })
  }

  @Test("lets everything in Redis expire, under names of its own")
  func expiry() throws {
    let redis = try RedisProcess()
    let reactor = try Reactor()
    let store = RedisBotStore(reactor, Self.configuration(redis), kind: "vote", name: "Der Böse\r\n")
    var verdict: BotVerdict?
    var decision = decision("h1", "v1", revision: 0, due: 1)
    decision.position = ("team", "p")
    while verdict == nil {
      store.commit(decision) { verdict = try? $0.get() }
      reactor.turn(timeout: .milliseconds(5))
    }
    let keys = try redis.command("KEYS", "*").split(separator: "\r\n").filter { $0.hasPrefix("tc:") }
    #expect(keys.count == 7)
    for key in keys {
      #expect(key.wholeMatch(of: /tc:vote:\{\.[0-9a-f]+\}:[a-z]+(:[A-Za-z0-9]+)?/) != nil, "\(key)")
      let time = try redis.command("TTL", String(key)).dropFirst().prefix { $0.isNumber }
      #expect((Int(time) ?? -1) > 86_400, "\(key)")
    }
  }
}
