import Base
import Broker
import ChatProtocol
import Testing

@testable import Chat

@Suite("News of devices that came in by a code")
struct NewDevicesTests {
  private let start = Instant(nanoseconds: 1)

  private func hash(_ number: Int) throws -> TokenHash {
    try #require(TokenHash((0..<32).map { UInt8(truncatingIfNeeded: number >> (8 * ($0 % 4))) }))
  }

  private func device(_ number: Int, of user: User.ID = "ann", at time: Int64 = 10) throws -> NewDevice {
    NewDevice(of: user, session: try hash(number), at: time)
  }

  private func record(_ created: Int64, of user: User.ID = "ann") -> SessionRecord {
    SessionRecord(user: User(id: user, name: "", kind: .user), created: created)
  }

  @Test("are told once to each session that was there before, and not to the device itself")
  func once() throws {
    var news = NewDevices()
    try news.add(device(1), told: [hash(7)], at: start)
    #expect(try news.take(for: hash(7), record(0), at: start).isEmpty)
    #expect(try news.take(for: hash(8), record(9), at: start) == [device(1)])
    #expect(try news.take(for: hash(8), record(9), at: start).isEmpty)
    #expect(try news.take(for: hash(1), record(10), at: start).isEmpty)
    #expect(try news.take(for: hash(9), record(11), at: start).isEmpty)
    #expect(try news.take(for: hash(9), record(0, of: "bob"), at: start).isEmpty)
  }

  @Test("are kept for their time, the newest of one person, and of so many people")
  func bounds() throws {
    var news = NewDevices()
    for number in 1...NewDevices.limitOfOne + 1 { try news.add(device(number), told: [], at: start) }
    #expect(try news.take(for: hash(99), record(0), at: start).map(\.session) == (2...6).map(hash))
    let later = start + .seconds(60)
    try news.add(device(7), told: [], at: later)
    let end = start + NewDevices.memory
    #expect(try news.take(for: hash(98), record(0), at: end) == [device(7)])
    #expect(try news.take(for: hash(97), record(0), at: later + NewDevices.memory).isEmpty)
    for number in 0...NewDevices.limit {
      try news.add(device(number, of: "u\(number)"), told: [], at: later + NewDevices.memory)
    }
    let now = later + NewDevices.memory
    #expect(try news.take(for: hash(1), record(0, of: "u0"), at: now).isEmpty)
    #expect(try news.take(for: hash(1), record(0, of: "u2"), at: now).count == 1)
  }
}
