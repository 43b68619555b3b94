import Base
import Testing

@testable import Broker
@testable import Chat
@testable import ChatProtocol
@testable import ChatTestSupport
@testable import JSON
@testable import MemoryBroker

@Suite("Erasing what somebody wrote")
struct ErasingTests {
  @Test("deletes it for everybody, takes reactions back, and finds nothing the next time")
  func everything() throws {
    let scene = TwoInstances()
    scene.write()
    // Of the edits the first one is none any more.
    let counted = try scene.erase(isTrial: true)
    #expect((counted.messages, counted.edits, counted.reactions) == (2, 1, 1) && counted.next == nil)
    #expect(scene.bob.read().isEmpty, "a trial changes nothing")
    #expect(try scene.erase() == counted)
    let heard = scene.bob.read()
    #expect(heard.of("delete").compactMap { $0["of"]?.integer } == [2, 6])
    #expect(heard.of("delete").allSatisfy { $0["from"]?.object?["id"]?.string == "operator" })
    #expect(heard.of("reaction").map { $0["on"]?.bool } == [false])
    for (hub, name) in [(scene.a, "Cid"), (scene.b, "Dan")] {
      let told = scene.read(through: hub, name)
      #expect(!told.contains("secret") && told.contains(#""text":"bob""#))
    }
    let again = try scene.erase()
    #expect(again.messages == 0 && again.edits == 0 && again.isTheirs)
  }

