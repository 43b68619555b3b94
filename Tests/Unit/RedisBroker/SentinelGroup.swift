import RedisClient
import RedisProcess
import Testing

@testable import RedisBroker

/// A primary, replicas and three sentinels that watch over them.
final class SentinelGroup {
  static let name = "tests"
  let servers: [RedisProcess]
  let sentinels: [RedisProcess]

  /// They replace nobody by themselves until `missServers`, as a busy machine makes those silent, too, that are well.
  init(replicas: Int = 1, _ options: [String] = []) throws {
    let first = try RedisProcess(options)
    servers =
      try [first] + (0..<replicas).map { _ in try RedisProcess(options + ["--replicaof", "127.0.0.1 \(first.port)"]) }
    sentinels = try (0..<3).map { _ in
      try RedisProcess(sentinelOf: first.port, called: Self.name, quorum: 2, downAfter: 60_000)
    }
    try waitUntil("the replicas") {
      try first.command("INFO", "replication").contains("connected_slaves:\(replicas)")
    }
    try waitUntil("the sentinels to see all") {
      try self.sentinels.allSatisfy { try Self.isReady($0, replicas: replicas) }
    }
  }

  /// From now on a server that is silent for so long is given up: milliseconds.
  func missServers(after silence: Int) throws {
    for sentinel in sentinels {
      for (option, value) in [("down-after-milliseconds", silence), ("failover-timeout", silence * 3 / 2)] {
        #expect(try sentinel.command("SENTINEL", "SET", Self.name, option, String(value)) == "+OK\r\n")
      }
    }
  }

  private static func isReady(_ sentinel: RedisProcess, replicas: Int) throws -> Bool {
    let facts = try sentinel.command("SENTINEL", "MASTER", name)
    func says(_ key: String, _ value: Int) -> Bool { facts.contains("\(key)\r\n$1\r\n\(value)\r\n") }
    return says("num-slaves", replicas) && says("num-other-sentinels", 2)
  }

  /// What instances are configured with.
  var server: RedisServer {
    let addresses = sentinels.map { RedisAddress(host: "127.0.0.1", port: $0.port) }
    return RedisServer(.named(Self.name, sentinels: addresses))
  }

  func fleet() throws -> RedisFleet {
    let fleet = try RedisFleet(redis: servers[0])
    let server = server
    fleet.configure = { $0.redis.server = server }
    return fleet
  }
}
