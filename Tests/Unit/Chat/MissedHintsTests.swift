import Base
import ChatProtocol
import Testing

@testable import Chat

@Suite("Hints that nobody was there to hear")
struct MissedHintsTests {
  private let start = Instant(nanoseconds: 1)
  private let bob = User(id: "b", name: "Bob", kind: .user)

  private func room(_ number: Int) -> RoomName { RoomName(between: "ann", and: "u\(number)") }

  @Test("are given once to whom they are for, one of each room")
  func once() {
    var hints = MissedHints()
    for number in [1, 2, 1] { hints.add(room(number), from: bob, for: "ann", at: start) }
    hints.add(room(3), from: bob, for: "eve", at: start)
    #expect(hints.take(for: "ann", at: start).map(\.room) == [room(2), room(1)])
    #expect(hints.take(for: "ann", at: start).isEmpty)
    #expect(hints.take(for: "eve", at: start).map(\.sender.name) == ["Bob"])
  }

  @Test("are kept for their time, each by itself")
  func expiry() {
    var hints = MissedHints()
    hints.add(room(1), from: bob, for: "ann", at: start)
    hints.add(room(2), from: bob, for: "ann", at: start + .seconds(5))
    hints.add(room(3), from: bob, for: "eve", at: start + .seconds(5))
    let end = start + MissedHints.memory
    #expect(hints.take(for: "ann", at: end).map(\.room) == [room(2)])
    // What was taken before its time takes nothing with it that came after.
    hints.add(room(4), from: bob, for: "ann", at: end)
    #expect(hints.take(for: "ann", at: end + .seconds(5)).map(\.room) == [room(4)])
    #expect(hints.take(for: "eve", at: end + .seconds(5)).isEmpty)
  }

  @Test("are the newest where somebody has too many")
  func limitOfOne() {
    var hints = MissedHints()
    for number in 0...MissedHints.limitOfOne { hints.add(room(number), from: bob, for: "ann", at: start) }
    #expect(hints.take(for: "ann", at: start).map(\.room) == (1...MissedHints.limitOfOne).map(room))
  }

  @Test("are not kept beyond their limit, until the oldest have gone")
  func limit() {
    var hints = MissedHints()
    for number in 0...MissedHints.limit { hints.add(room(0), from: bob, for: "u\(number)", at: start) }
    #expect(hints.take(for: "u\(MissedHints.limit)", at: start).isEmpty)
    #expect(hints.take(for: "u\(MissedHints.limit - 1)", at: start).count == 1)
    hints.add(room(0), from: bob, for: "late", at: start + MissedHints.memory)
    #expect(hints.take(for: "late", at: start + MissedHints.memory).count == 1)
  }
}
