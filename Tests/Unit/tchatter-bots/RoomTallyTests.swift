import ChatProtocol
import Testing

@testable import tchatter_bots

@Suite("What a room's archive adds up to")
struct RoomTallyTests {
  private static func event(
    _ seq: UInt64, _ id: String, type: String = "message", epoch: String = "e", generation: UInt32 = 0
  )
    -> String
  {
    """
    {"type":"\(type)","room":"lobby","seq":\(seq),"position":"\(epoch).\(generation).\(seq).\(id)","time":1,"id":"\(id)",\
    "from":{"id":"ann","name":"Ann","kind":"user"},"text":"x"}
    """
  }

  private static func gap(_ after: Int, _ next: Int) -> String {
    #"{"type":"gap","room":"lobby","after":\#(after),"seq":\#(next),"reason":"trimmed"}"#
  }

  private static func rewind(_ seq: UInt64, _ id: String) -> String {
    #"{"type":"rewind","room":"lobby","position":"e.0.\#(seq).\#(id)"}"#
  }

  private func tally(_ lines: [String]) throws -> RoomTally {
    var tally = RoomTally()
    for line in lines { tally.take(try ArchiveLine(Array(line.utf8)[...])) }
    return tally
  }

  @Test("counts messages and changes of an order without a hole")
  func whole() throws {
    let tally = try tally([Self.event(3, "a"), Self.event(4, "b", type: "reaction"), Self.event(5, "c")])
    #expect(tally.line == "2 messages and 1 changes, seq 3 to 5, 0 missing, 0 doubled")
    #expect(tally.isWhole)
  }

  @Test(
    "tells what is missing or there twice",
    arguments: [
      ([event(1, "a"), event(3, "c")], 1, 0, 0), ([event(1, "a"), event(1, "a")], 0, 0, 1),
      ([event(1, "a"), event(2, "b"), event(1, "a")], 0, 0, 1), ([event(1, "a"), event(2, "a")], 0, 0, 1),
      ([event(1, "a"), gap(1, 5), event(5, "e")], 0, 3, 0), ([event(1, "a"), gap(1, 5), event(6, "f")], 4, 0, 0),
      ([event(1, "a"), gap(1, 3), gap(1, 5), event(5, "e")], 0, 3, 0),
      ([event(9, "a"), event(2, "b", epoch: "f")], 1, 0, 0),
    ])
  func holes(lines: [String], untold: Int, told: Int, doubled: Int) throws {
    let tally = try tally(lines)
    #expect((tally.untold, tally.told, tally.doubled) == (untold, told, doubled))
    #expect(!tally.isWhole)
  }

  @Test("follows a store that went back: what is put back counts once")
  func rewound() throws {
    var lines = [Self.event(1, "a"), Self.event(2, "b"), Self.event(3, "c"), Self.event(4, "d"), Self.rewind(2, "b")]
    lines += [Self.event(3, "d", generation: 7), Self.event(4, "e", generation: 7)]
    let tally = try tally(lines)
    #expect(
      tally.line
        == "4 messages and 0 changes, seq 1 to 4, 0 missing, 0 doubled, 1 rewinds, after which 1 did not come again")
    #expect(tally.isWhole)
    let whole = try self.tally(lines + [Self.event(5, "c", generation: 7)])
    #expect(whole.forgotten == 0 && whole.messages == 5 && whole.isWhole)
  }

  @Test("follows a store that went back behind a gap")
  func rewoundBehindGap() throws {
    let tally = try tally([
      Self.event(1, "a"), Self.event(2, "b"), Self.gap(2, 8), Self.event(8, "h"), Self.rewind(1, "a"),
      Self.event(2, "b", generation: 3),
    ])
    #expect(tally.doubled == 0 && tally.forgotten == 1 && tally.messages == 2)
  }

  @Test("knows what a store that began anew was given again")
  func reset() throws {
    let tally = try tally([
      Self.event(1, "a"), Self.event(2, "b"), Self.gap(2, 1), Self.event(1, "b", epoch: "f"),
      Self.event(2, "c", epoch: "f"),
    ])
    #expect(tally.line == "4 messages and 0 changes, seq 1 to 2, 0 missing, 0 doubled, 1 times the store began anew")
  }

  @Test(
    "refuses lines that are no archive's",
    arguments: [
      "", "x", "[]", "{}", #"{"type":"message"}"#, #"{"type":"gap","after":-1,"seq":2}"#, #"{"type":"rewind"}"#,
      event(1, "a").replacing(#""seq":1"#, with: #""seq":2"#), event(1, "a").replacing("e.0.1.a", with: "e.0.1"),
    ])
  func wrong(line: String) {
    #expect(throws: ArchiveLine.Mistake.self) { try ArchiveLine(Array(line.utf8)[...]) }
  }
}
