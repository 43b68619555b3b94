import Testing

@testable import Chat
@testable import ChatTestSupport
@testable import JSON
@testable import MemoryBroker

@Suite("Recovery")
struct RecoveryTests {
  /// Ann sends what Bob is to hear.
  private struct Scene {
    let fleet: TestFleet
    let a: TestHub
    let b: TestHub
    let ann: TestClient
    let bob: TestClient

    init(backlog: Int = 10_000, change: (inout HubConfiguration) -> Void = { _ in }) {
      fleet = TestFleet(backlog: backlog)
      a = TestHub(fleet, instance: "a", change: change)
      b = TestHub(fleet, instance: "b", change: change)
      ann = a.client("Ann")
      bob = b.client("Bob")
      ann.ask(#"{"type":"join","room":"r"}"#)
      bob.ask(#"{"type":"join","room":"r"}"#)
      _ = ann.read()
    }

    func say(_ numbers: ClosedRange<Int>) {
      for number in numbers { ann.ask(#"{"type":"send","room":"r","id":"\#(number)","text":"\#(number)"}"#) }
    }
  }

  private func texts(_ numbers: ClosedRange<Int>) -> [String] { numbers.map(String.init) }

  @Test("gives a client that was cut off exactly what it missed, from another instance")
  func reconnect() throws {
    let scene = Scene()
    scene.say(1...3)
    let position = try #require(scene.bob.read().of("message").last?["position"]?.string)
    scene.bob.disconnect()
    scene.say(4...103)
    let back = scene.a.client("Bobby")
    let answer = back.ask(#"{"type":"join","room":"r","after":"\#(position)"}"#)
    #expect(answer.first?["recovered"]?.bool == true)
    #expect(answer.first?["missed"]?.integer == 100)
    #expect(answer.texts == texts(4...103))
    scene.say(104...104)
    #expect(back.read().texts == ["104"])
    #expect(scene.a.hub.counters.recoveriesFromMemory == 1)
  }

  @Test("catches up with a client that has seen elsewhere what was lost on the way here, and gives it nothing twice")
  func aheadOfTheLog() throws {
    let scene = Scene()
    scene.b.broker.losesBroadcasts = true
    scene.say(1...2)
    let sent = scene.ann.ask(#"{"type":"send","room":"r","id":"3","text":"3"}"#).of("sent")
    let position = try #require(sent.first?["position"]?.string)
    let cid = scene.b.client("Cid")
    let answer = cid.ask(#"{"type":"join","room":"r","after":"\#(position)"}"#)
    #expect(answer.of("joined").first?["position"]?.string == position)
    #expect(answer.of("joined").first?["missed"]?.integer == 0)
    scene.b.broker.losesBroadcasts = false
    scene.say(4...4)
    #expect(answer.texts + cid.read().texts == ["4"])
    #expect(scene.bob.read().texts == texts(1...4))
  }

  @Test("comes in pages when the log does not reach back, without a limit")
  func pages() throws {
    let scene = Scene {
      $0.logMessages = 16
      $0.logBytes = 4_096
      $0.pageLimit = 100
      $0.firstRead = 16
    }
    var position = try #require(scene.bob.ask(#"{"type":"join","room":"r"}"#).first?["position"]?.string)
    scene.bob.disconnect()
    scene.say(1...1_000)
    let back = scene.b.client("Bobby")
    var seen: [String] = []
    var pages = 0
    while true {
      let answer = back.ask(#"{"type":"join","room":"r","after":"\#(position)"}"#)
      let joined = try #require(answer.of("joined").first)
      #expect(joined["recovered"]?.bool == true)
      #expect(joined["missed"]?.integer == Int64(answer.texts.count))
      seen += answer.texts
      position = try #require(answer.of("message").last?["position"]?.string)
      pages += 1
      guard joined["more"]?.bool == true else { break }
      // Whoever is still catching up hears nothing live.
      #expect(back.read().texts.isEmpty)
    }
    #expect(seen == texts(1...1_000))
    #expect(pages >= 9)
    scene.say(1_001...1_001)
    #expect(back.read().texts == ["1001"])
  }

  @Test("fills a hole in what is broadcast before anything later is shown")
  func hole() {
    let scene = Scene()
    scene.say(1...2)
    scene.b.broker.losesBroadcasts = true
    scene.say(3...5)
    scene.b.broker.losesBroadcasts = false
    scene.say(6...7)
    #expect(scene.bob.read().texts == texts(1...7))
    #expect(scene.b.hub.counters.messagesResynced == 4)
  }

  @Test("holds what comes while a hole is being read, and doubles nothing")
  func holdsWhileResyncing() {
    let scene = Scene()
    scene.b.broker.losesBroadcasts = true
    scene.say(1...2)
    scene.b.broker.losesBroadcasts = false
    scene.b.broker.holdsReads = true
    scene.say(3...6)
    #expect(scene.bob.read().texts.isEmpty)
    scene.b.broker.release()
    #expect(scene.bob.read().texts == texts(1...6))
    scene.say(7...7)
    #expect(scene.bob.read().texts == ["7"])
  }

  @Test("finds out by itself when a quiet room missed its last message")
  func quietRoom() {
    let scene = Scene()
    scene.say(1...1)
    scene.b.broker.losesBroadcasts = true
    scene.say(2...2)
    scene.b.broker.losesBroadcasts = false
    #expect(scene.bob.read().texts == ["1"])
    scene.b.pass(seconds: 16)
    #expect(scene.bob.read().texts == ["2"])
  }

  @Test("reads all rooms after the subscriptions were interrupted")
  func interrupted() {
    let scene = Scene()
    scene.b.broker.losesBroadcasts = true
    scene.say(1...3)
    scene.b.broker.losesBroadcasts = false
    scene.b.broker.brokerMayHaveMissedMessages()
    #expect(scene.bob.read().texts == texts(1...3))
  }

  @Test("goes on trying while the store is away, and refuses to send meanwhile")
  func away() {
    let scene = Scene()
    scene.b.broker.losesBroadcasts = true
    scene.say(1...3)
    scene.b.broker.losesBroadcasts = false
    scene.b.broker.fails = true
    scene.b.broker.brokerMayHaveMissedMessages()
    scene.b.pass(seconds: 5)
    let refused = scene.bob.ask(#"{"type":"send","room":"r","id":"1","text":"t"}"#)
    #expect(refused.of("sent").isEmpty)
    #expect(refused.of("error").first?["code"]?.string == "unavailable")
    scene.b.broker.fails = false
    scene.b.pass(seconds: 3)
    #expect(scene.bob.read().texts == texts(1...3))
  }

  @Test("says aloud what can't be had any more")
  func trimmed() throws {
    let scene = Scene(backlog: 10) {
      $0.logMessages = 4
      $0.logBytes = 512
    }
    scene.say(1...1)
    let position = try #require(scene.bob.read().of("message").last?["position"]?.string)
    scene.bob.disconnect()
    scene.say(2...2_000)
    let answer = scene.b.client("Bobby").ask(#"{"type":"join","room":"r","after":"\#(position)"}"#)
    #expect(answer.first?["recovered"]?.bool == false)
    let last = try #require(answer.texts.last)
    #expect(last == "2000")
  }

  @Test("tells a client with a position from another history")
  func otherHistory() {
    let scene = Scene()
    scene.say(1...3)
    let answer = scene.b.client("Bobby").ask(#"{"type":"join","room":"r","after":"other.0.2.x"}"#)
    #expect(answer.first?["recovered"]?.bool == false)
    #expect(answer.texts == texts(1...3))
  }

  @Test("reads once for many clients with the same need")
  func sharedRead() throws {
    let scene = Scene {
      $0.logMessages = 4
      $0.logBytes = 512
    }
    scene.say(1...1)
    let position = try #require(scene.bob.read().of("message").last?["position"]?.string)
    scene.say(2...300)
    let before = scene.b.broker.reads
    scene.b.broker.holdsReads = true
    let clients = (0..<20).map { scene.b.client("c\($0)") }
    for client in clients { client.ask(#"{"type":"join","room":"r","after":"\#(position)"}"#) }
    scene.b.broker.release()
    #expect(scene.b.broker.reads - before == 1)
    for client in clients { #expect(client.read().texts == texts(2...300)) }
  }

  @Test("leaves no hole when more comes during a read than the log holds")
  func overtakenRead() throws {
    let scene = Scene {
      $0.logMessages = 4
      $0.logBytes = 512
      $0.pageLimit = 1_000
    }
    scene.say(1...1)
    let position = try #require(scene.bob.read().of("message").last?["position"]?.string)
    scene.bob.disconnect()
    scene.say(2...100)
    let back = scene.b.client("Bobby")
    scene.b.broker.holdsAnswers = true
    back.ask(#"{"type":"join","room":"r","after":"\#(position)"}"#)
    scene.say(101...300)
    scene.b.broker.release()
    var events = back.read()
    var seen = events.texts
    while events.of("joined").first?["more"]?.bool == true {
      let newest = try #require(events.of("message").last?["position"]?.string)
      events = back.ask(#"{"type":"join","room":"r","after":"\#(newest)"}"#)
      seen += events.texts
    }
    #expect(seen == texts(2...300))
  }

  @Test("brings on a client whose page was empty, when the log no longer reaches back to it")
  func overtakenEmptyRead() throws {
    let scene = Scene {
      $0.logMessages = 4
      $0.logBytes = 512
    }
    scene.b.broker.losesBroadcasts = true
    scene.say(1...100)
    let sent = scene.ann.ask(#"{"type":"send","room":"r","id":"101","text":"101"}"#).of("sent").first
    let position = try #require(sent?["position"]?.string)
    let back = scene.b.client("Bobby")
    scene.b.broker.holdsAnswers = true
    back.ask(#"{"type":"join","room":"r","after":"\#(position)"}"#)
    scene.b.broker.losesBroadcasts = false
    scene.say(102...300)
    scene.b.broker.release()
    let pages = try catchUp(back, back.read())
    #expect(pages.flatMap(\.self) == texts(102...300))
    scene.say(301...301)
    #expect(back.read().texts == ["301"])
  }

  /// What a client gets by joining again and again, page by page.
  private func catchUp(_ client: TestClient, _ first: [JSONObject]) throws -> [[String]] {
    var events = first
    var pages: [[String]] = []
    while true {
      pages.append(events.texts)
      guard events.of("joined").first?["more"]?.bool == true else { return pages }
      #expect(client.read().texts.isEmpty)
      let newest = try #require(events.of("message").last?["position"]?.string)
      events = client.ask(#"{"type":"join","room":"r","after":"\#(newest)"}"#)
    }
  }

  /// A message here takes some 150 bytes.
  @Test(
    "gives no more at once than does the client good, from the log as from the store",
    arguments: [4, 512], [(spare: 0, atMost: 1), (1_000, 8), (10_000, 80)])
  func pagesThatFit(logMessages: Int, size: (spare: Int, atMost: Int)) throws {
    let scene = Scene {
      $0.logMessages = logMessages
      if logMessages < 10 { $0.logBytes = 512 }
    }
    scene.say(1...1)
    let position = try #require(scene.bob.read().of("message").last?["position"]?.string)
    scene.say(2...200)
    let back = scene.b.client("Bobby")
    back.spareBytes = size.spare
    let pages = try catchUp(back, back.ask(#"{"type":"join","room":"r","after":"\#(position)"}"#))
    #expect(pages.flatMap(\.self) == texts(2...200))
    #expect(pages.allSatisfy { (1...size.atMost).contains($0.count) })
    scene.say(201...201)
    #expect(back.read().texts == ["201"])
  }

  @Test("gives a newcomer and a reader no more than does them good: the newest, or those next to where they are")
  func newestThatFit() throws {
    let scene = Scene { $0.firstRead = 8 }
    scene.say(1...60)
    let client = scene.b.client("n")
    client.spareBytes = 1_000
    let latest = client.ask(#"{"type":"join","room":"r","limit":50}"#)
    #expect(latest.texts.last == "60" && (2...8).contains(latest.texts.count))
    #expect(latest.first?["more"] == nil)
    for (range, edge) in [("before\":31", 30), ("after\":30", 31)] {
      let page = client.ask("{\"type\":\"history\",\"room\":\"r\",\"\(range)}").of("history").first
      let seqs = page?["messages"]?.array?.compactMap { $0.object?["seq"]?.integer } ?? []
      #expect((2...8).contains(seqs.count) && page?["more"]?.bool == true)
      #expect(edge == 30 ? seqs.last == 30 : seqs.first == 31)
      #expect(seqs == (seqs.first.map { Array($0..<$0 + Int64(seqs.count)) }))
    }
  }

  @Test("a page of history is no longer than what there is room for, with all that is around its messages")
  func wholePage() throws {
    let scene = Scene()
    scene.say(1...60)
    for spare in 900..<1_300 {
      let range = spare.isMultiple(of: 2) ? "before\":31" : "after\":30"
      let client = scene.b.client("n\(spare)")
      client.spareBytes = spare
      let answer = client.ask("{\"type\":\"history\",\"id\":\"page-\(spare)\",\"room\":\"r\",\"\(range)}").of("history")
        .first
      #expect(try #require(answer?["messages"]?.array).count >= 2)
      #expect((spare - 200...spare).contains(client.longestRead))
      client.disconnect()
    }
  }

  @Test("gives a newcomer the latest messages, as many as it wants")
  func newcomer() {
    let scene = Scene { $0.firstRead = 8 }
    scene.say(1...60)
    for (limit, first) in [(0, 61), (5, 56), (50, 11)] {
      let client = scene.b.client("n\(limit)")
      let answer = client.ask(#"{"type":"join","room":"r","limit":\#(limit)}"#)
      #expect(answer.texts == (first <= 60 ? texts(first...60) : []))
      client.disconnect()
    }
    scene.b.pass(seconds: 60)
    let history = scene.bob.ask(#"{"type":"history","room":"r","before":31,"limit":10}"#).of("history").first
    let seqs = history?["messages"]?.array?.compactMap { $0.object?["seq"]?.integer }
    #expect(seqs == Array(21...30))
    #expect(history?["more"]?.bool == true)
  }

  @Test("puts back what the store forgot, once, in order, whoever offers it")
  func restores() {
    let scene = Scene()
    scene.say(1...50)
    _ = scene.bob.read()
    let empty = TestFleet(epoch: "other").store
    scene.b.broker.replaceStore(MemoryBroker(store: empty, instance: "b"))
    scene.a.broker.replaceStore(MemoryBroker(store: empty, instance: "a"))
    scene.say(51...52)
    scene.a.pass(seconds: 2)
    scene.b.pass(seconds: 2)
    let heard = scene.bob.read()
    #expect(heard.of("gap").first?["reason"]?.string == "reset")
    #expect(heard.texts == texts(1...52))
    #expect(scene.a.hub.counters.messagesRestored + scene.b.hub.counters.messagesRestored == 50)
    #expect(scene.b.client("Bobby").ask(#"{"type":"join","room":"r","limit":100}"#).texts == texts(1...52))
  }

  @Test("forgets a room that nobody needs, and only then")
  func forgets() {
    let scene = Scene()
    #expect(scene.b.hub.roomCount == 1)
    scene.bob.disconnect()
    scene.b.pass(seconds: 20)
    #expect(scene.b.hub.roomCount == 1)
    scene.b.pass(seconds: 30)
    #expect(scene.b.hub.roomCount == 0)
  }
}
