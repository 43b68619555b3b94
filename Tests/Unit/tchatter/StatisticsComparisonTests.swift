import ChatServer
import JSON
import Testing

@testable import tchatter

@Suite struct StatisticsComparisonTests {
  private func room(
    _ name: String = "tea", epoch: String = "e", seq: Int64 = 7, identity: String = "i", stored: Int64 = 5,
    erased: Int64 = 2, policy: String = "p", ends: Int64 = 2_000, due: Int64 = 0
  ) throws -> RoomFigures {
    let json = JSONWriter.object { writer in
      writer.member("room", name)
      writer.member("epoch", epoch)
      writer.member("seq", seq)
      writer.member("identity", identity)
      writer.member("stored", stored)
      writer.member("erased", erased)
      writer.member("policy", policy)
      writer.member("ends", ends)
      writer.member("due", due)
    }
    return try #require(RoomFigures(try JSONParser.parseObject(json)))
  }

  private func statistics(_ rooms: [RoomFigures], time: Int64 = 1_000) -> Statistics {
    var statistics = Statistics()
    (statistics.time, statistics.backlog) = (time, 100)
    for room in rooms { statistics.rooms[room.room] = room }
    return statistics
  }

  private func compare(_ before: RoomFigures, _ now: RoomFigures?, time: Int64 = 1_000) -> StatisticsComparison {
    StatisticsComparison(
      before: statistics([before]), now: statistics(now.map { [$0] } ?? [], time: time))
  }

  @Test func `what a room has lost is named, and told from what has come since`() throws {
    let before = try room()
    let same = compare(before, before)
    #expect(same.losses.isEmpty && same.changes.isEmpty)
    for (now, loss) in [
      (nil, "room tea is missing, with 5 messages; its newest was 7"),
      (try room(epoch: "f", seq: 1), "room tea begins anew, with 1 message; its newest was 7"),
      (try room(seq: 6), "room tea has lost its newest messages: it is at 6, and was at 7"),
      (try room(identity: "j"), "room tea has another message at 7"),
      (try room(stored: 4), "room tea keeps 4 of 5 messages"),
      (try room(erased: 1), "room tea has 1 deleted texts back"),
      (try room(policy: ""), "room tea has lost its policy"),
    ] {
      let comparison = compare(before, now)
      #expect(comparison.losses == [loss] && comparison.changes.isEmpty && comparison.due == 0, "\(comparison)")
    }
    let grown = compare(before, try room(seq: 9, identity: "k", stored: 7, policy: "q"))
    #expect(grown.losses.isEmpty)
    #expect(grown.changes == ["room tea has 2 messages more", "room tea has another policy"])
    #expect(compare(before, try room(seq: 9, stored: 3)).losses == ["room tea keeps 3 of 5 messages"])
  }

  @Test func `what was trimmed or has expired as it was due is no loss`() throws {
    let full = try room(seq: 300, stored: 115)
    let trimmed = compare(full, try room(seq: 301, stored: 101))
    #expect(trimmed.losses.isEmpty && trimmed.changes == ["room tea has 1 message more"])
    let before = try room()
    for now in [nil, try room(stored: 0, erased: 0), try room(epoch: "f", seq: 1, stored: 1)] {
      let comparison = compare(before, now, time: 2_000)
      #expect(comparison.losses.isEmpty && comparison.changes.allSatisfy { $0.hasSuffix(", as it was due") })
      #expect(!comparison.changes.isEmpty && comparison.due == comparison.changes.count)
      let told = StatisticsText.compared(statistics([before]), statistics(now.map { [$0] } ?? [], time: 2_000))
      #expect(told.status == .stopped && told.output.contains("\nunsure: \(comparison.due) were due by now"))
    }
  }

  @Test func `what went by its age while the room went on is no loss`() throws {
    let before = try room(due: 1_500)
    let now = try room(seq: 8, identity: "j", stored: 3, erased: 0, due: 2_500)
    #expect(compare(before, now, time: 1_499).losses == ["room tea keeps 3 of 5 messages"])
    let later = compare(before, now, time: 1_500)
    #expect(later.losses.isEmpty && later.due == 1)
    #expect(compare(before, nil, time: 1_500).losses.count == 1)
  }

  @Test func `webhooks and bots that are missing are named`() {
    var (before, now) = (Statistics(), Statistics())
    before.hooks = ["h1": "CI into ops", "h2": "News into news"]
    before.bots = ["b1": "Robbie"]
    now.hooks = ["h2": "News into news", "h3": "New into new"]
    let comparison = StatisticsComparison(before: before, now: now)
    #expect(comparison.losses == ["webhook h1 (CI into ops) is missing", "bot b1 (Robbie) is missing"])
    #expect(comparison.changes == ["webhook h3 (New into new) is new"])
    #expect(before.digest != now.digest)
  }

  @Test func `a file holds what was kept, of any number of rooms`() throws {
    var kept = statistics(try (0..<3_000).map { try room("room\($0)") })
    kept.hooks = ["h1": "\"CI\" \u{1F375} into ops"]
    kept.bots = ["b1": "Robbie"]
    kept.kinds = ["rooms": KindFigures()]
    let text = StatisticsFile.text(of: kept)
    #expect(StatisticsFile.statistics(of: text) == kept)
    #expect(StatisticsFile.statistics(of: Array(text.dropLast(200))) == nil)
  }
}
