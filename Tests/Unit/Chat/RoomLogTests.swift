import Base
import Testing

@testable import Base
@testable import Chat
@testable import ChatProtocol

@Suite("A room's log")
struct RoomLogTests {
  private func position(_ seq: UInt64, generation: UInt32 = 0) -> Position {
    Position(epoch: "e", generation: generation, seq: seq, identity: seq == 0 ? "-" : "i\(seq)")
  }

  /// A log of `count` messages of 3 bytes of header and their seq as text.
  private func log(_ count: UInt64, length: Int = 0) -> RoomLog {
    var log = RoomLog(after: position(0))
    for seq in 1...count { append(seq, to: &log, length: length) }
    return log
  }

  private func append(_ seq: UInt64, to log: inout RoomLog, length: Int = 0, generation: UInt32 = 0) {
    let filler = String(repeating: ".", count: length)
    log.append(
      Array("\(seq)\(filler);".utf8), behind: Array("<->".utf8), MessageHeader(author: "ann", id: "m\(seq)"),
      at: position(seq, generation: generation))
  }

  private func text(_ slices: [ByteSlice]) -> String {
    slices.map { String(decoding: $0.bytes, as: UTF8.self) }.joined()
  }

  @Test("gives the frames after any place, as one slice while they fit one segment")
  func frames() {
    let log = log(5)
    #expect(text(log.frames(after: 0)) == "<->1;<->2;<->3;<->4;<->5;")
    #expect(text(log.frames(after: 3)) == "<->4;<->5;")
    #expect(log.frames(after: 3).count == 1)
    #expect(log.frames(after: 5).isEmpty)
  }

  @Test("gives the objects without their headers")
  func objects() {
    #expect(text(log(5).objects(from: 2, through: 4)) == "2;3;4;")
  }

  @Test("keeps order and completeness across segments")
  func segments() {
    let log = log(500, length: 100)
    #expect(text(log.frames(after: 0)).split(separator: ";").count == 500)
    for after: UInt64 in [1, 19, 20, 21, 250, 498, 499] {
      #expect(text(log.frames(after: after)).hasPrefix("<->\(after + 1)."))
    }
  }

  @Test("forgets what the store has forgotten, to the message")
  func forgets() {
    for seq: UInt64 in [1, 2, 20, 21, 22, 300, 500, 501] {
      var log = log(500, length: 100)
      log.forget(before: seq)
      #expect(log.firstSeq == seq && log.count == Int(501 - seq) && log.reachesBack)
      #expect(log.position == position(500) && log.covers(position(500)))
      append(501, to: &log, length: 100)
      #expect(text(log.frames(after: seq - 1)).split(separator: ";").count == Int(502 - seq))
      log.rewind(to: position(500))
      #expect(log.count == Int(501 - seq))
    }
  }

  @Test("drops the oldest when it is too large, and never the newest")
  func trims() {
    var log = log(500, length: 100)
    log.trim(toMessages: 100, bytes: .max)
    #expect(log.count >= 100)
    #expect(log.firstSeq > 1)
    #expect(text(log.frames(after: log.firstSeq - 1)).split(separator: ";").count == log.count)
    #expect(!log.covers(position(log.firstSeq - 1)))
    #expect(log.covers(position(log.firstSeq)))
    log.trim(toMessages: 0, bytes: 0)
    #expect(log.count > 0)
    #expect(log.position == position(500))
  }

  @Test("covers only positions of its own history")
  func covers() {
    let log = log(5)
    #expect(log.covers(position(0)) && log.covers(position(1)) && log.covers(position(5)))
    #expect(!log.covers(position(6)))
    #expect(!log.covers(Position(epoch: "f", generation: 0, seq: 3, identity: "i3")))
    #expect(!log.covers(Position(epoch: "e", generation: 1, seq: 3, identity: "i3")))
    #expect(!log.covers(Position(epoch: "e", generation: 0, seq: 3, identity: "other")))
  }

  @Test("goes on after a rewind without what was forgotten")
  func rewinds() {
    for base: UInt64 in [0, 1, 3, 5] {
      var log = log(5)
      log.rewind(to: position(base))
      #expect(log.count == Int(base))
      append(base + 1, to: &log, generation: 1)
      let expected = (0..<base).map { "<->\($0 + 1);" }.joined() + "<->\(base + 1);"
      #expect(text(log.frames(after: 0)) == expected)
    }
  }

  @Test("blanks the text of what is deleted and of the changes to it, and nothing else")
  func erases() {
    let target = MessageTarget(seq: 2, author: "ann", id: "x")
    let headers = [
      MessageHeader(.edit, author: "ann", id: "e", target: target), MessageHeader(author: "ann", id: "x"),
      MessageHeader(author: "ann", id: "y"), MessageHeader(author: "bob", id: "x"),
      MessageHeader(.edit, author: "ann", id: "f", target: target), MessageHeader(author: "ann", id: "x"),
      MessageHeader(.edit, author: "ann", id: "g", target: MessageTarget(seq: 2, author: "ann", id: "y")),
    ]
    var log = RoomLog(after: position(0))
    for (seq, header) in zip(UInt64(1)..., headers) {
      log.append(Array("\"text\":\"\(seq)\";".utf8), behind: Array("<->".utf8), header, at: position(seq))
    }
    let before = log.frames(after: 0)
    let texts = text(before)
    log.erase(target)
    let blanked = [2, 5].reduce(texts) { $0.replacing("\"\($1)\"", with: "\"\" ") }
    #expect(text(log.frames(after: 0)) == blanked && blanked != texts)
    #expect(text(before) == texts, "what is on its way stays as it is")
    #expect(log.slice(after: 0, bytes: .max, atLeast: 1).changeCount == 3)
  }
}
