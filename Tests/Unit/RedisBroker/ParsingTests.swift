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
    "@ann.bob", "abc 0 1 i1 5", "=", "=abc 0", "-c", "9007199254740993",
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
      let tag = ["m", "t", "p", "s", "c", "d", "q", "q1 a\n", "z", ""].randomElement() ?? ""
      let bytes = Array((tag + words.joined(separator: [" ", "\n"].randomElement() ?? "")).utf8)
      bytes.withUnsafeBytes { bytes in
        _ = RoomPayload(bytes)
        _ = FleetEvent(payload: bytes)
        _ = User(stored: bytes)
        _ = Maintenance(stored: bytes)
      }
    }
  }

  private func event(_ text: String) -> FleetEvent? { Array(text.utf8).withUnsafeBytes { FleetEvent(payload: $0) } }

  @Test("a device that came in by a code is read, though a later version says more, and nothing of another form")
  func newDevices() throws {
    let hash = String(repeating: "0f", count: 32)
    let device = NewDevice(of: "u1", session: try #require(TokenHash(text: hash)), at: 5)
    for text in ["cu1 \(hash) 5", "cu1 \(hash) 5 more"] { #expect(event(text) == .deviceAdded(device)) }
    for text in ["c", "cu1", "cu1 \(hash)", "cU \(hash) 5", "cu1 0f 5", "cu1 \(hash) x"] { #expect(event(text) == nil) }
  }

  @Test("a report of who has taken much is read as it was written, in no other version, and no more than it may have")
  func usageReports() {
    let usages = [
      Usage(of: .user("ann"), [.init("messages", milliseconds: 375), .init("bytes", milliseconds: 3_600_000)]),
      Usage(of: .address(AddressDigest(of: "10.0.0.1")), [.init("sign_ins", milliseconds: 0)]),
    ]
    let report = UsageReport(from: "chat.example-1", usages)
    #expect(event(report.payload) == .usage(report))
    #expect(!report.payload.contains("10.0.0.1"))
    for other in ["q2 a\nuann messages 1\n", "q", "q1", "q1 \n", "qu a\n", "q-1 a\n"] { #expect(event(other) == nil) }
    let strange = "xann messages 1\nuann messages\nuann messages -1\naZZ messages 1\nuAnn messages 1\n\n"
    let lines = "q1 a\n\(strange)ubob messages 1 later 2\n"
    let bob = Usage(of: .user("bob"), [.init("messages", milliseconds: 1), .init("later", milliseconds: 2)])
    #expect(event(lines) == .usage(UsageReport(from: "a", [bob])))
    let long = UsageReport(from: "a", (0..<1_000).map { Usage(of: .user("u\($0)"), []) })
    guard case .usage(let read) = event(long.payload) else { Issue.record("it was not read"); return }
    #expect(read.usages.count == UsageReport.maximum)
  }

  @Test(
    "how an instance is, is read as it was written; what names none or is too long is none, and what is strange is nothing"
  )
  func instanceReports() {
    let report = InstanceReport.sample("chat.example-1")
    #expect(event(report.payload) == .instance(report))
    #expect(event("i{\"instance\":\"a\"}") == .instance(InstanceReport(of: "a")))
    let long = String(repeating: "x", count: 4_096)
    for other in [
      "i", "i{}", "i{\"instance\":\"\"}", "i{\"instance\":5}", "i[]", "i{\"instance\":\"a\",\"later\":\"\(long)\"}",
    ] {
      #expect(event(other) == nil, "\(other.prefix(30))")
    }
    let strange = #"i{"instance":"a","polls":-1,"rooms":"x","memory":9223372036854775807,"store":5,"later":{"x":[1]}}"#
    var read = InstanceReport(of: "a")
    read.memory = 1 << 53
    #expect(event(strange) == .instance(read))
  }

  @Test(
    "a broadcast beyond the greatest seq is none",
    arguments: [(1 << 53, true), ((1 << 53) + 1, false)] as [(UInt64, Bool)])
  func greatestSeq(seq: UInt64, isTaken: Bool) {
    let bytes = Array("me 0 \(seq) i 1\n{}".utf8)
    let payload = bytes.withUnsafeBytes { RoomPayload($0) }
    #expect((payload != nil) == isTaken)
  }

  @Test("what is told of presence is read, and whatever an older version has behind it passed over")
  func presence() {
    let ann = User(id: "u1", name: "A\"n", kind: .bot)
    let told: [(String, PresenceNotice?)] = [
      ("p1 3 left b u1 .41226e", PresenceNotice(.init(ann, .left), count: 3)),
      ("p1 3 left b u1 .41226e\n{\"count\":4}", PresenceNotice(.init(ann, .left), count: 3)),
      ("p1 57", PresenceNotice(count: 57)), ("p1 57\n{}", PresenceNotice(count: 57)),
      ("p1", nil), ("p1 x", nil), ("p1 3 left b u1", nil), ("p1 3 gone b u1 n", nil), ("p2 3", nil), ("pu1\n{}", nil),
      ("p", nil),
    ]
    for (text, notice) in told {
      let payload = Array(text.utf8).withUnsafeBytes { RoomPayload($0) }
      guard case .ephemeral(.presence(let read)) = payload else {
        #expect(notice == nil, "\(text)")
        continue
      }
      #expect(read == notice, "\(text)")
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
}
