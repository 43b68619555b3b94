import Redis
import Testing

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

  @Test(
    "refuses what it does not understand, without repeating the password",
    arguments: [
      "", "redis", "redis:", "redis://", "localhost:6379", "http://h", "rediss://:secret@h", "unix:///tmp/redis",
      "redis://h:0", "redis://h:65536", "redis://h:x", "redis://h:", "redis://h/x", "redis://h/-1", "redis://h/1/2",
      "redis://ann@h", "redis://ann:@h", "redis://:sec%ret@h", "redis://:secret%@h", "redis://h?db=1", "redis://h#1",
      "redis://a b", "redis://::1", "redis://:secret@", "redis://h/99999999999999999999",
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
