import Base
import Broker
import ChatProtocol
import EventLoop
import RedisClient
import TestTimeout
import Testing

@testable import RedisBroker

@Suite("A cluster's node that answers out of the ordinary")
struct ClusterNodeTests {
  private let reactor: Reactor

  init() throws { reactor = try Reactor() }

  private func turn(until condition: () -> Bool) {
    let end = ContinuousClock.now + .seconds(testTimeout)
    while !condition(), ContinuousClock.now < end { reactor.turn(timeout: .milliseconds(10)) }
  }

  private func server(_ redis: FakeRedis) -> RedisServer {
    RedisServer(.cluster(seeds: [])).node(at: RedisAddress(host: "127.0.0.1", port: redis.port))
  }

  @Test(
    "what it has let go of can be unfollowed, before and after it says so, and all else is followed on",
    arguments: [false, true], [false, true])
  func unfollowing(saysSo: Bool, isAlone: Bool) throws {
    let moved = "-MOVED \(HashSlot(ofKey: "tc:{a}").number) 127.0.0.1:1\r\n"
    let redis = try FakeRedis(reactor) { words in
      guard words.first == "SUNSUBSCRIBE" else { return FakeRedis.push("ssubscribe", words.last ?? "") }
      return saysSo ? FakeRedis.push("sunsubscribe", "tc:{a}") + moved : moved
    }
    var configuration = RedisConfiguration(server: server(redis))
    configuration.answerTimeout = .seconds(testTimeout)
    let subscriber = SubscriberConnection(reactor, configuration)
    var losses = 0
    subscriber.onDown = { losses += 1 }
    subscriber.link.start()
    turn { subscriber.link.isUp }
    var answers: [String: Bool] = [:]
    func follow(_ room: String) {
      subscriber.follow("tc:{\(room)}") { _ in
      } completion: { result in
        if case .success = result { answers[room] = true } else { answers[room] = false }
      }
    }
    follow("a")
    turn { answers["a"] != nil }
    subscriber.unfollow("tc:{a}")
    if !isAlone { follow("b") }
    reactor.turn(timeout: .zero)
    follow("c")
    turn { answers["c"] != nil }
    #expect(answers == (isAlone ? ["a": true, "c": true] : ["a": true, "b": true, "c": true]))
    #expect(losses == 0 && redis.accepted == 1)
    subscriber.link.end()
  }

  @Test("replicas are asked behind a write alone, and one that is refused proves nothing")
  func gate() throws {
    var written = "-MOVED 0 127.0.0.1:1\r\n"
    var sent: Set<String> = []
    let redis = try FakeRedis(reactor) { words in
      sent.insert(words.first ?? "")
      return words.first == "WAIT" ? ":1\r\n" : written
    }
    var configuration = RedisBrokerConfiguration(server: server(redis), instance: "a")
    configuration.replicas = 1
    let connection = CommandConnection(reactor, configuration.redis, scripts: [])
    var mark: String? = "tc:mark:{0}:a"
    let gate = DurabilityGate(reactor, connection, configuration) { mark }
    var redirections = 0
    gate.onRedirected = { _ in redirections += 1 }
    connection.onUp = { gate.connected() }
    connection.onDown = { gate.disconnected() }
    connection.link.start()
    func expect(_ reason: String?) {
      turn {
        gate.tick()
        return gate.impairment == reason
      }
      #expect(gate.impairment == reason)
    }
    expect("the replicas cannot be asked: Redis: MOVED 0 127.0.0.1:1")
    #expect(redirections > 0)
    mark = nil
    expect("the replicas cannot be asked: none of its slots is known")
    (mark, written) = ("tc:mark:{1}:a", "+OK\r\n")
    expect(nil)
    #expect(sent == ["SET", "WAIT"])
    connection.link.end()
  }

  @Test("there is a key for each slot, so that each primary with slots can be written to")
  func marks() {
    let slots = Set((0..<Cluster.tagCount).lazy.map { HashSlot(ofKey: String($0)) })
    #expect(slots.count == HashSlot.count)
  }
}
