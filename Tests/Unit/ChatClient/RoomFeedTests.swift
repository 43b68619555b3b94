import Base
import ChatProtocol
import JSON
import Testing

@testable import ChatClient

@Suite("A room's feed")
struct RoomFeedTests {
  private func message(_ seq: UInt64, _ id: String? = nil) -> RoomMessage {
    RoomMessage(
      room: "lobby", seq: seq, position: "p\(seq)", time: 0, id: id ?? "m\(seq)",
      from: User(id: "ann", name: "Ann", kind: .user), text: "")
  }

  private func reply(
    _ id: String, seq: UInt64, missed: UInt64 = 0, isRecovered: Bool = true, hasMore: Bool = false
  ) -> ServerEvent.JoinReply {
    ServerEvent.JoinReply(
      id: id, room: "lobby", seq: seq, position: "p\(seq)", isRecovered: isRecovered, missed: missed, hasMore: hasMore,
      count: 1, with: nil)
  }

  /// Live on connection 1, up to message 3.
  private func live() -> RoomFeed {
    var feed = RoomFeed(name: "lobby", history: 3, after: nil, memory: 10)
    feed.joining(on: 1, id: "a", at: .distantPast)
    _ = feed.joined(reply("a", seq: 3, missed: 3, isRecovered: false), on: 1)
    for seq in 1...3 { #expect(feed.take(message(UInt64(seq)), on: 1) == .show) }
    return feed
  }

  @Test("shows what comes in order, and nothing twice")
  func order() {
    var feed = live()
    #expect(feed.isLive && feed.position == "p3")
    #expect(feed.take(message(3), on: 1) == .double)
    #expect(feed.take(message(1), on: 1) == .double)
    #expect(feed.take(message(4), on: 1) == .show)
    #expect(feed.position == "p4")
  }

  @Test("notices that something is missing, and shows nothing until it was asked for")
  func hole() {
    var feed = live()
    #expect(feed.take(message(5), on: 1) == .hole)
    feed.disown()
    #expect(feed.take(message(6), on: 1) == .foreign)
    feed.joining(on: 1, id: "b", at: .distantPast)
    let (entry, gap) = feed.joined(reply("b", seq: 6, missed: 3), on: 1)
    #expect(entry == .live && gap == nil)
    for seq in 4...6 { #expect(feed.take(message(UInt64(seq)), on: 1) == .show) }
  }

  @Test("passes over what is no message, and keeps its place")
  func changes() {
    var feed = live()
    func change(_ seq: UInt64) -> StoredEvent {
      StoredEvent(room: "lobby", seq: seq, position: "p\(seq)", object: JSONObject())
    }
    #expect(feed.pass(change(3), on: 1) == .double)
    #expect(feed.pass(change(4), on: 2) == .foreign)
    #expect(feed.pass(change(4), on: 1) == .show)
    #expect(feed.position == "p4")
    #expect(feed.take(message(5), on: 1) == .show)
    #expect(feed.pass(change(7), on: 1) == .hole)
    #expect(feed.position == "p5")
  }

  @Test("takes no answer for another's")
  func stale() {
    var feed = live()
    feed.joining(on: 2, id: "b", at: .distantPast)
    #expect(feed.joined(reply("a", seq: 9), on: 2).0 == .stale)
    #expect(feed.joined(reply("b", seq: 9), on: 1).0 == .stale)
    #expect(feed.owner == 1)
  }

  @Test("is handed from one connection to the next without a message lost or doubled")
  func handover() {
    var feed = live()
    feed.joining(on: 2, id: "b", at: .distantPast)
    // The old one goes on while the new one joins after message 3.
    for seq in 4...6 { #expect(feed.take(message(UInt64(seq)), on: 1) == .show) }
    #expect(feed.joined(reply("b", seq: 5, missed: 2), on: 2).0 == .live)
    #expect(feed.take(message(7), on: 1) == .foreign)
    let verdicts = (4...8).map { feed.take(message(UInt64($0)), on: 2) }
    #expect(verdicts == [.double, .double, .double, .show, .show])
  }

  @Test("asks for page after page")
  func pages() {
    var feed = live()
    feed.lost(1)
    #expect(feed.owner == nil && !feed.isLive)
    feed.joining(on: 2, id: "b", at: .distantPast)
    #expect(feed.joined(reply("b", seq: 5, missed: 2, hasMore: true), on: 2).0 == .more)
    #expect(!feed.isLive)
    feed.joining(on: 2, id: "c", at: .distantPast)
    for seq in 4...5 { #expect(feed.take(message(UInt64(seq)), on: 2) == .show) }
    #expect(feed.joined(reply("c", seq: 6, missed: 1), on: 2).0 == .live)
    #expect(feed.take(message(6), on: 2) == .show)
  }

  @Test("says what can't be had any more, and knows again what is put back")
  func unrecovered() {
    var feed = live()
    feed.lost(1)
    feed.joining(on: 2, id: "b", at: .distantPast)
    let (entry, gap) = feed.joined(reply("b", seq: 2, missed: 2, isRecovered: false), on: 2)
    #expect(entry == .live)
    #expect(gap == Gap(room: "lobby", after: 3, next: 1, reason: "unrecovered"))
    #expect(feed.take(message(1, "m2"), on: 2) == .returned)
    #expect(feed.take(message(2, "new"), on: 2) == .show)
    #expect(feed.take(message(3, "m3"), on: 2) == .returned)
    #expect(feed.take(message(4, "newer"), on: 2) == .show)
    #expect(feed.position == "p4")
  }

  @Test("knows a change of the policy again that is put back, as it does a message")
  func policies() {
    var feed = live()
    func policy(_ seq: UInt64, _ id: String) -> RoomPolicyChange {
      RoomPolicyChange(
        room: "lobby", seq: seq, position: "p\(seq)", time: 0, id: id, from: User(id: "ann", name: "Ann", kind: .user),
        change: PolicyChange())
    }
    #expect(feed.take(policy(3, "m3"), on: 1) == .double)
    #expect(feed.take(policy(4, "g4"), on: 2) == .foreign)
    #expect(feed.take(policy(4, "g4"), on: 1) == .show)
    #expect(feed.take(policy(6, "g6"), on: 1) == .hole)
    #expect(feed.rewind(to: "p2", on: 1) == true)
    #expect(feed.take(policy(3, "g4"), on: 1) == .returned)
    #expect(feed.take(message(4, "m3"), on: 1) == .returned)
    #expect(feed.take(policy(5, "g5"), on: 1) == .show)
    #expect(feed.position == "p5")
  }

  @Test("goes back when the store has forgotten, and shows again only what is new")
  func rewind() {
    var feed = live()
    #expect(feed.rewind(to: "p1", on: 2) == false)
    #expect(feed.rewind(to: "p1", on: 1) == true)
    #expect(feed.position == "p1")
    #expect(feed.take(message(2, "other"), on: 1) == .show)
    #expect(feed.take(message(3, "m2"), on: 1) == .returned)
    #expect(feed.take(message(4, "m3"), on: 1) == .returned)
    #expect(feed.take(message(5, "m5"), on: 1) == .show)
    #expect(feed.take(message(7), on: 1) == .hole)
  }

  @Test("goes on behind a gap that the server tells of")
  func gap() {
    var feed = live()
    let gap = Gap(room: "lobby", after: 3, next: 10, reason: "trimmed")
    #expect(feed.skip(gap, on: 2) == false)
    #expect(feed.skip(gap, on: 1) == true)
    #expect(feed.take(message(10), on: 1) == .show)
  }
}

@Suite("An outbox")
struct OutboxTests {
  private func outbox(_ ids: [String], limit: Int = 10, bytes: Int = 100) -> Outbox {
    var outbox = Outbox(limit: limit, byteLimit: bytes)
    for id in ids { _ = outbox.append(Outbox.Entry(id: id, room: "lobby", content: .message("12345"))) }
    return outbox
  }

  @Test("is bounded in messages and bytes, and takes an id once")
  func bounds() {
    #expect(outbox(["a", "b", "c"], limit: 2).count == 2)
    #expect(outbox(["a", "b", "c"], bytes: 14).count == 2)
    #expect(outbox(["a", "a"]).count == 1)
  }

  @Test("hands out what waits, in order, no more at a time than allowed")
  func window() {
    var outbox = outbox(["a", "b", "c"])
    #expect(outbox.next(window: 2, connection: 1, now: Instant(nanoseconds: 5))?.id == "a")
    #expect(outbox.next(window: 2, connection: 1, now: Instant(nanoseconds: 6))?.id == "b")
    #expect(outbox.next(window: 2, connection: 1, now: Instant(nanoseconds: 7)) == nil)
    #expect(outbox.oldestSent(on: 1) == Instant(nanoseconds: 5))
    #expect(outbox.remove("a") != nil)
    #expect(outbox.next(window: 2, connection: 1, now: Instant(nanoseconds: 8))?.id == "c")
  }

  @Test("hands out again, in the old order, what was sent on a connection that is lost")
  func loss() {
    var outbox = outbox(["a", "b", "c"])
    _ = outbox.next(window: 3, connection: 1, now: Instant(nanoseconds: 0))
    _ = outbox.next(window: 3, connection: 1, now: Instant(nanoseconds: 0))
    #expect(outbox.isInFlight(elsewhereThan: 2) && outbox.inFlight(on: 1) == 2)
    outbox.forget(connection: 1)
    #expect(!outbox.isInFlight(elsewhereThan: 2))
    let again = (0..<3).compactMap { _ in outbox.next(window: 3, connection: 2, now: Instant(nanoseconds: 0)) }
    #expect(again.map(\.id) == ["a", "b", "c"])
    #expect(again.map(\.attempts) == [2, 2, 1])
  }
}
