import Testing

@testable import RedisClient

@Suite("What a server says of itself")
struct ServerFactsTests {
  /// As real servers answer `INFO`, shortened.
  private func info(_ lines: String...) -> ServerFacts {
    let more = ["os:Linux 6.1 x86_64", "executable:/usr/bin/a:b", ""]
    return ServerFacts(ServerInfo((["# Server"] + lines + more).joined(separator: "\r\n")))
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

  @Test("a primary has an id, and who is none, or does not say so, is refused")
  func primary() throws {
    let id = String(repeating: "0a", count: 20)
    #expect(info("role:master", "master_replid:\(id)") == ServerFacts(isPrimary: true, replicationID: id))
    try ServerFacts(isPrimary: true).requirePrimary()
    let replica = RedisFailure(.wrongServer, "this Redis is a replica")
    #expect(throws: replica) { try info("role:slave", "slave0:ip=::1,port=1").requirePrimary() }
    #expect(throws: RedisFailure.unreadable) { try info("roles:master", "arole:master").requirePrimary() }
    for strange in ["", String(id.dropLast()), id + "0", String(id.dropLast()) + "g"] {
      #expect(info("master_replid:\(strange)").replicationID == nil)
    }
  }

  @Test("numbered values are told in their order")
  func numbered() {
    let info = ServerInfo("role:master\r\nslave0:ip=::1\r\nslave1:b\r\nmaster_slave2:c\r\nslave\r\n")
    #expect(info.values(ofNamesWith: "slave") == ["ip=::1", "b"])
    #expect(info["slave1"] == "b" && info["slave"] == nil && info["slave2"] == nil)
  }

  @Test("what is said otherwise is passed over")
  func strange() {
    for text in ["", "\n", "redis_version", ":", "redis_mode:", "redis_mode:proxy"] {
      #expect(ServerFacts(ServerInfo(text)) == ServerFacts(), "\(text)")
      #expect(ServerFacts(ServerInfo(text)).refusal(isOfCluster: false) == nil)
    }
  }
}
