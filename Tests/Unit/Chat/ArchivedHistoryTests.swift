import Broker
import Testing

@testable import Chat
@testable import ChatProtocol
@testable import ChatTestSupport
@testable import JSON
@testable import MemoryBroker

/// Answers what it is told to, and notes what it is asked.
private final class StandIn: MessageArchive {
  var asked: [String] = []
  var answer: Result<ArchivedPage, BrokerFailure> = .success(ArchivedPage(events: [], hasMore: false))

  func read(
    _ room: RoomName, of epoch: String, before seq: UInt64, limit: Int, bytes: Int,
    completion: @escaping (Result<ArchivedPage, BrokerFailure>) -> Void
  ) {
    asked.append("\(room.text) \(seq) \(limit)")
    completion(answer)
  }
}

@Suite("Reading on where the store ends")
struct ArchivedHistoryTests {
  private let room = LedRoom(#"{"topic":"Tea"}"#, TestFleet(backlog: 5))
  private let archive = StandIn()
  /// Somebody on an instance that does not follow the room.
  private let reader: TestClient

  init() {
    let hub = TestHub(room.fleet, instance: "c")
    hub.hub.archive = archive
    reader = hub.client("Cid")
    for number in 1...3 { room.send(room.ann, "m\(number)") }
  }

  private func history(_ more: String) -> JSONObject? {
    room.ask(reader, #"{"type":"history","id":"h","room":"tea"\#(more)}"#).first
  }

  @Test("nobody is asked who has the beginning, nor of what is asked for from a place on")
  func beginning() {
    #expect(history("")?["more"]?.bool == false)
    #expect(history(#","before":1"#)?["more"]?.bool == false)
    #expect(history(#","after":0"#)?["more"]?.bool == false)
    #expect(archive.asked.isEmpty)
  }

  @Test("where messages have gone there is more, and the archive is asked for it alone")
  func goesOn() throws {
    for number in 4...9 { room.send(room.ann, "m\(number)") }
    let page = try #require(history(""))
    let seq = try #require(page["messages"]?.array?.first?.object?["seq"]?.integer)
    #expect(seq > 1 && page["more"]?.bool == true && archive.asked.isEmpty)
    let event = #"{"type":"message","room":"tea","seq":1,"text":"old"}"#
    archive.answer = .success(ArchivedPage(events: [Array(event.utf8)], hasMore: true))
    let old = try #require(history(#","before":\#(seq),"limit":7"#))
    #expect(archive.asked == ["tea \(seq) 7"])
    #expect(old["messages"]?.array?.compactMap(\.object).texts == ["old"] && old["more"]?.bool == true)
    archive.answer = .failure(.unavailable(reason: "away"))
    #expect(history(#","before":\#(seq)"#)?["code"]?.string == "unavailable")
    // Its owner has messages forgotten.
    room.govern(room.ann, "r", #""set":{"retain":3600}"#)
    #expect(history(#","before":\#(seq)"#)?["more"]?.bool == false && archive.asked.count == 2)
  }

  @Test("what the archive alone has is deleted by who may delete it, in the room's order, and not edited")
  func deletion() throws {
    for number in 4...9 { room.send(room.ann, "m\(number)") }
    let joined = try #require(room.ask(reader, #"{"type":"join","room":"tea"}"#).first)
    let epoch = try #require(joined["position"]?.string?.split(separator: ".").first)
    let reader = try #require(reader.client?.user.id)
    func holds(from author: String, text: String = "old") {
      let event =
        #"{"type":"message","room":"tea","seq":2,"position":"\#(epoch).0.2.iold","id":"o","from":{"id":"\#(author)"},"text":"\#(text)"}"#
      archive.answer = .success(ArchivedPage(events: [Array(event.utf8)], hasMore: true))
    }
    func change(_ type: String, _ id: String, seq: String = "2") -> [JSONObject] {
      room.ask(
        self.reader,
        #"{"type":"\#(type)","room":"tea","id":"\#(id)","seq":\#(seq),"text":"x","reaction":"👍","on":true}"#)
    }
    #expect(room.codes(change("delete", "1")) == ["not_found"] && archive.asked == ["tea 3 1"])
    holds(from: "somebody")
    #expect(room.codes(change("delete", "2")) == ["forbidden"])
    holds(from: reader)
    for type in ["edit", "react"] { #expect(room.codes(change(type, type)) == ["not_found"]) }
    #expect(room.codes(change("delete", "3", seq: #""\#(epoch).0.2.iother""#)) == ["not_found"])
    #expect(room.codes(change("delete", "4", seq: #""other.0.2.iold""#)) == ["not_found"])
    #expect(archive.asked.count == 3)
    let deleted = change("delete", "5")
    #expect(deleted.types == ["sent", "delete"])
    #expect(deleted.last?["of"]?.integer == 2 && deleted.last?["target"]?.object?["id"]?.string == "o")
    holds(from: reader, text: "")
    #expect(change("delete", "5").first?["duplicate"]?.bool == true)
    #expect(room.codes(change("delete", "6")) == ["not_found"])
    archive.answer = .failure(.unavailable(reason: "away"))
    #expect(room.codes(change("delete", "7")) == ["unavailable"])
  }
}
