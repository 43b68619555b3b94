import Testing

@testable import RedisClient

@Suite("What a server says of itself")
struct ServerFactsTests {
  /// As real servers answer `INFO server`, shortened.
  private func info(_ lines: String...) -> ServerFacts {
    let more = ["os:Linux 6.1 x86_64", "executable:/usr/bin/a:b", ""]
    return ServerFacts(info: (["# Server"] + lines + more).joined(separator: "\r\n"))
  }

  @Test("Redis and Valkey name their version and what they are")
  func known() {
    #expect(info("redis_version:7.0.15", "redis_mode:standalone") == ServerFacts(version: "7.0.15", mode: .standalone))
    #expect(info("redis_version:8.2.3", "redis_mode:cluster") == ServerFacts(version: "8.2.3", mode: .cluster))
    let valkey = info("redis_version:7.2.4", "server_name:valkey", "valkey_version:9.1.2", "server_mode:sentinel")
    #expect(valkey == ServerFacts(version: "7.2.4", mode: .sentinel))
  }

  @Test("the old ones, nodes of a cluster and sentinels are refused")
  func refused() {
    for version in ["6.2.14", "5.0.3", "2.8.0", "6"] {
      let refusal = ServerFacts(version: version, mode: .standalone).refusal(isOfCluster: false)
      #expect(refusal == "this is Redis \(version): it takes Redis 7.0 or later, or Valkey")
    }
    #expect(ServerFacts(version: "8.2.3", mode: .cluster).refusal(isOfCluster: false)?.contains("cluster") == true)
    #expect(ServerFacts(version: "8.2.3", mode: .sentinel).refusal(isOfCluster: false)?.contains("sentinel") == true)
  }

  @Test("who is no node of a cluster is refused where one is named, and a node is not")
  func ofCluster() {
    #expect(ServerFacts(version: "7.0.15", mode: .cluster).refusal(isOfCluster: true) == nil)
    #expect(
      ServerFacts(version: "7.0.15", mode: .standalone).refusal(isOfCluster: true)?.contains("no node") == true)
    #expect(ServerFacts(version: "6.2.14", mode: .cluster).refusal(isOfCluster: true)?.contains("6.2.14") == true)
    #expect(ServerFacts(mode: .sentinel).refusal(isOfCluster: true)?.contains("sentinel") == true)
  }

  @Test(
    "others are not, nor is who says nothing of it",
    arguments: ["7.0.0", "7.2.4", "8.2.3", "10.0.0", "255.255.255", "", "x", "-6.0"])
  func taken(version: String) {
    #expect(ServerFacts(version: version, mode: .standalone).refusal(isOfCluster: false) == nil)
    #expect(ServerFacts(version: version).refusal(isOfCluster: false) == nil)
  }

  @Test("what is said otherwise is passed over")
  func strange() {
    for text in ["", "\n", "redis_version", ":", "redis_mode:", "redis_mode:proxy"] {
      #expect(ServerFacts(info: text) == ServerFacts(), "\(text)")
      #expect(ServerFacts(info: text).refusal(isOfCluster: false) == nil)
    }
  }
}
