import Broker
import BrokerContract
import ChatProtocol
import RedisProcess
import Testing

@testable import RedisBroker

/// What this version did not write: keys of somebody else's, and what an older version left.
@Suite("What others wrote into Redis")
struct OddKeyTests {
  private func survey(_ instance: ContractInstance) throws -> (rooms: [String], kinds: [String: Int]) {
    var (rooms, kinds): ([String], [String: Int]) = ([], [:])
    var cursor: UInt64 = 0
    repeat {
      let page = try instance.answer(SurveyStore(from: cursor))
      rooms += page.rooms.map(\.room.text)
      for kind in page.kinds { kinds[kind.name, default: 0] += kind.keys }
      cursor = page.next
    } while cursor != 0
    return (rooms, kinds)
  }

  @Test("is counted as other, and ends no survey")
  func odd() throws {
    let redis = try RedisProcess()
    let ann = try ContractInstance("a", on: RedisFleet(redis: redis))
    try ann.publish(.sample(1, in: .sample("tea")))
    let before = try survey(ann).kinds["other"] ?? 0
    // Names that are no room's, places that are none, and keys of another type.
    for name in ["{Odd Name}:m", "{odd\u{E9}}:m", "{@ann}:m", "{}:m", "{odd}:more"] {
      try redis.command("HSET", "tc:\(name)", "e", "e", "s", "1", "i", "i")
    }
    try redis.command("HSET", "tc:{half}:m", "e", "e", "s", "1")
    try redis.command("HSET", "tc:{none}:m", "e", "e", "i", "i")
    try redis.command("HSET", "tc:bots", "c", "many")
    for key in ["tc:{text}:m", "tc:{text}:s", "tc:{ann}:d", "tc:session:1", "tc:hooks"] {
      try redis.command("SET", key, "text")
    }
    let found = try survey(ann)
    #expect(found.rooms == ["tea"])
    #expect(found.kinds["other"] == before + 13 && found.kinds["rooms"] == 1 && found.kinds["messages"] == 1)
    // Names that only Swift knows to be none.
    try redis.command("HSET", "tc:{@bob.ann}:m", "e", "e", "s", "1", "i", "i")
    try redis.command("HSET", "tc:{word}:m", "e", "e", "s", "word", "i", "i")
    #expect(try survey(ann).rooms == ["tea"])
  }

  @Test("a webhook without a rate whose uses nobody noted is not unused, whatever was refused of it")
  func unnotedHook() throws {
    let redis = try RedisProcess()
    let ann = try ContractInstance("a", on: RedisFleet(redis: redis))
    #expect(try ann.answer(AddHook(.sample("old", rate: 0), token: .sample(1))))
    try redis.command("HDEL", "tc:hooks", "uold")
    try redis.command("HSET", "tc:hooks", "rold", "1 1000 no_text reason")
    let hooks = try ann.answer(ListHooks())
    let listed = try #require(hooks.first)
    #expect(listed.lastUse == .unknown && listed.refusals?.time == 1_000)
    #expect(!listed.isUnused(for: 60, at: Int64.max))
    #expect(try !ann.answer(RemoveHook("old", unusedFor: 60)))
  }

  @Test("a webhook is removed for not being used exactly when it is listed so", arguments: [0, 60])
  func judgedAlike(_ rate: Int) throws {
    let redis = try RedisProcess()
    let fleet = try RedisFleet(redis: redis)
    let ann = try ContractInstance("a", on: fleet)
    let now = fleet.wallClock
    // Minutes since it was used, and since a post was refused.
    let cases: [(used: Int64?, refused: Int64?)] = [
      (90, nil), (150, nil), (nil, 90), (nil, 150), (150, 90), (nil, nil),
    ]
    for (number, ages) in cases.enumerated() {
      let id = "h\(number)"
      #expect(try ann.answer(AddHook(.sample(id, rate: rate), token: .sample(UInt8(number)))))
      if let used = ages.used { try redis.command("HSET", "tc:hooks", "u\(id)", "\(now - used * 60_000)") }
      if let refused = ages.refused {
        try redis.command("HSET", "tc:hooks", "r\(id)", "1 \(now - refused * 60_000) no_text reason")
      }
      let hooks = try ann.answer(ListHooks())
      let listed = try #require(hooks.first { $0.hook.id == id })
      let isUnused = listed.isUnused(for: 3_600, at: now)
      // Without a rate a use may have been an hour later than it was noted.
      let newest = [ages.used, ages.refused].compactMap { $0 }.min() ?? Int64.max
      #expect(isUnused == (newest >= (rate > 0 ? 60 : 120)), "\(ages)")
      #expect(try ann.answer(RemoveHook(id, unusedFor: 3_600)) == isUnused, "\(ages)")
    }
  }
}
