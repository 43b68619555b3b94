import Broker
import ChatProtocol
import Testing

@testable import RedisBroker

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

  @Test("a page with a hole is not a page")
  func hole() throws {
    let reader = ReplyReader()
    let words = ["recovered", "abc 0 3 i3", ""] + ["0", "1", "i1", "5", "{}"] + ["0", "3", "i3", "5", "{}"]
    let text = "*\(words.count)\r\n" + words.map { "$\($0.utf8.count)\r\n\($0)\r\n" }.joined()
    try Array(text.utf8).withUnsafeBytes { try reader.feed($0) }
    var reply = try #require(try reader.next())
    #expect(SyncPage(&reply) == nil)
  }

  @Test("numbers are read when they fit")
  func numbers() {
    func read(_ text: String) -> UInt32? { Array(text.utf8).withUnsafeBytes { decimal($0) } }
    #expect(read("0") == 0 && read("4294967295") == 4_294_967_295)
    for text in ["", "4294967296", "-1", "+1", " 1", "1 ", "0x1", "18446744073709551616", "999999999999999999999"] {
      #expect(read(text) == nil)
    }
  }

  @Test("errors mean what older and newer versions of Redis write")
  func errors() {
    let kinds: [(String, RedisFailure.Kind)] = [
      ("OOM command not allowed when used memory > 'maxmemory'. script: a, on @user_script:1.", .full),
      ("ERR Error running script (call to f_1): @user_script:1: -OOM command not allowed", .full),
      ("READONLY You can't write against a read only replica.", .wrongServer),
      ("ERR Error running script (call to f_1): @user_script:1: -READONLY You can't write", .wrongServer),
      ("NOAUTH Authentication required.", .wrongServer),
      ("NOSCRIPT No matching script.", .scriptMissing),
      ("LOADING Redis is loading the dataset in memory", .unknown),
      ("MISCONF Redis is configured to save RDB snapshots, but it is currently unable to persist on disk.", .refused),
      ("ERR Error running script (call to f_1): @user_script:1: -MISCONF Errors writing", .refused),
      ("NOREPLICAS Not enough good replicas to write.", .refused),
      ("ERR wrong number of arguments", .unknown), ("", .unknown), ("WRONGTYPE Operation", .unknown),
    ]
    for (text, kind) in kinds { #expect(RedisFailure(reply: text).kind == kind, "\(text)") }
    #expect(RedisFailure(reply: "OOM x").brokerFailure == .full)
    #expect(!RedisFailure(reply: "ERR a\r\nb").reason.contains { $0.isNewline })
  }
}
