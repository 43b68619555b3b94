import Broker
import BrokerContract
import ChatProtocol
import RedisProcess
import Testing

@testable import RedisBroker

/// What the contract does not ask of `publish.lua`: what it costs Redis, and what is left of a message that was not stored.
@Suite("The script that stores messages")
struct PublishScriptTests {
  private let fleet: RedisFleet
  private let room: RoomName
  private let ann: ContractInstance

  init() throws {
    fleet = try RedisFleet()
    room = try .sample()
    ann = try ContractInstance("a", on: fleet)
  }

  /// The commands that scripts called while `body` ran.
  private func calls(_ body: () throws -> Void) throws -> [Substring] {
    let monitor = try fleet.redis.monitor()
    try body()
    return try monitor.stop().compactMap { line in
      guard let place = line.firstRange(of: " lua] \"") else { return nil }
      return line[place.upperBound...].prefix { $0 != "\"" }
    }
  }

  @Test("makes no more calls than are needed")
  func callsMade() throws {
    try ann.publish(.sample(1, in: room))
    #expect(
      try calls { try ann.publish(.sample(2, in: room)) } == ["HMGET", "TIME", "SET", "XADD", "HSET", "PUBLISH"])
    #expect(
      try calls { try ann.publish(.sample(2, in: room, attempt: 1)) } == ["HMGET", "TIME", "SET"])
  }

  @Test("knows what 0.7.0 remembers of a message, by its text; and leaves what 0.7.0 knows by that")
  func olderVersions() throws {
    let content = MessageContent("yes", data: try .sample(#"{"a":1}"#))
    let publication = try Publication.message(content, in: room)
    let first = try ann.publish(publication)
    let key = RedisKeys.request("m", of: "ann", in: room)
    let kept = try fleet.redis.command("GET", key).split { $0.isWhitespace }.dropFirst()
    let text = ContentDigest.text("yes")
    // publish.lua of 0.7.0 compares the last word, and answers with all before it, of which five words are read.
    #expect(kept.count == 7 && kept.last.map(String.init) == text)
    let place = kept.prefix(5).joined(separator: " ")
    // As 0.7.0 stores it, which has put the message back.
    try fleet.redis.command("SET", key, "\(place) \(text)")
    #expect(try ann.publish(publication) == first.repeated)
    #expect(try ann.publish(.message(MessageContent("yes"), in: room)) == first.repeated)
    #expect(throws: BrokerFailure.conflict) { try ann.publish(.message(MessageContent("no"), in: room)) }
    #expect(try ann.answer(FindReceipt(of: "m", by: "ann", in: room)) == first.repeated)
  }

  @Test("keeps the notes of what was deleted and edited for as long as the messages that they are about")
  func notesOfErasures() throws {
    let places = try (1...3).map { try ann.publish(.sample($0, in: room)).position }
    try ann.answer(Erase(.deleted(places[0]), in: room))
    try ann.answer(Erase(.edited(places[1], by: places[2]), in: room))
    for note in ["x", "e"] { try fleet.redis.command("EXPIRE", "tc:{lobby}:\(note)", "60") }
    // The expiries are due again, as they are in a room where people go on talking.
    try fleet.redis.command("HSET", "tc:{lobby}:m", "x", "0")
    try ann.publish(.sample(4, in: room))
    func number(_ command: String, _ key: String) throws -> Int {
      Int(try fleet.redis.command(command, "tc:{lobby}:\(key)").filter(\.isNumber)) ?? 0
    }
    #expect(try number("TTL", "s") > 60)
    // By the clock: one is asked for after the other.
    let ends = try ["s", "x", "e"].map { try number("EXPIRETIME", $0) }
    #expect(ends.allSatisfy { ends[0] - $0 < 2 })
  }

  @Test("remembers nothing of a message that is not stored")
  func notStored() throws {
    let first = try ann.publish(.sample(1, in: room))
    try fleet.redis.command("RENAME", "tc:{lobby}:s", "aside")
    try fleet.redis.command("SET", "tc:{lobby}:s", "no stream")
    #expect(throws: BrokerFailure.self) { try ann.publish(.sample(2, in: room)) }
    try fleet.redis.command("RENAME", "aside", "tc:{lobby}:s")
    let second = try ann.publish(.sample(2, in: room))
    #expect(!second.isDuplicate && second.position.seq == first.position.seq + 1)
  }

  private func several(_ numbers: ClosedRange<Int>, expecting known: Position) -> PublishSeveral {
    PublishSeveral(
      numbers.map { .sample($0, in: room) }, in: room, expecting: known, judgedBy: Judgement(""))
  }

  @Test("of several is asked once what they have in common")
  func callsForSeveral() throws {
    let place = try ann.publish(.sample(1, in: room)).position
    let made = try calls { _ = try ann.answer(several(2...4, expecting: place)) }
    let common: Set<Substring> = ["HMGET", "TIME", "HSET"]
    #expect(made.filter(common.contains) == ["HMGET", "TIME", "HSET"])
    let each: [Substring] = ["SET", "XADD", "SET", "XADD", "SET", "XADD", "PUBLISH", "PUBLISH", "PUBLISH"]
    #expect(made.filter { !common.contains($0) } == each)
  }

  @Test("stores several in a room whose expiries are due, and renews them")
  func severalDue() throws {
    let place = try ann.publish(.sample(1, in: room)).position
    try fleet.redis.command("HSET", "tc:{lobby}:m", "x", "0")
    try fleet.redis.command("EXPIRE", "tc:{lobby}:s", "60")
    let receipts = try ann.answer(several(2...4, expecting: place)).map { try $0.get() }
    #expect(receipts.map(\.position.seq) == [2, 3, 4])
    #expect(Int(try fleet.redis.command("TTL", "tc:{lobby}:s").filter(\.isNumber)) ?? 0 > 60)
  }

  @Test("remembers nothing of several that are not stored")
  func severalNotStored() throws {
    let place = try ann.publish(.sample(1, in: room)).position
    try fleet.redis.command("RENAME", "tc:{lobby}:s", "aside")
    try fleet.redis.command("SET", "tc:{lobby}:s", "no stream")
    let failed = try ann.answer(several(2...4, expecting: place))
    #expect(failed.allSatisfy { (try? $0.get()) == nil })
    try fleet.redis.command("RENAME", "aside", "tc:{lobby}:s")
    let receipts = try ann.answer(several(2...4, expecting: place)).map { try $0.get() }
    #expect(receipts.map(\.position.seq) == [2, 3, 4] && receipts.allSatisfy { !$0.isDuplicate })
  }

  @Test("stores none of several where the memory is full, and says so")
  func severalInFullStore() throws {
    let place = try ann.publish(.sample(1, in: room)).position
    try fleet.redis.command("CONFIG", "SET", "maxmemory", "1")
    let failed = try ann.answer(several(2...4, expecting: place))
    #expect(failed.allSatisfy { $0 == .failure(.full) })
    try fleet.redis.command("CONFIG", "SET", "maxmemory", "0")
    #expect(try ann.synchronize(room).head == place)
  }
}
