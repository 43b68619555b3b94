import Broker
import ChatProtocol
import Testing

@testable import RedisBroker
@testable import RedisClient

@Suite("What is read from replies and payloads")
struct ParsingTests {
  /// Words of replies as the scripts write them, and what else could stand there.
  private static let words = [
    "recovered", "rewind", "fresh", "reset", "gap", "", "abc 0 3 i3", "abc 0 0 -", "0 2 i2", "0", "1", "2", "3", "i1",
    "-1", "18446744073709551616", "99999999999999999999999", "1700000000000", "{}", "u1", "1 uAnn", "uann Ann", "x",
    "\0",
    "@ann.bob", "n abc 0 1 i1 5", "n", "d abc 0", "c", "9007199254740993",
  ]

  @Test("no reply traps, whatever it holds")
  func randomReplies() throws {
    let reader = ReplyReader()
    for _ in 0..<30_000 {
      let count = Int.random(in: 0...9)
      var text = "*\(count)\r\n"
      for _ in 0..<count {
        switch Int.random(in: 0...9) {
        case 0: text += "$-1\r\n"
        case 1: text += ":\(Int.random(in: -3...9))\r\n"
        case 2: text += "*0\r\n"
        case 3: text += "*2\r\n$3\r\n4-0\r\n*2\r\n$1\r\ng\r\n$1\r\n7\r\n"
        default:
          let word = Self.words.randomElement() ?? ""
          text += "$\(word.utf8.count)\r\n\(word)\r\n"
        }
      }
      try Array(text.utf8).withUnsafeBytes { try reader.feed($0) }
      let reply = try #require(try reader.next())
      var copies = (reply, reply, reply)
      if let page = SyncPage(&copies.0) { #expect(page.messages.allSatisfy { $0.seq <= Position.greatestSeq }) }
      _ = StoredMessage.entries(&copies.1)
      _ = StoredMessage.page(&copies.2, elements: count)
    }
  }

  @Test("no payload traps, whatever it holds")
  func randomPayloads() {
    for _ in 0..<30_000 {
      let words = (0..<Int.random(in: 0...6)).map { _ in Self.words.randomElement() ?? "" }
      let tag = ["m", "t", "p", "s", "d", "z", ""].randomElement() ?? ""
      let bytes = Array((tag + words.joined(separator: [" ", "\n"].randomElement() ?? "")).utf8)
      bytes.withUnsafeBytes { bytes in
        _ = RoomPayload(bytes)
        _ = FleetEvent(payload: bytes)
        _ = User(stored: bytes)
        _ = Maintenance(stored: bytes)
      }
    }
  }

  @Test(
    "a broadcast beyond the greatest seq is none",
    arguments: [(1 << 53, true), ((1 << 53) + 1, false)] as [(UInt64, Bool)])
  func greatestSeq(seq: UInt64, isTaken: Bool) {
    let bytes = Array("me 0 \(seq) i 1\n{}".utf8)
    let payload = bytes.withUnsafeBytes { RoomPayload($0) }
    #expect((payload != nil) == isTaken)
  }

  @Test("a page with a hole is not a page")
  func hole() throws {
    let reader = ReplyReader()
    let words = ["recovered", "abc 0 3 i3", ""] + ["0", "1", "i1", "5", "{}"] + ["0", "3", "i3", "5", "{}"]
    let text = "*\(words.count)\r\n" + words.map { "$\($0.utf8.count)\r\n\($0)\r\n" }.joined()
    try Array(text.utf8).withUnsafeBytes { try reader.feed($0) }
    var reply = try #require(try reader.next())
    #expect(SyncPage(&reply) == nil)
  }
}
