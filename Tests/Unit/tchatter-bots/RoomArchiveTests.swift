import ChatClient
import Foundation
import JSON
import Testing

@testable import tchatter_bots

@Suite("A room's archive")
struct RoomArchiveTests {
  private let folder = NSTemporaryDirectory() + "archive-\(UUID().uuidString)"

  private func event(_ seq: UInt64) throws -> StoredEvent {
    let json = """
      {"type":"message","room":"lobby","seq":\(seq),"position":"e.0.\(seq).i\(seq)","time":1,"id":"m\(seq)",\
      "from":{"id":"ann","name":"Ann","kind":"user"},"reply":{"seq":1,"from":"bob","id":"q"},"text":"an \\"x\\"","data":{"n":[1.5,{}]}}
      """
    let object = try JSONParser.parseObject(Array(json.utf8))
    return StoredEvent(room: "lobby", seq: seq, position: "e.0.\(seq).i\(seq)", object: object)
  }

  /// A process that another test is starting has the lock as well, until it is the other program: for a moment.
  private func open(segmentBytes: Int = 1 << 20) throws -> RoomArchive {
    for _ in 0..<3_000 {
      if let archive = try RoomArchive(in: folder, room: "lobby", segmentBytes: segmentBytes) { return archive }
      Thread.sleep(forTimeInterval: 0.01)
    }
    return try #require(nil as RoomArchive?, "The lock is never free.")
  }

  private func segment(_ number: Int) -> String { ArchiveFolder(folder, room: "lobby").segmentPath(number) }

  private func check() throws -> (tally: RoomTally, mistakes: [String]) {
    try ArchiveCheck(folder: ArchiveFolder(folder, room: "lobby")).run()
  }

  @Test("holds the events as they came, and goes on behind the last")
  func goesOn() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    do {
      let archive = try open()
      #expect(archive.position == nil)
      for seq in 1...3 { archive.take(try event(UInt64(seq))) }
      #expect(archive.taken == 3 && archive.written == 0)
      try archive.write()
      #expect(archive.written == 3 && !archive.isDirty)
    }
    let archive = try open()
    #expect(archive.position == "e.0.3.i3")
    archive.take(try event(4))
    try archive.write()
    let lines = try String(contentsOfFile: segment(1), encoding: .utf8).split(separator: "\n")
    #expect(lines.count == 4)
    #expect(try JSONParser.parseObject(Array(lines[3].utf8)) == (try event(4)).object)
    #expect(try check().tally.line == "4 messages and 0 changes, seq 1 to 4, 0 missing, 0 doubled")
  }

  @Test("mends a line that was cut off at any byte")
  func torn() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    do {
      let archive = try open()
      for seq in 1...2 { archive.take(try event(UInt64(seq))) }
      try archive.write()
    }
    let whole = try Data(contentsOf: URL(fileURLWithPath: segment(1)))
    let first = try #require(whole.firstIndex(of: UInt8(ascii: "\n"))) + 1
    for length in 0...whole.count {
      try whole.prefix(length).write(to: URL(fileURLWithPath: segment(1)))
      #expect(try check().mistakes == [])
      let archive = try open()
      #expect(archive.position == (length == whole.count ? "e.0.2.i2" : length >= first ? "e.0.1.i1" : nil))
      for seq in (length == whole.count ? 3 : length >= first ? 2 : 1)...3 { archive.take(try event(UInt64(seq))) }
      try archive.write()
      let (tally, mistakes) = try check()
      #expect(tally.messages == 3 && tally.isWhole && mistakes.isEmpty)
    }
  }

  @Test("begins new segments, whose sums are told and checked")
  func segments() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    do {
      let archive = try open(segmentBytes: 1)
      for seq in 1...3 {
        archive.take(try event(UInt64(seq)))
        try archive.write()
      }
    }
    let sums = "\(folder)/lobby/SHA256SUMS"
    #expect(try String(contentsOfFile: sums, encoding: .utf8).split(separator: "\n").count == 3)
    #expect(try check().tally.messages == 3)
    // A crash before the last sum, and in the middle of it.
    let text = try String(contentsOfFile: sums, encoding: .utf8)
    try String(text.dropLast(70)).write(toFile: sums, atomically: false, encoding: .utf8)
    #expect(try open(segmentBytes: 1).position == "e.0.3.i3")
    #expect(try String(contentsOfFile: sums, encoding: .utf8) == text)
    #expect(try check().mistakes == [])
    // A bit that fell over.
    let second = try String(contentsOfFile: segment(2), encoding: .utf8)
    try second.replacing("Ann", with: "Anm").write(toFile: segment(2), atomically: false, encoding: .utf8)
    #expect(try check().mistakes == ["\(segment(2)) is not what its sum says"])
    // A segment that is gone.
    try FileManager.default.removeItem(atPath: segment(2))
    #expect(throws: FileFailure("\(folder)/lobby: there is no 000002.jsonl, but a later segment")) { try check() }
    #expect(throws: FileFailure.self) { try open() }
  }

  @Test("is written by one at a time, and free when that one has gone")
  func lock() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var first: RoomArchive? = try open()
    #expect(try RoomArchive(in: folder, room: "lobby", segmentBytes: 1) == nil)
    first?.take(try event(1))
    try first?.write()
    first = nil
    #expect(try open().position == "e.0.1.i1")
  }

  @Test("tells a gap once, from what it has itself, and goes on behind a rewind")
  func gaps() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let archive = try open()
    for seq in 1...3 { archive.take(try event(UInt64(seq))) }
    let gap = Gap(room: "lobby", after: 0, next: 9, reason: "trimmed")
    archive.take(gap)
    archive.take(gap)
    archive.take(try event(9))
    archive.rewind(to: "e.0.2.i2")
    try archive.write()
    #expect(archive.position == "e.0.2.i2")
    let text = try String(contentsOfFile: segment(1), encoding: .utf8)
    #expect(text.contains(#"{"type":"gap","room":"lobby","after":3,"seq":9,"reason":"trimmed"}"#))
    #expect(text.split(separator: "\n").count == 6)
    #expect(try check().tally.told == 5)
  }

  @Test("whatever else lies in the files is told with its place")
  func foreign() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    do {
      let archive = try open()
      archive.take(try event(1))
      try archive.write()
    }
    let text = try String(contentsOfFile: segment(1), encoding: .utf8)
    try (text + "something else\n").write(toFile: segment(1), atomically: false, encoding: .utf8)
    let failure = #expect(throws: FileFailure.self) { try open() }
    #expect(failure?.reason.hasPrefix("\(segment(1)): line 2 is no JSON object") == true)
    #expect(try check().mistakes.count == 1)
  }
}
