import Testing

@testable import RedisClient

@Suite("The URL of Redis")
struct RedisServerTests {
  @Test("names host, port, credentials and database")
  func accepted() throws {
    let expected: [(String, RedisServer)] = [
      ("redis://localhost", RedisServer(host: "localhost")),
      ("redis://10.0.0.1:7000/", RedisServer(host: "10.0.0.1", port: 7_000)),
      ("REDIS://redis.example:6380/3", RedisServer(host: "redis.example", port: 6_380, database: 3)),
      ("redis://[::1]:6379/0", RedisServer(host: "[::1]")),
      ("redis://[::1]", RedisServer(host: "[::1]")),
      ("redis://:secret@h", RedisServer(host: "h", password: "secret")),
      ("redis://ann:a%3Ab%40c%2F%20@h:1", RedisServer(host: "h", port: 1, user: "ann", password: "a:b@c/ ")),
    ]
    for (url, server) in expected { #expect(try RedisServer(url: url) == server, "\(url)") }
  }

  @Test("names sentinels and what they call the primary")
  func sentinels() throws {
    let one = RedisAddress(host: "a.example", port: 26_379)
    let two = RedisAddress(host: "[::1]", port: 5_000)
    let expected: [(String, RedisServer)] = [
      ("redis+sentinel://a.example/mymaster", RedisServer(.named("mymaster", sentinels: [one]))),
      (
        "redis+sentinel://a.example,[::1]:5000/my.m-1_/3",
        RedisServer(.named("my.m-1_", sentinels: [one, two]), database: 3)
      ),
      ("Redis+Sentinel://[::1]:5000,a.example:26379/m/", RedisServer(.named("m", sentinels: [two, one]))),
      ("redis+sentinel://:secret@a.example/m/0", RedisServer(.named("m", sentinels: [one]), password: "secret")),
      ("redis+sentinel://u:p@a.example/m", RedisServer(.named("m", sentinels: [one]), user: "u", password: "p")),
    ]
    for (url, server) in expected { #expect(try RedisServer(url: url) == server, "\(url)") }
    #expect(
      try RedisServer(url: "redis+sentinel://u:secret@a.example,[::1]:5000/m").description
        == "redis+sentinel://a.example:26379,[::1]:5000/m/0")
  }

  @Test("names some nodes of a cluster")
  func cluster() throws {
    let nodes = [RedisAddress(host: "a.example", port: 6_379), RedisAddress(host: "[::1]", port: 7_000)]
    let server = try RedisServer(url: "redis+cluster://u:secret@a.example,[::1]:7000/")
    #expect(server == RedisServer(.cluster(seeds: nodes), user: "u", password: "secret"))
    #expect(server.isOfCluster && server.description == "redis+cluster://a.example:6379,[::1]:7000")
    let node = server.node(at: nodes[1])
    #expect(node.place == .at(nodes[1]) && node.isOfCluster && node.password == "secret" && node.user == "u")
    #expect(try !RedisServer(url: "redis://h").isOfCluster)
  }

  @Test(
    "refuses what it does not understand, without repeating the password",
    arguments: [
      "", "redis", "redis:", "redis://", "localhost:6379", "http://h", "rediss://:secret@h", "unix:///tmp/redis",
      "redis://h:0", "redis://h:65536", "redis://h:x", "redis://h:", "redis://h/x", "redis://h/-1", "redis://h/1/2",
      "redis://ann@h", "redis://ann:@h", "redis://:sec%ret@h", "redis://:secret%@h", "redis://h?db=1", "redis://h#1",
      "redis://a b", "redis://::1", "redis://:secret@", "redis://h/99999999999999999999", "redis://h,i", "redis://h//1",
      "redis+sentinel://", "redis+sentinel://h", "redis+sentinel://h/", "redis+sentinel:///m", "redis+sentinel://h,/m",
      "redis+sentinel://,h/m", "redis+sentinel://h,,i/m", "redis+sentinel://h:1,h:1/m", "redis+sentinel://h:0/m",
      "redis+sentinel://h/m m", "redis+sentinel://h/m/x", "redis+sentinel://h/m/1/2", "redis+sentinel://h/m//",
      "redis+sentinel://:secret@h", "redis+sentinel://a:secret@h/m?x", "redis+sentinel://h/%41",
      "rediss+sentinel://h/m", "redis+cluster://", "redis+cluster:///", "redis+cluster://h/0", "redis+cluster://h//",
      "redis+cluster://h/name", "redis+cluster://h,h", "redis+cluster://h,", "redis+cluster://h:0",
      "rediss+cluster://h",
      "redis+cluster://a:secret@h/m", "redis+cluster://\(Array(1...16).map { "h:\($0)" }.joined(separator: ","))",
      "redis+sentinel://\(Array(1...16).map { "h:\($0)" }.joined(separator: ","))/m",
    ])
  func refused(_ url: String) {
    do throws(RedisServer.Refusal) {
      let server = try RedisServer(url: url)
      Issue.record("taken as \(server)")
    } catch {
      #expect(!error.description.isEmpty && !error.description.contains("secret"))
    }
  }

  @Test("says plainly that TLS is not supported")
  func tls() {
    #expect(throws: RedisServer.Refusal.self) { try RedisServer(url: "rediss://h") }
    #expect(RedisServer(host: "h", password: "secret").description == "redis://h:6379/0")
  }
}
