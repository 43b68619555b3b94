import Base
import Broker
import BrokerContract
import ChatProtocol
import RedisClient
import RedisProcess
import Testing

@testable import RedisBroker

@Suite("A primary named by sentinels", .serialized)
struct SentinelTests {
  @Test("is found by the first sentinel that answers")
  func found() throws {
    let group = try SentinelGroup(replicas: 0)
    group.sentinels[0].kill()
    group.sentinels[1].freeze()
    let fleet = try group.fleet()
    let ann = try ContractInstance("a", on: fleet)
    #expect(try ann.publish(.sample(1, in: .sample())).position.seq == 1)
    group.sentinels[1].thaw()
  }

  @Test("is not found by a name that nobody knows, and that is said")
  func unknownName() throws {
    let group = try SentinelGroup(replicas: 0)
    let fleet = try group.fleet()
    var server = group.server
    if case .named(_, let sentinels) = server.place { server.place = .named("other", sentinels: sentinels) }
    fleet.configure = { $0.redis.server = server }
    let broker = fleet.makeBroker("a")
    func reason() -> String { if case .impaired(let reason) = broker.condition { reason } else { "" } }
    fleet.wait { reason().hasSuffix("it knows no primary named other") }
    #expect(reason().hasPrefix("the sentinel 127.0.0.1:") && reason().hasSuffix("it knows no primary named other"))
  }

  @Test("is found although a sentinel is behind the times and names a replica")
  func stale() throws {
    let group = try SentinelGroup()
    let fleet = try group.fleet()
    let host = "127.0.0.1"
    let port = String(group.servers[1].port)
    let fake = try FakeRedis(fleet.reactor) { _, text in
      guard text.contains("GET-MASTER-ADDR") else { return Array("+PONG\r\n".utf8) }
      return Array("*2\r\n$\(host.utf8.count)\r\n\(host)\r\n$\(port.utf8.count)\r\n\(port)\r\n".utf8)
    }
    let sentinels = [fake.port, group.sentinels[0].port].map { RedisAddress(host: host, port: $0) }
    fleet.configure = { $0.redis.server = RedisServer(.named(SentinelGroup.name, sentinels: sentinels)) }
    let ann = try ContractInstance("a", on: fleet)
    #expect(fake.accepted > 1)
    #expect(try ann.publish(.sample(1, in: .sample())).position.seq == 1)
  }

  @Test("is followed to another server when it dies, by both connections")
  func killed() throws {
    let group = try SentinelGroup()
    let fleet = try group.fleet()
    let room = try RoomName.sample()
    let ann = try ContractInstance("a", on: fleet)
    try ann.subscribe(to: room)
    try ann.publish(3, in: room)
    try group.missServers(after: 2_000)
    group.servers[0].kill()
    try ann.wait(for: "the loss") { ann.broker.condition != .delivering }
    try ann.wait(for: "the other primary") { ann.broker.condition == .delivering }
    let receipt = try ann.publish(.sample(4, in: room))
    try ann.settle(in: room)
    #expect(ann.messages[room]?.last?.stored.identity == receipt.position.identity)
    #expect(try group.servers[1].command("XLEN", "tc:{\(room.text)}:s") != ":0\r\n")
  }

  @Test("is left when it is frozen, as soon as the sentinels have appointed another")
  func frozen() throws {
    let group = try SentinelGroup()
    let fleet = try group.fleet()
    let server = group.server
    // Only the sentinels can tell in time: its own silence would count much later.
    fleet.configure = {
      $0.redis.server = server
      $0.redis.answerTimeout = .seconds(600)
    }
    let ann = try ContractInstance("a", on: fleet)
    let alarms = ann.alarms
    try group.missServers(after: 2_000)
    group.servers[0].freeze()
    defer { group.servers[0].thaw() }
    try ann.wait(for: "the other primary") { ann.alarms > alarms && ann.broker.condition == .delivering }
    #expect(try ann.publish(.sample(1, in: .sample())).position.seq == 1)
  }

  @Test("is left when it was demoted and its connections still work")
  func demoted() throws {
    let group = try SentinelGroup()
    let fleet = try group.fleet()
    let ann = try ContractInstance("a", on: fleet)
    let alarms = ann.alarms
    // It may have heard of the replica, and not yet from it.
    try waitUntil("the sentinel to begin") {
      try !group.sentinels[0].command("SENTINEL", "FAILOVER", SentinelGroup.name).hasPrefix("-NOGOODSLAVE")
    }
    try ann.wait(for: "the other primary") { ann.alarms > alarms && ann.broker.condition == .delivering }
    // Another sentinel may have named the old one once more.
    var receipt: Receipt?
    try ann.wait(for: "the other primary to take a message") {
      receipt = try? ann.publish(.sample(1, in: .sample()))
      let isThere = try? isPrimary(group.servers[1], with: "tc:{lobby}:s")
      return receipt != nil && isThere == true
    }
    #expect(receipt?.position.seq == 1)
  }

  private func isPrimary(_ server: RedisProcess, with key: String) throws -> Bool {
    try server.command("ROLE").contains("master") && server.command("EXISTS", key) == ":1\r\n"
  }
}
