import ChatClient
import Foundation
import JSON
import Testing

@testable import tchatter_bots

@Suite("What an archive is asked for")
struct ArchiveReaderTests {
  private let folder = NSTemporaryDirectory() + "archive-read-\(UUID().uuidString)"

  /// A process that another test is starting has the lock as well, until it is the other program: for a moment.
  private func open(segmentBytes: Int = 1 << 20) throws -> RoomArchive {
    for _ in 0..<6_000 {
      if let archive = try RoomArchive(in: folder, room: "lobby", segmentBytes: segmentBytes) { return archive }
      Thread.sleep(forTimeInterval: 0.01)
    }
    return try #require(nil as RoomArchive?, "The lock is never free.")
  }

  /// - Parameter meanwhile: done between two pieces.
  private func readAll(of archive: RoomArchive, piece: Int = 1 << 20, meanwhile: () throws -> Void = {}) throws {
    try archive.beginReading(piece: piece)
    while try !archive.readPiece() { try meanwhile() }
  }

  private func event(
    _ seq: UInt64, _ fields: String, type: String = "message", id: String? = nil, epoch: String = "e"
  ) throws -> StoredEvent {
    let position = "\(epoch).0.\(seq).i\(seq)"
    let json = """
      {"type":"\(type)","room":"lobby","seq":\(seq),"position":"\(position)","time":1,"id":"\(id ?? "m\(seq)")",\
      "from":{"id":"ann","name":"Ann","kind":"user"},\(fields)}
      """
    let object = try JSONParser.parseObject(Array(json.utf8))
    return StoredEvent(room: "lobby", seq: seq, position: position, object: object)
  }

  private func message(_ seq: UInt64, epoch: String = "e") throws -> StoredEvent {
    try event(seq, #""text":"text \#(seq)","data":{"n":\#(seq)}"#, epoch: epoch)
  }

  private func change(_ seq: UInt64, _ type: String, of target: UInt64, _ more: String = "") throws -> StoredEvent {
    try event(seq, #""of":\#(target),"target":{"from":"ann","id":"m\#(target)"}\#(more)"#, type: type)
  }

  /// `seq text` of each event of a page, and whether there is more.
  private func page(
    _ archive: RoomArchive, before seq: UInt64, of epoch: String = "e", limit: Int = 100, bytes: Int = 1 << 20
  ) throws -> (lines: [String], hasMore: Bool) {
    let page = try #require(archive.reader).page(before: seq, of: epoch, limit: limit, bytes: bytes)
    let lines = try page.events.map { bytes in
      let object = try JSONParser.parseObject(bytes)
      let data = object["data"] == nil ? "" : "+"
      return "\(object["seq"]?.integer ?? 0) \(object["text"]?.string ?? "-")\(data)"
    }
    return (lines, page.hasMore)
  }

  @Test("pages over segments, as they were written and after it is opened again")
  func pages() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    do {
      let archive = try open(segmentBytes: 3_000)
      try readAll(of: archive)
      for seq in 1...300 {
        archive.take(try message(UInt64(seq)))
        try archive.write()
      }
      try check(archive)
    }
    let archive = try open(segmentBytes: 3_000)
    try readAll(of: archive)
    try check(archive)
  }

  private func check(_ archive: RoomArchive) throws {
    for (seq, limit) in [(301, 7), (200, 100), (130, 64), (66, 3), (9_000, 5)] as [(UInt64, Int)] {
      let end = min(seq, 301)
      let (lines, hasMore) = try page(archive, before: seq, limit: limit)
      #expect(lines == ((end - UInt64(limit))..<end).map { "\($0) text \($0)+" })
      #expect(hasMore)
    }
    let beginning = try page(archive, before: 4)
    #expect(beginning.lines == ["1 text 1+", "2 text 2+", "3 text 3+"] && !beginning.hasMore)
    #expect(try page(archive, before: 1).lines.isEmpty)
    #expect(try page(archive, before: 300, of: "f").lines.isEmpty)
    // One event there is, however little is taken; then as many as fit.
    let one = try page(archive, before: 100, bytes: 0)
    #expect(one.lines == ["99 text 99+"] && one.hasMore)
    #expect(try page(archive, before: 100, bytes: 500).lines.count < 5)
  }

  @Test(
    "what comes while it is read piece by piece is told in its place, and nothing is told before",
    arguments: [1, 100, 5_000])
  func pieces(_ piece: Int) throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let archive = try open(segmentBytes: 3_000)
    for seq in 1...100 { archive.take(try message(UInt64(seq))) }
    try archive.write()
    var seq: UInt64 = 100
    try readAll(of: archive, piece: piece) {
      #expect(archive.reader?.isComplete == false)
      guard seq < 200 else { return }
      seq += 1
      archive.take(try message(seq))
      try archive.write()
    }
    #expect(seq > 100 && archive.reader?.readBytes ?? 0 > archive.reader?.totalBytes ?? 0)
    archive.take(try message(seq + 1))
    try archive.write()
    let (lines, hasMore) = try page(archive, before: seq + 2, limit: 300, bytes: 1 << 20)
    #expect(lines == (1...seq + 1).map { "\($0) text \($0)+" } && !hasMore)
  }

