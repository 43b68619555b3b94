import Testing

@testable import RedisClient

@Suite("What a cluster's nodes say")
struct ClusterReplyTests {
  private func slot(_ number: Int) throws -> HashSlot { try #require(HashSlot(number)) }

  @Test("a key's slot is the one that the cluster's specification gives it")
  func slots() {
    #expect(HashSlot.checksum("123456789".utf8) == 0x31C3)
    for (key, number) in [
      ("", 0), ("foo", 12_182), ("bar", 5_061), ("hello", 866), ("somekey", 11_058), ("foo{hash_tag}", 2_515),
      ("bar{hash_tag}", 2_515), ("{user1000}.following", 3_443), ("{user1000}.followers", 3_443),
      // An empty tag is none; the first one counts, up to its first brace.
      ("foo{}{bar}", 8_363), ("foo{{bar}}zap", 4_015), ("foo{bar}{zap}", 5_061), ("tc:{foo}:m", 12_182),
    ] {
      #expect(HashSlot(ofKey: key).number == number, "\(key)")
    }
    #expect(HashSlot(-1) == nil && HashSlot(16_384) == nil && HashSlot(16_383) != nil)
  }

  @Test("an error that sends elsewhere is told apart from others")
  func redirections() throws {
    let slot = try slot(3_999)
    let there = RedisAddress(host: "127.0.0.1", port: 6_381)
    #expect(Redirection(reply: "MOVED 3999 127.0.0.1:6381") == .moved(slot, there))
    #expect(Redirection(reply: "ASK 3999 127.0.0.1:6381") == .ask(there))
    #expect(Redirection(reply: "TRYAGAIN Multiple keys request during rehashing of slot") == .later)
    #expect(Redirection(reply: "MOVED 3999 ::1:6381") == .moved(slot, RedisAddress(host: "::1", port: 6_381)))
    #expect(Redirection(reply: "MOVED 3999 a.example:1") == .moved(slot, RedisAddress(host: "a.example", port: 1)))
    for text in [
      "", "MOVED", "MOVED 3999", "MOVED 16384 h:1", "MOVED -1 h:1", "MOVED x h:1", "MOVED 3999 h", "MOVED 3999 h:0",
      "MOVED 3999 h:65536", "ASK", "ERR MOVED 3999 h:1", "MOVEDX 3999 h:1", "CLUSTERDOWN The cluster is down",
    ] {
      #expect(Redirection(reply: text) == nil, "\(text)")
    }
  }

  @Test("a node that does not know its host means the one at which it was asked")
  func ownHost() throws {
    let node = RedisAddress(host: "10.0.0.7", port: 7_000)
    let own = RedisAddress(host: "", port: 6_381)
    #expect(try Redirection(reply: "MOVED 3999 :6381") == .moved(slot(3_999), own))
    #expect(own.told(by: node) == RedisAddress(host: "10.0.0.7", port: 6_381))
    #expect(node.told(by: RedisAddress(host: "h", port: 1)) == node)
  }

  @Test("a node that does not know another's host sends nobody there")
  func unknownHost() throws {
    for text in ["MOVED 3999 ?:6381", "ASK 3999 ?:6381"] { #expect(Redirection(reply: text) == .later, "\(text)") }
    let ranges = ["*4\r\n:0\r\n:9\r\n" + node("a", 1) + node("?", 2), "*3\r\n:10\r\n:16383\r\n" + node("?", 3)]
    let map = try #require(try map("*2\r\n" + ranges.joined()))
    #expect(map.nodes == [RedisAddress(host: "a", port: 1)] && map.primaries == map.nodes && !map.isWhole)
  }

  private func map(_ reply: String) throws -> SlotMap? {
    let reader = ReplyReader()
    try Array(reply.utf8).withUnsafeBytes { try reader.feed($0) }
    var cursor = try #require(try reader.next())
    return SlotMap(&cursor, toldBy: RedisAddress(host: "seed", port: 1))
  }

  private func node(_ host: String, _ port: Int, more: String = "*0\r\n") -> String {
    "*4\r\n$\(host.utf8.count)\r\n\(host)\r\n:\(port)\r\n$2\r\nid\r\n" + more
  }

  @Test("the map says whose each slot is, and who else is there")
  func slotMap() throws {
    let metadata = "*2\r\n$8\r\nhostname\r\n$1\r\nh\r\n"
    let ranges = [
      "*4\r\n:0\r\n:99\r\n" + node("a", 1, more: metadata) + node("a", 2), "*3\r\n:100\r\n:16382\r\n" + node("", 3),
      "*3\r\n:16383\r\n:16383\r\n" + node("a", 1),
    ]
    var map = try #require(try map("*3\r\n" + ranges.joined()))
    let (one, other) = (RedisAddress(host: "a", port: 1), RedisAddress(host: "seed", port: 3))
    #expect(map.primaries == [one, other] && map.isWhole)
    #expect(map.nodes == [one, RedisAddress(host: "a", port: 2), other])
    for (number, owner) in [(0, one), (99, one), (100, other), (16_382, other), (16_383, one)] {
      #expect(try map.primary(of: slot(number)) == owner)
    }
    let third = RedisAddress(host: "b", port: 9)
    map.give(try slot(100), to: third)
    #expect(try map.primary(of: slot(100)) == third && map.primaries.count == 3)
    #expect(try map.primary(of: slot(101)) == other)
  }

  @Test("a part of the slots can be nobody's, and what is no map is none")
  func strangeMaps() throws {
    let part = try #require(try map("*1\r\n*3\r\n:0\r\n:9\r\n" + node("a", 1)))
    #expect(try !part.isWhole && part.primary(of: slot(10)) == nil)
    #expect(try map("*0\r\n")?.primaries == [])
    for text in [
      "+OK\r\n", "*1\r\n:1\r\n", "*1\r\n*2\r\n:0\r\n:9\r\n", "*1\r\n*3\r\n:9\r\n:0\r\n" + node("a", 1),
      "*1\r\n*3\r\n:0\r\n:16384\r\n" + node("a", 1), "*1\r\n*3\r\n:-1\r\n:9\r\n" + node("a", 1),
      "*1\r\n*3\r\n:0\r\n:9\r\n" + node("a", 0), "*1\r\n*3\r\n:0\r\n:9\r\n" + node("a", 70_000),
      "*1\r\n*3\r\n:0\r\n:9\r\n:1\r\n",
    ] {
      #expect(try map(text) == nil, "\(text)")
    }
  }
}