  @Test("knows two messages apart whose identities are the same by chance")
  func sameIdentity() throws {
    let scene = TwoInstances()
    let (room, user) = (try #require(RoomName("r")), try #require(scene.ann.client?.user))
    for id in ["1", "2", "3"] {
      let publication = Publication(
        room: room, header: MessageHeader(author: user.id, id: id), identity: "same",
        body: MessageBody.message(MessageContent("secret \(id)"), id: id, from: user), digest: id)
      scene.a.broker.perform(Publish(publication)) { _ in }
    }
    _ = scene.ann.read()
    #expect(try scene.erase().messages == 3)
    #expect(try scene.erase().messages == 0)
    #expect(scene.bob.read().of("delete").compactMap { $0["of"]?.integer } == [1, 2, 3])
  }

  @Test("goes through several pages at once, and tells what was done before one that can't be read")
  func pages() throws {
    let scene = TwoInstances()
    try scene.write(600)
    scene.a.broker.historyReadsLeft = 1
    let first = try scene.erase()
    #expect(first.messages == 256 && first.next == 256)
    #expect(throws: BrokerFailure.self) { try scene.erase(after: 256) }
    scene.a.broker.historyReadsLeft = nil
    let rest = try scene.erase(after: 256)
    #expect(rest.messages == 344 && rest.next == nil)
    #expect(scene.bob.read().of("delete").compactMap { $0["of"]?.integer } == Array(1...600))
  }

  @Test("begins no further page once one took the store long, so that whoever asked hears of it in time")
  func slowStore() throws {
    let scene = TwoInstances()
    try scene.write(600)
    let (room, user) = (try #require(RoomName("r")), try #require(scene.ann.client?.user.id))
    var part: Result<ErasedPart, BrokerFailure>?
    scene.a.broker.holdsHistory = true
    scene.a.hub.erase(Writings(of: user, within: 0..<Int64.max), in: room, after: 0, isTrial: false) { part = $0 }
    scene.a.endTurn()
    scene.a.hub.time.now = scene.a.hub.time.now + .seconds(2)
    scene.a.broker.release()
    scene.a.endTurn()
    let first = try #require(part).get()
    #expect(first.messages == 256 && first.next == 256)
    #expect(try scene.erase(after: 256).messages == 344)
  }

  @Test("takes off the room's list what they reported, and what was reported of what they wrote")
  func reports() throws {
    let scene = TwoInstances()
    scene.bob.ask(#"{"type":"govern","room":"r","id":"g","set":{"topic":"t"}}"#)
    scene.write()
    let page = scene.bob.ask(#"{"type":"history","room":"r"}"#).of("history").flatMap { $0["messages"]?.array ?? [] }
    let positions = page.compactMap(\.object).of("message").compactMap { $0["position"]?.string }
    let cid = scene.b.client("Cid")
    let told: [(TestClient, Int, String)] = [
      (scene.ann, 0, "secret reason"), (cid, 0, "kept"), (cid, 1, "said a secret"), (scene.bob, 2, "secret, too"),
    ]
    for (client, index, reason) in told {
      let answer = client.ask(#"{"type":"report","room":"r","position":"\#(positions[index])","reason":"\#(reason)"}"#)
      #expect(answer.of("reported").count == 1, "\(answer)")
    }
    func reasons() -> [String?] {
      let listed = scene.bob.ask(#"{"type":"reports","room":"r","id":"l"}"#).of("reports").first?["items"]?.array ?? []
      return listed.map { $0.object?["reason"]?.string }
    }
    #expect(reasons().count == 4)
    #expect(try scene.erase(isTrial: true).reports == 3 && reasons().count == 4)
    #expect(try scene.erase().reports == 3)
    #expect(reasons() == ["kept"])
    #expect(try scene.erase().reports == 0)
  }

  @Test("holds on an instance that was cut off meanwhile and returns")
  func cutOff() throws {
    let scene = TwoInstances()
    scene.write()
    scene.b.broker.losesBroadcasts = true
    _ = try scene.erase()
    scene.b.broker.losesBroadcasts = false
    scene.b.hub.brokerMayHaveMissedMessages()
    #expect(!scene.read(through: scene.b, "Cid").contains("secret"))
    #expect(scene.bob.read().of("delete").count == 2)
  }

  @Test("is not undone when the store comes back empty, and what puts it back first had not heard of it")
  func putBack() throws {
    let scene = TwoInstances()
    scene.write()
    scene.b.broker.losesBroadcasts = true
    _ = try scene.erase()
    scene.replaceStore(of: scene.b)
    scene.b.broker.losesBroadcasts = false
    #expect(scene.read(through: scene.b, "Cid").contains("secret"), "it has put back what it had")
    scene.replaceStore(of: scene.a)
    for (hub, name) in [(scene.a, "Dan"), (scene.b, "Eve")] {
      #expect(!scene.read(through: hub, name).contains("secret"))
    }
    let room = try #require(RoomName("r").flatMap { scene.empty.store.existingRoom($0) })
    let stored = room.page(after: nil, limit: 100, latest: 0, now: scene.empty.clock.now).messages
    #expect(!stored.isEmpty)
    #expect(!stored.contains { String(decoding: $0.body, as: UTF8.self).contains("secret") })
  }
}

extension TwoInstances {
  /// Bob's first message; Ann's first, edited twice, her reaction to Bob's, her second.
  fileprivate func write() {
    bob.ask(#"{"type":"send","room":"r","id":"b1","text":"bob"}"#)
    ann.ask(#"{"type":"send","room":"r","id":"a1","text":"secret 1"}"#)
    ann.ask(#"{"type":"edit","room":"r","id":"e1","seq":2,"text":"secret 2"}"#)
    ann.ask(#"{"type":"edit","room":"r","id":"e2","seq":2,"text":"secret 3"}"#)
    ann.ask(#"{"type":"react","room":"r","id":"x1","seq":1,"reaction":"👍"}"#)
    ann.ask(#"{"type":"send","room":"r","id":"a2","text":"secret 4"}"#)
    for client in [ann, bob] { _ = client.read() }
  }

  /// So many messages of Ann's.
  fileprivate func write(_ count: Int) throws {
    let (room, user) = (try #require(RoomName("r")), try #require(ann.client?.user))
    for number in 1...count {
      let (id, text) = ("\(number)", MessageContent("secret \(number)"))
      let publication = Publication(
        room: room, header: MessageHeader(author: user.id, id: id), identity: "i\(number)",
        body: MessageBody.message(text, id: id, from: user), digest: id)
      a.broker.perform(Publish(publication)) { _ in }
    }
    _ = ann.read()
  }

  fileprivate func erase(after seq: UInt64 = 0, isTrial: Bool = false) throws -> ErasedPart {
    let room = try #require(RoomName("r"))
    let user = try #require(ann.client?.user.id)
    var part: Result<ErasedPart, BrokerFailure>?
    a.hub.erase(Writings(of: user, within: 0..<Int64.max), in: room, after: seq, isTrial: isTrial) { part = $0 }
    a.endTurn()
    return try #require(part).get()
  }

  /// Whoever comes through an instance is handed this, as text.
  fileprivate func read(through hub: TestHub, _ name: String) -> String {
    let client = hub.client(name)
    let joined = client.ask(#"{"type":"join","room":"r"}"#)
    let history = client.ask(#"{"type":"history","room":"r","before":99}"#)
    client.disconnect()
    return (joined + history).map { object in
      String(
        decoding: JSONWriter.object { writer in
          for member in object.members { writer.member(named: member.name, member.value) }
        }, as: UTF8.self)
    }.joined()
  }
}