  @Test("without what was deleted, or edited again")
  func changes() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let archive = try open()
    try readAll(of: archive)
    for seq in 1...3 { archive.take(try message(UInt64(seq))) }
    archive.take(try change(4, "edit", of: 1, #","text":"first edit""#))
    archive.take(try change(5, "edit", of: 1, #","text":"second edit""#))
    archive.take(try change(6, "edit", of: 2, #","text":"edited, then deleted""#))
    archive.take(try change(7, "delete", of: 2))
    archive.take(try change(8, "reaction", of: 3, #","reaction":"👍","on":true"#))
    try archive.write()
    let lines = ["1 text 1+", "2 ", "3 text 3+", "4 ", "5 second edit", "6 ", "7 -", "8 -"]
    #expect(try page(archive, before: 9).lines == lines)
    // It is so as well for who asks for what lies before the change alone.
    #expect(try page(archive, before: 3).lines == ["1 text 1+", "2 "])
  }

  @Test("nothing from before a change of how long the room's messages are kept")
  func retained() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let archive = try open()
    try readAll(of: archive)
    for seq in 1...3 { archive.take(try message(UInt64(seq))) }
    archive.take(try event(4, #""set":{"retain":60}"#, type: "policy"))
    archive.take(try message(5))
    archive.take(try event(6, #""set":{"retain":0}"#, type: "policy"))
    archive.take(try event(7, #""set":{"topic":"tea"}"#, type: "policy"))
    archive.take(try message(8))
    try archive.write()
    let lifted = try page(archive, before: 9)
    #expect(lifted.lines == ["6 -", "7 -", "8 text 8+"] && !lifted.hasMore)
  }

  @Test("the edit before one that was taken back")
  func rewoundEdit() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let archive = try open()
    try readAll(of: archive)
    archive.take(try message(1))
    archive.take(try change(2, "edit", of: 1, #","text":"first""#))
    archive.take(try change(3, "edit", of: 1, #","text":"second""#))
    archive.rewind(to: "e.0.2.i2")
    archive.take(try message(3))
    try archive.write()
    #expect(try page(archive, before: 4).lines == ["1 text 1+", "2 first", "3 text 3+"])
  }

  @Test("nothing from before a hole, in which something may have been deleted, nor from before another order")
  func holes() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let archive = try open()
    try readAll(of: archive)
    for seq in 1...3 { archive.take(try message(UInt64(seq))) }
    archive.take(Gap(room: "lobby", after: 3, next: 10, reason: "trimmed"))
    for seq in 10...12 { archive.take(try message(UInt64(seq))) }
    try archive.write()
    let behind = try page(archive, before: 13)
    #expect(behind.lines == ["10 text 10+", "11 text 11+", "12 text 12+"] && !behind.hasMore)
    #expect(archive.reader?.index.hole?.seq == 10 && archive.reader?.index.hole?.time == 1)
    #expect(try page(archive, before: 10).lines.isEmpty)
    archive.take(try message(1, epoch: "f"))
    try archive.write()
    #expect(try page(archive, before: 13).lines.isEmpty)
    #expect(try page(archive, before: 13, of: "f").lines == ["1 text 1+"])
    #expect(archive.reader?.index.hole == nil, "the order began anew")
  }

  @Test("what a rewind took back is not told, and what came at its place is")
  func rewinds() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    do {
      let archive = try open()
      try readAll(of: archive)
      for seq in 1...100 { archive.take(try message(UInt64(seq))) }
      archive.rewind(to: "e.0.90.i90")
      for seq in 91...93 { archive.take(try event(UInt64(seq), #""text":"again \#(seq)""#)) }
      archive.rewind(to: "e.0.92.i92")
      for seq in 93...200 { archive.take(try event(UInt64(seq), #""text":"new \#(seq)""#)) }
      try archive.write()
      try checkRewound(archive)
    }
    let archive = try open()
    try readAll(of: archive)
    try checkRewound(archive)
  }

  private func checkRewound(_ archive: RoomArchive) throws {
    let lines = try page(archive, before: 97, limit: 8).lines
    let before = ["89 text 89+", "90 text 90+"]
    #expect(lines == before + ["91 again 91", "92 again 92", "93 new 93", "94 new 94", "95 new 95", "96 new 96"])
    #expect(try page(archive, before: 93, limit: 2).lines == ["91 again 91", "92 again 92"])
    #expect(try page(archive, before: 201, limit: 2).lines == ["199 new 199", "200 new 200"])
    #expect(try page(archive, before: 86, limit: 1).lines == ["85 text 85+"])
  }
}
