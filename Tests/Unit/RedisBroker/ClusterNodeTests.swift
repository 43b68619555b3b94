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
    let subscriber = SubscriberConnection(reactor, RedisConfiguration(server: server(redis)))
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
}
