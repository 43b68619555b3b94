import Base
import ChatClient
import ChatProtocol
import EventLoop
import Foundation
import JSON
import Testing

@testable import tchatter_bots

@Suite struct RetryLadderTests {
  @Test func `the pauses grow from five seconds to ten hours, and then it is over`() {
    let ladder = RetryLadder()
    let rungs: [Double] = [5, 30, 120, 600, 1_800, 7_200, 18_000, 36_000]
    for (failures, rung) in rungs.enumerated() {
      for _ in 0..<50 {
        let wait = ladder.wait(after: failures + 1, retryAfter: nil, entropy: KernelEntropy())?.seconds ?? 0
        #expect((rung..<rung * 1.25).contains(wait), "\(failures + 1)")
      }
    }
    #expect(ladder.wait(after: RetryLadder.attempts, retryAfter: nil, entropy: KernelEntropy()) == nil)
    #expect(ladder.wait(after: RetryLadder.attempts, retryAfter: .seconds(9), entropy: KernelEntropy()) == nil)
    #expect(ladder.wait(after: 0, retryAfter: nil, entropy: KernelEntropy()) == nil)
  }

  @Test(arguments: [(0.0, 5.0), (4, 5), (60, 60), (36_000, 36_000), (4_000_000_000, 36_000)])
  func `a receiver is waited for as long as it asks, within bounds`(_ asked: Double, _ least: Double) throws {
    let wait = try #require(
      RetryLadder().wait(after: 1, retryAfter: .seconds(asked), entropy: KernelEntropy()))
    #expect((least..<least + 1.25).contains(wait.seconds))
  }
}

@Suite struct RelayJournalTests {
  private let folder = NSTemporaryDirectory() + "relay-\(UUID().uuidString)"

  private let ann = User(id: "ann", name: "Ann", kind: .user)

  private func change(_ kind: RoomPeople.Change.Kind, _ user: User, _ count: Int) -> RoomPeople.Change {
    RoomPeople.Change(kind: kind, user: user, count: count)
  }

  private func event(_ seq: Int, text: String = "x") throws -> StoredEvent {
    let json = """
      {"type":"message","room":"lobby","seq":\(seq),"position":"e.0.\(seq).i\(seq)","time":1,"id":"m\(seq)",\
      "from":{"id":"ann","name":"Ann","kind":"user"},"reply":{"seq":1,"from":"bob","id":"q"},"text":"\(text)","data":{"n":[1.5,{}]}}
      """
    let object = try JSONParser.parseObject(Array(json.utf8))
    return StoredEvent(room: "lobby", seq: UInt64(seq), position: "e.0.\(seq).i\(seq)", object: object)
  }

  private func line(_ seq: Int, text: String = "x") throws -> RelayLine {
    let event = try event(seq, text: text)
    return .event(OutgoingEvent(event), position: event.position)
  }

  /// A process that another test is starting has the lock as well, until it is the other program: for a moment.
  private func open(notes: AwayNotes = AwayNotes()) throws -> RelayJournal {
    for _ in 0..<3_000 {
      if let journal = try RelayJournal(RelayFolder(folder, room: "lobby"), notes: notes) { return journal }
      Thread.sleep(forTimeInterval: 0.01)
    }
    return try #require(nil as RelayJournal?, "The lock is never free.")
  }

  private var url: URL { URL(fileURLWithPath: RelayFolder(folder, room: "lobby").journalPath) }

  @Test func `an id follows from the place, and has no dot`() throws {
    #expect(OutgoingEvent(try event(7)).id == "lobby-e-0-7-i7")
    #expect(try JSONParser.parseObject(OutgoingEvent(event(7)).body) == event(7).object)
    let gap = Gap(room: "lobby", after: 7, next: 12, reason: "trimmed")
    #expect(OutgoingEvent(gap, after: "e.0.7.i7").id == "lobby-gap-e-0-7-i7-12")
    #expect(OutgoingEvent(gap, after: nil).id == "lobby-gap-start-12")
    let other = StoredEvent(room: "lobby", seq: 1, position: "of.another.kind", object: JSONObject())
    #expect(OutgoingEvent(other).id.wholeMatch(of: /lobby-[0-9a-f]{32}/) != nil)
  }

