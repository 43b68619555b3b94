import Base
import Broker
import BrokerContract
import ChatProtocol
import EventLoop
import RedisBroker
import RedisClient
import TestTimeout
import Testing

@Suite("A Redis that answers strangely")
struct StrangeRedisTests {
  private func broker(
    _ reactor: Reactor, answer: @escaping (_ commands: Int, _ text: String) -> [UInt8]
  ) throws -> (RedisBroker, FakeRedis) {
    let redis = try FakeRedis(reactor, answer: answer)
    var configuration = RedisBrokerConfiguration(
      server: RedisServer(host: "127.0.0.1", port: redis.port), instance: "a")
    configuration.redis.answerTimeout = .milliseconds(500)
    return (RedisBroker(reactor, configuration), redis)
  }

  private func turn(_ reactor: Reactor, until condition: () -> Bool) {
    let end = ContinuousClock.now + .seconds(testTimeout)
    while !condition(), ContinuousClock.now < end { reactor.turn(timeout: .milliseconds(10)) }
  }

  @Test("is found at another address of its name, where the first leads nowhere")
  func addresses() throws {
    let reactor = try Reactor()
    let redis = try FakeRedis(reactor) { count, _ in Array(String(repeating: "-ERR no\r\n", count: count).utf8) }
    let dead = try #require(SocketAddress(ip: "::1", port: 1))
    let silent = try Listener(reactor, address: .loopback(port: 0)) { _ in }
    let mute = try #require(silent.localAddress)
    var configuration = RedisBrokerConfiguration(
      server: RedisServer(host: "redis.example", port: redis.port), instance: "a")
    configuration.redis.answerTimeout = .milliseconds(100)
    let port = redis.port
    configuration.redis.resolve = { _, _ in [dead, mute, .loopback(port: port)] }
    let broker = RedisBroker(reactor, configuration)
    turn(reactor) { redis.accepted > 0 }
    #expect(redis.accepted > 0)
    broker.end()
    silent.close()
  }

  @Test("is waited for while it loads")
  func loading() throws {
    let reactor = try Reactor()
    let line = "-LOADING Redis is loading the dataset in memory\r\n"
    let (broker, redis) = try broker(reactor) { count, _ in
      Array(String(repeating: line, count: count).utf8)
    }
    let loading = BrokerCondition.impaired(reason: "Redis: LOADING Redis is loading the dataset in memory")
    turn(reactor) { redis.accepted > 6 && broker.condition == loading }
    #expect(broker.condition == loading)
    broker.end()
  }

  @Test("is not taken for one that works when it is too old, and that is said")
  func old() throws {
    let reactor = try Reactor()
    let facts = "# Server\r\nredis_version:6.2.14\r\nredis_mode:standalone\r\n"
    let (broker, redis) = try broker(reactor) { count, _ in
      Array(("$\(facts.utf8.count)\r\n\(facts)\r\n" + String(repeating: "+OK\r\n", count: count - 1)).utf8)
    }
    let old = BrokerCondition.impaired(reason: "this is Redis 6.2.14: it takes Redis 7.0 or later, or Valkey")
    turn(reactor) { redis.accepted > 6 && broker.condition == old }
    #expect(broker.condition == old)
    broker.end()
  }

  @Test(
    "is left and tried again when it does not speak the protocol or answers nonsense",
    arguments: [
      "HTTP/1.1 400 Bad Request\r\n\r\n", "*2\r\n$6\r\nmaster\r\n:x\r\n", ":1\r\n:2\r\n", "$-1\r\n", "*-1\r\n",
      "*0\r\n",
      "*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n", "-ERR no\r\n", "",
    ])
  func nonsense(_ text: String) throws {
    let reactor = try Reactor()
    let (broker, redis) = try broker(reactor) { count, _ in
      Array(String(repeating: text, count: max(count, 1)).utf8)
    }
    turn(reactor) { redis.accepted > 4 }
    #expect(redis.accepted > 4)
    #expect(broker.condition != .delivering)
    broker.end()
  }

  @Test("no answer of another form is taken for one of the right form")
  func wrongAnswers() throws {
    let reactor = try Reactor()
    var answer = "+OK\r\n"
    let (broker, redis) = try broker(reactor) { count, text in
      // As it is asked at first, and not for a section.
      if text.contains("*1\r\n$4\r\nINFO") {
        let primary = "role:master\r\nmaster_replid:" + String(repeating: "0", count: 40)
        let digests = String(repeating: "$4\r\nabcd\r\n", count: count - 1)
        return Array("$\(primary.utf8.count)\r\n\(primary)\r\n\(digests)".utf8)
      }
      if text.contains("SUBSCRIBE") {
        return Array(String(repeating: "*3\r\n$9\r\nsubscribe\r\n$1\r\nx\r\n:1\r\n", count: 2).utf8)
      }
      return Array(String(repeating: answer, count: count).utf8)
    }
    let room = try RoomName.sample()
    for strange in ["+OK\r\n", ":-9\r\n", "$-1\r\n", "*0\r\n", "*3\r\n:1\r\n:2\r\n:3\r\n", "$3\r\nn a\r\n"] {
      answer = strange
      var failures = 0
      var answers = 0
      func count<Value>(_ result: Result<Value, BrokerFailure>) {
        answers += 1
        if case .failure(.unavailable) = result { failures += 1 }
      }
      turn(reactor) {
        broker.perform(Publish(.sample(1, in: room)), reply: count)
        return answers > failures || answers > 3
      }
      broker.perform(Synchronize(room, after: nil, limit: 5), reply: count)
      broker.perform(ReadHistory(of: room, .after(seq: 0), limit: 5), reply: count)
      broker.perform(ListMembers(of: room, limit: 5), reply: count)
      turn(reactor) { answers >= 7 }
      #expect(failures == answers, "\(strange)")
    }
    #expect(redis.accepted >= 2)
    broker.end()
  }
}
