import Broker
import BrokerContract
import ChatProtocol
import RedisProcess
import Testing

@testable import RedisBroker

/// What instances tell each other of texts that are to be taken out of Redis, and of its files.
@Suite("Cleaning Redis")
struct CleaningTests {
  private let fleet: RedisFleet
  private let room: RoomName
  private let ann: ContractInstance
  private let bob: ContractInstance

  init() throws {
    fleet = try RedisFleet()
    room = try .sample()
    ann = try ContractInstance("a", on: fleet)
    bob = try ContractInstance("b", on: fleet)
  }

  private func claim() throws -> Cleaning? { try ann.answer(ClaimCleaning(by: "a")) }

  private func due() throws -> [Cleaning.DueRoom] { try claim()?.rooms ?? [] }

  @Test("is one instance's, until it has not asked for a while")
  func lease() throws {
    #expect(try claim() == Cleaning(rooms: [], blanked: 0, written: 0, sinceFiles: nil))
    #expect(try bob.answer(ClaimCleaning(by: "b")) == nil)
    #expect(try claim() != nil)
    try fleet.redis.command("HSET", "tc:cleaning", "u", "1")
    #expect(try bob.answer(ClaimCleaning(by: "b")) != nil)
    #expect(try claim() == nil)
  }

  @Test("is not kept by a time that another clock told")
  func clocks() throws {
    #expect(try claim() != nil)
    try fleet.redis.command("HSET", "tc:cleaning", "u", "9999999999999", "f", "9999999999999")
    #expect(try bob.answer(ClaimCleaning(by: "b")) == Cleaning(rooms: [], blanked: 0, written: 0, sinceFiles: nil))
    #expect(try claim() == nil)
  }

  @Test("is due where something was deleted, or an edit replaced an edit, and who erases for good says so itself")
  func rooms() throws {
    let places = try ann.publish(6, in: room).map(\.position)
    try ann.answer(Erase(.edited(places[0], by: places[1]), in: room))
    #expect(try due().isEmpty)
    try ann.answer(Erase([.deleted(places[5])], in: room, isCleaned: true))
    #expect(try due().isEmpty)
    try ann.answer(Erase(.edited(places[0], by: places[2]), in: room))
    #expect(try due() == [Cleaning.DueRoom(room, erasures: 1)])
    for _ in 0..<2 { try ann.answer(Erase(.deleted(places[3]), in: room)) }
    #expect(
      try due() == [Cleaning.DueRoom(room, erasures: 3)], "one that is asked for again may not have been heard of")
  }

  @Test("stays due where something was deleted while a room was cleaned")
  func meanwhile() throws {
    let places = try ann.publish(3, in: room).map(\.position)
    try ann.answer(Erase(.deleted(places[0]), in: room))
    let first = try #require(try due().first)
    try ann.answer(Erase(.deleted(places[1]), in: room))
    try ann.answer(NoteBlanked(room, erasures: first.erasures))
    let second = try #require(try due().first)
    #expect(try second.erasures == 2 && claim()?.blanked == 1)
    try ann.answer(NoteBlanked(room, erasures: second.erasures))
    #expect(try claim() == Cleaning(rooms: [], blanked: 2, written: 0, sinceFiles: nil))
  }

  @Test("tells whether the files have it still, and since when they are written")
  func files() throws {
    try ann.answer(NoteBlanked(room, erasures: 1))
    #expect(try claim()?.owesFiles == true)
    try ann.answer(NoteStoreFiles(.begun))
    let begun = try claim()
    #expect(begun?.owesFiles == true && begun?.sinceFiles != nil)
    try ann.answer(NoteStoreFiles(.written(1)))
    #expect(try claim()?.owesFiles == false)
  }

  @Test("makes no copy of a room that would fill the memory, and leaves none of what it has begun")
  func memory() throws {
    let body = [UInt8](repeating: 120, count: 4_000)
    for number in 0..<600 {
      let header = MessageHeader(.message, author: "ann", id: "m\(number)", target: nil)
      _ = try ann.publish(
        Publication(room: room, header: header, identity: "i\(number)", body: body, digest: "\(number)"))
    }
    let told = try fleet.redis.command("MEMORY", "USAGE", "tc:{\(room.text)}:s", "SAMPLES", "0")
    let stream = try #require(Int(told.filter(\.isNumber)))
    try limit(beyondUsed: stream)
    #expect(throws: BrokerFailure.full) { try ann.answer(BlankTexts(of: room, isFirst: true)) }
    #expect(try !hasCopy())
    for isFull in [false, true] {
      try limit(beyondUsed: stream * 3)
      #expect(try ann.answer(BlankTexts(of: room, isFirst: true)).isDone == false)
      #expect(try hasCopy())
      // What others take meanwhile counts, too, even where nothing more can be stored.
      try isFull ? setLimit("1") : limit(beyondUsed: stream / 4)
      #expect(throws: BrokerFailure.full) { try ann.answer(BlankTexts(of: room)) }
      #expect(try !hasCopy())
    }
    try setLimit("0")
    #expect(try fleet.redis.command("XLEN", "tc:{\(room.text)}:s").filter(\.isNumber) == "600")
    var isDone = false
    while !isDone { isDone = try ann.answer(BlankTexts(of: room)).isDone }
  }

  private func hasCopy() throws -> Bool {
    try fleet.redis.command("EXISTS", "tc:{\(room.text)}:b").contains("1")
  }

  private func limit(beyondUsed bytes: Int) throws {
    let told = try fleet.redis.command("INFO", "memory")
    let line = try #require(told.split(whereSeparator: \.isNewline).first { $0.hasPrefix("used_memory:") })
    let used = try #require(Int(line.dropFirst(12)))
    try setLimit(String(used + bytes))
  }

  private func setLimit(_ bytes: String) throws { try fleet.redis.command("CONFIG", "SET", "maxmemory", bytes) }

  @Test("takes out what was deleted since another began with it")
  func anew() throws {
    let places = try ann.publish(300, in: room).map(\.position)
    try ann.answer(Erase(.deleted(places[0]), in: room))
    #expect(try ann.answer(BlankTexts(of: room)).isDone == false)
    try ann.answer(Erase(.deleted(places[1]), in: room))
    var (count, isFirst, isDone) = (0, true, false)
    while !isDone {
      let step = try ann.answer(BlankTexts(of: room, isFirst: isFirst))
      count += step.count
      (isFirst, isDone) = (false, step.isDone)
    }
    #expect(count == 2)
  }
}
