import Broker
import BrokerContract
import ChatProtocol
import RedisClient
import RedisProcess
import Testing

@testable import RedisBroker

@Suite("What reaches Redis")
struct KeyTests {
  /// The one form of every key and channel; see `RedisKeys`.
  private static func isKey(_ text: String) -> Bool {
    let plain = #"([A-Za-z0-9_-]{1,64}|\.([0-9a-f]{2})*)"#
    let room = #"(@?[a-z0-9._-]{1,64})"#
    let pattern =
      #"^tc:(\{\#(room)\}(:([smhunxepbl]|i:[a-z0-9]{1,15}:\#(plain)|w:[a-z0-9]{1,15}))?|\{[a-z0-9]{1,15}\}:[dofvqrak]"#
      + #"|(session|sign-in):[0-9a-f]{64}|session:|(name|known):\#(plain)|probe:\#(plain)|rooms|maintenance|hooks|bots"#
      + #"|erased|cleaning"#
      + #"|page:[a-z0-9-]{1,40}|fleet)$"#
    guard let expression = try? Regex(pattern) else { return false }
    return text.wholeMatch(of: expression) != nil
  }

  @Test("every key has one form and no content becomes a command, whatever clients send")
  func monitored() throws {
    let redis = try RedisProcess()
    let monitor = try redis.monitor()
    for guarantee in ContractCase.all where guarantee.description.contains("whatever they hold") {
      try guarantee.check(RedisFleet(redis: redis))
    }
    let room = try RoomName.sample("a-room_1")
    let ann = try ContractInstance("host.name:1 }", on: RedisFleet(redis: redis))
    try ann.publish(2, in: room)
    try ann.publish(2, in: RoomName(between: "ann", and: "bob"))
    try ann.updatePresence(room, present: [.sample("u1")], gone: ["u2", "}:x", "a b"])
    _ = try ann.members(room)
    _ = try ann.history(room, .before(seq: 2))
    _ = try ann.history(room, .after(seq: 0))
    let place = try ann.synchronize(room).head
    for erasure in [Erasure.edited(place, by: place), .deleted(place)] {
      try ann.answer(Erase(erasure, in: room))
    }
    for user in ["u1", "u2", "u1"] {
      let names = [try UserName("}:\r\n\"x\" 🙂"), try UserName("A 2")]
      let hash = try TokenHash.sample(UInt8(names.count) + (user == "u2" ? 1 : 0))
      try ann.answer(
        CreateUserSession(hash, of: user, names: names, created: 1, expires: 4_000_000_000_000, lifetime: 60))
      try ann.answer(RenewSession(hash, expires: 4_000_000_000_001))
      _ = try ann.session(hash)
    }
    try ann.answer(EndSession(.sample(2)))
    let mark = ReadMark(place, time: 1)
    try ann.answer(MoveReadMarks(of: "u1", [ReadMove(room, to: mark)], by: "host.name:1 }", lifetime: 60))
    _ = try ann.answer(ListReadMarks(of: "u1"))
    let names = ["}:x", "a b", "\r\n*1", String(repeating: "k", count: 200)]
    for names in [[try UserName("A 2").skeleton], names] {
      try ann.answer(NoteMentions(Mention(room, at: place, time: 1), of: [names], by: "u9", lifetime: 60))
    }
    _ = try ann.answer(ListMentions(of: "u1"))
    try ann.answer(ForgetUser(of: "u2"))
    try ann.answer(NoteActivity(in: [room]))
    try ann.answer(ListRooms(from: 0, limit: 9))
    let lines = try monitor.stop().map(MonitorLine.init)

    let fromClients: Set = [
      "EVALSHA", "PUBLISH", "SUBSCRIBE", "UNSUBSCRIBE", "GET", "HGET", "XRANGE", "XREVRANGE", "SCRIPT",
      "ECHO", "ZRANGEBYSCORE", "ZREVRANGEBYSCORE", "ZREVRANGE", "HLEN", "SETRANGE", "INFO", "HGETALL", "LRANGE",
      "ZINCRBY",
    ]
    let ofScripts: Set = [
      "GET", "SET", "DEL", "EXISTS", "EXPIRE", "PEXPIRE", "HSET", "HGET", "HMGET", "HGETALL", "HDEL", "HLEN", "HSCAN",
      "XADD", "XRANGE", "XREVRANGE", "ZADD", "ZREM", "ZRANGE", "ZRANGEBYSCORE", "ZREVRANGEBYSCORE", "PUBLISH",
      "TIME", "ZCARD", "ZSCORE", "ZREMRANGEBYSCORE", "ZREMRANGEBYRANK", "ZREVRANGE", "PEXPIREAT", "PTTL", "HEXISTS",
      "PERSIST", "LPUSH", "LRANGE", "LREM", "LTRIM",
    ]
    var keys = 0
    for line in lines {
      let words = line.words
      guard let command = words.first else { continue }
      #expect(
        (line.client == nil ? ofScripts : fromClients).contains(command), "\(words.joined(separator: " ").prefix(200))")
      let named: [String] =
        switch command {
        case "EVALSHA": Array(words.dropFirst(3).prefix(Int(words[2]) ?? 0))
        case "INFO", "TIME", "SCRIPT", "ECHO": []
        default: [words[1]]
        }
      keys += named.count
      for key in named { #expect(Self.isKey(key), "\(key)") }
    }
    #expect(keys > 300)
    let stored = try redis.command("KEYS", "*").split(separator: "\r\n").filter { $0.hasPrefix("tc") }
    #expect(stored.count > 50)
    for key in stored { #expect(Self.isKey(String(key)), "\(key)") }
  }

  @Test("credentials and database are used, and a wrong password is told without being shown")
  func credentials() throws {
    let redis = try RedisProcess()
    try redis.command("ACL", "SETUSER", "chat", "on", ">p w", "~*", "&*", "+@all")
    try redis.command("ACL", "SETUSER", "mute", "on", ">p w", "~*", "resetchannels", "+@all")
    try redis.command("CONFIG", "SET", "requirepass", "secret")
    let fleet = try RedisFleet(redis: redis)
    for (user, password, database) in [("chat", "p w", 0), (nil, "secret", 5)] as [(String?, String, Int)] {
      fleet.configure = {
        $0.redis.server.user = user
        $0.redis.server.password = password
        $0.redis.server.database = database
      }
      let ann = try ContractInstance("a\(database)", on: fleet)
      #expect(try ann.publish(.sample(1, in: .sample())).position.seq == 1)
    }
    fleet.configure = { $0.redis.server.password = "wrong" }
    let broker = fleet.makeBroker("b")
    fleet.wait { if case .impaired(let reason) = broker.condition { reason.contains("WRONGPASS") } else { false } }
    guard case .impaired(let reason) = broker.condition else {
      Issue.record("delivering")
      return
    }
    #expect(reason.contains("WRONGPASS") && !reason.contains("wrong password"))
    fleet.configure = {
      $0.redis.server.user = "mute"
      $0.redis.server.password = "p w"
    }
    let mute = fleet.makeBroker("c")
    fleet.wait { if case .impaired(let reason) = mute.condition { reason.contains("&*") } else { false } }
  }

  @Test("a host name is looked up, and one that does not exist is told")
  func names() throws {
    let fleet = try RedisFleet()
    fleet.configure = { $0.redis.server.place = .at(RedisAddress(host: "ip6-localhost.invalid", port: 6_379)) }
    let broker = fleet.makeBroker("a")
    fleet.wait { if case .impaired(let reason) = broker.condition { reason.contains("not found") } else { false } }
    #expect(broker.condition != .delivering)
    let port = fleet.redis.port
    fleet.configure = { $0.redis.server.place = .at(RedisAddress(host: "localhost", port: port)) }
    _ = try ContractInstance("b", on: fleet)
  }
}