  @Test func `every line is read as it was written`() throws {
    let mention = AwayMention(seq: 1, position: "e.0.1.i", time: 2, id: "a b", from: ann, heard: 3)
    let lines: [RelayLine] = [
      .position("e.0.1.i"), .position(nil), try line(1, text: "a b  c"), .notice(OutgoingEvent(try event(2))),
      .delivered, .failed(times: 3, inRow: 12), .givenUp, .off("HTTP 410, and more"), .on, .here(ann),
      .came(OutgoingEvent(change(.came, ann, 1), room: "lobby", time: 5), ann),
      .went(OutgoingEvent(change(.went, ann, 0), room: "lobby", time: 6), ann), .known(ann), .mentioned("ann", mention),
      .away(OutgoingEvent(away: ann, room: "lobby", mentions: [mention], time: 7), "ann"), .told("ann"), .back("ann"),
    ]
    for line in lines {
      #expect(line.bytes.last == UInt8(ascii: "\n"))
      #expect(RelayLine(line.bytes.dropLast()) == line)
    }
  }

  @Test(arguments: [
    "", "p", "p ", "p a b", "e a b", "n a", "f 1", "f a b", "f 1 2 3", "d x", "x ", "q", "dd", "e", "h", "h {}", "c a",
    "c a {}", "k", "k {}", "m", "m a", "m a {}", #"m  {"seq":1}"#, "a b", "a b {}", "t", "t ", "b", "b ",
    #"w a {"user":{"id":"a","name":"A"}}"#,
  ])
  func `anything else is no line`(_ text: String) {
    #expect(RelayLine(Array(text.utf8)[...]) == nil)
  }

