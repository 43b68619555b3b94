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
}