  @Test func `who is there is known after a restart, and in a journal that was written anew`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let bob = User(id: "bob", name: "Bob", kind: .user)
    do {
      let journal = try open()
      journal.take(.position(nil))
      journal.take(.came(OutgoingEvent(change(.came, ann, 1), room: "lobby", time: 5), ann))
      journal.take(.came(OutgoingEvent(change(.came, bob, 2), room: "lobby", time: 5), bob))
      journal.take(.went(OutgoingEvent(change(.went, ann, 1), room: "lobby", time: 9), ann))
      try journal.write()
    }
    let state = try open().state
    #expect(state.present == ["bob": bob])
    #expect(state.waiting.map(\.id) == ["lobby-came-ann-5", "lobby-came-bob-5", "lobby-went-ann-9"])
    var anew = RelayState()
    for line in state.lines { anew.apply(line) }
    #expect(anew.present == state.present && Array(anew.waiting) == Array(state.waiting))
  }

  @Test func `what was taken waits until it has arrived, whatever ends the program`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    do {
      let journal = try open()
      #expect(!journal.state.hasBegun && journal.position == nil)
      journal.take(.position(nil))
      for seq in 1...3 { journal.take(try line(seq)) }
      #expect(journal.state.waiting.isEmpty && journal.waitingCount == 4 && journal.position == "e.0.3.i3")
      try journal.write()
      journal.mark(.delivered)
      journal.mark(.failed(times: 1, inRow: 1))
    }
    do {
      let journal = try open()
      #expect(journal.state.waiting.map(\.id) == ["lobby-e-0-2-i2", "lobby-e-0-3-i3"])
      #expect(journal.state.failures == 1 && journal.state.failuresInRow == 1 && journal.position == "e.0.3.i3")
      #expect(journal.names.map(\.id) == ["m1", "m2", "m3"])
      journal.mark(.givenUp)
      #expect(journal.state.failures == 0 && journal.state.failuresInRow == 1)
      journal.mark(.off("why"))
    }
    do {
      let journal = try open()
      #expect(journal.state.off == "why" && journal.state.waiting.count == 1)
      journal.mark(.on)
      journal.mark(.delivered)
    }
    let state = try open().state
    #expect(state.off == nil && state.waiting.isEmpty && state.waitingBytes == 0 && state.position == "e.0.3.i3")
  }

  @Test func `a line that was cut off at any byte does not count`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    do {
      let journal = try open()
      for seq in 1...2 { journal.take(try line(seq)) }
      try journal.write()
    }
    let whole = try Data(contentsOf: url)
    let first = try #require(whole.firstIndex(of: UInt8(ascii: "\n"))) + 1
    for length in 0...whole.count {
      try whole.prefix(length).write(to: url)
      let expected = length == whole.count ? 2 : length >= first ? 1 : 0
      #expect(try RelayJournal.state(of: RelayFolder(folder, room: "lobby")).waiting.count == expected)
      #expect(try open().state.waiting.count == expected)
    }
  }

  @Test func `a long journal is written anew, and says the same`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let text = String(repeating: "long ", count: 2_000)
    let journal = try open()
    for seq in 1...1_000 {
      journal.take(try line(seq, text: text))
      try journal.write()
      if seq > 3 { journal.mark(.delivered) }
    }
    journal.mark(.failed(times: 2, inRow: 2))
    let size = try #require(try FileManager.default.attributesOfItem(atPath: url.path)[.size] as? Int)
    #expect(size < 5 << 20)
    let state = try RelayJournal.state(of: RelayFolder(folder, room: "lobby"))
    #expect(state.waiting.map(\.id) == (998...1_000).map { "lobby-e-0-\($0)-i\($0)" })
    #expect(state.position == "e.0.1000.i1000" && state.failures == 2)
    #expect(Array(state.waiting) == Array(journal.state.waiting) && state.waitingBytes == journal.state.waitingBytes)
  }

  @Test func `a journal that stays long is not written anew by each write`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    func identity() throws -> Int? {
      try FileManager.default.attributesOfItem(atPath: url.path)[.systemFileNumber] as? Int
    }
    let journal = try open()
    let first = try identity()
    let position = String(repeating: "x", count: 500)
    let mention = AwayMention(seq: 1, position: position, time: 1, id: "m", from: ann, heard: 1)
    for number in 0..<10_000 { journal.take(.mentioned("u\(number / 10)", mention)) }
    try journal.write()
    let second = try identity()
    #expect(second != first)
    journal.take(.known(ann))
    try journal.write()
    #expect(try identity() == second)
  }

  @Test func `whoever is heard of again and again is known after a restart as before`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let none = AwayNotes(known: KnownPeople(limit: 20))
    func user(_ number: Int) -> User { User(id: "u\(number)", name: "user \(number)", kind: .user) }
    let known: [User]
    do {
      let journal = try open(notes: none)
      for number in 1...21 {
        for user in [user(1), user(2), user(number)] where journal.notes.known.isNews(user) {
          journal.take(.known(user))
        }
      }
      known = journal.notes.known.users
      #expect(known.count < 20 && known.contains(user(1)) && known.contains(user(2)))
      try journal.write()
    }
    #expect(try open(notes: none).notes.known.users == known)
  }

  @Test func `what is no journal is told, with the line`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    _ = try open()
    try Data("p -\nnonsense\n".utf8).write(to: url)
    #expect(throws: FileFailure("\(url.path): line 2 is nothing that a relay writes")) { _ = try open() }
  }

  @Test func `what was given up is there once, with why`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let folder = RelayFolder(folder, room: "lobby")
    try folder.make()
    let event = OutgoingEvent(try event(1, text: #"an \"x\""#))
    for _ in 0..<2 {
      let dead = try DeadLetters(folder.deadPath)
      try dead.append(event, time: 5, attempts: 9, reason: #"HTTP "500""#)
    }
    let dead = try DeadLetters(folder.deadPath)
    #expect(try dead.events() == [event])
    let lines = try DeadLetters.lines(of: folder.deadPath)
    let object = try JSONParser.parseObject(Array(try #require(lines.first)))
    #expect(object["reason"]?.string == #"HTTP "500""# && object["attempts"]?.integer == 9)
    try dead.removeEvents()
    #expect(try dead.events().isEmpty)
  }

  @Test func `what was given up and can't be read is not sent again, and stays`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let folder = RelayFolder(folder, room: "lobby")
    try folder.make()
    try Data("a note by hand\n".utf8).write(to: URL(fileURLWithPath: folder.deadPath))
    let dead = try DeadLetters(folder.deadPath)
    try dead.append(OutgoingEvent(try event(1)), time: 5, attempts: 9, reason: "HTTP 500")
    #expect(try dead.events().count == 1)
    try dead.removeEvents()
    #expect(try String(contentsOfFile: folder.deadPath, encoding: .utf8) == "a note by hand\n")
  }

  @Test func `a folder that can't be made or read is told in the system's words`() throws {
    let file = NSTemporaryDirectory() + "relay-\(UUID().uuidString)"
    try Data().write(to: URL(fileURLWithPath: file))
    defer { try? FileManager.default.removeItem(atPath: file) }
    let folder = RelayFolder(file, room: "lobby")
    #expect(throws: FileFailure("\(file)/lobby can't be made: Not a directory")) { try folder.make() }
    #expect(throws: FileFailure("\(file) can't be read: Not a directory")) { _ = try RelayFolder.rooms(in: file) }
  }

  @Test func `what a store puts back is known, and an id may be used again on another day`() throws {
    var names = RecentNames([], limit: 3)
    for seq in 1...4 { #expect(names.isNew(try event(seq))) }
    #expect(names.isNew(try event(4)))
    names.expectReturns()
    #expect(!names.isNew(try event(4)))
    #expect(names.isNew(try event(4)))
    #expect(names.isNew(try event(1)))
    #expect(!names.isNew(try event(3)))
  }
}
