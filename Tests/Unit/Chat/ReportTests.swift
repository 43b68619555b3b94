import Testing

@testable import Chat
@testable import ChatProtocol
@testable import ChatTestSupport
@testable import JSON
@testable import MemoryBroker

@Suite("What is reported of a room")
struct ReportTests {
  private let room = LedRoom()

  /// Sends a message.
  /// - Returns: where it is.
  private func message(_ id: String) throws -> String {
    try #require(room.send(room.ann, id).of("sent").first?["position"]?.string)
  }

  @discardableResult
  private func report(_ client: TestClient, _ position: String, _ more: String = "") -> [JSONObject] {
    room.ask(client, #"{"type":"report","id":"r","room":"tea","position":"\#(position)"\#(more)}"#)
  }

  private func reports(_ client: TestClient) -> [JSONObject] {
    (room.ask(client, #"{"type":"reports","room":"tea"}"#).of("reports").first?["items"]?.array ?? []).compactMap(
      \.object)
  }

  @Test("is told those who lead it, once, wherever they are, until they have resolved it; and nobody else")
  func told() throws {
    let position = try message("m1")
    let cid = TestHub(room.fleet, instance: "c").client("Cid")
    cid.ask(#"{"type":"join","room":"tea"}"#)
    for _ in 1...2 { #expect(report(room.bob, position, #","reason":"Rude"# + "\"").types.contains("reported")) }
    let told = room.ann.read().of("report")
    #expect(told.count == 1 && told.first?["reason"]?.string == "Rude" && told.first?["seq"]?.integer == 2)
    #expect(told.first?["user"]?.object?["name"]?.string == "Bob" && told.first?["position"]?.string == position)
    #expect(cid.read().of("report").isEmpty && room.bob.read().of("report").isEmpty)
    report(cid, position)
    let items = reports(room.ann)
    #expect(items.map { $0["user"]?.object?["name"]?.string } == ["Cid", "Bob"])
    #expect(items.map { $0["reason"]?.string } == [nil, "Rude"])
    let resolve = #"{"type":"resolve","room":"tea","position":"\#(position)"}"#
    for client in [room.bob, cid] {
      for request in [resolve, #"{"type":"reports","room":"tea"}"#] {
        #expect(room.codes(room.ask(client, request)) == ["forbidden"])
      }
    }
    let other = TestHub(room.fleet, instance: "d").client("Dan")
    other.ask(#"{"type":"join","room":"tea"}"#)
    let dan = try #require(other.client?.user.id)
    room.ask(room.ann, #"{"type":"govern","room":"tea","id":"g","user":"\#(dan)","role":"moderator"}"#)
    for client in [room.bob, cid, other] { _ = client.read() }
    #expect(room.ask(room.ann, resolve).types.contains("resolved") && reports(room.ann).isEmpty)
    #expect(other.read().of("resolved").map { $0["position"]?.string } == [position])
    #expect(room.bob.read().of("resolved").isEmpty && cid.read().of("resolved").isEmpty)
  }

  @Test("is a message that is there, in a room that somebody leads, with a reason of one line")
  func refused() throws {
    let position = try message("m1")
    for reason in [#""a\nb""#, "7"] {
      #expect(room.codes(report(room.bob, position, #","reason":\#(reason)"#)) == ["bad_request"])
    }
    let long = String(repeating: "x", count: 251)
    #expect(room.codes(report(room.bob, position, #","reason":"\#(long)""#)) == ["too_large"])
    #expect(room.codes(report(room.bob, "epoch.0.2.x")) == ["not_found"])
    room.ask(room.ann, #"{"type":"delete","room":"tea","id":"d","seq":2}"#)
    #expect(room.codes(report(room.bob, position)) == ["not_found"])
    room.ask(room.ann, #"{"type":"send","room":"open","id":"m","text":"x"}"#)
    let answer = room.ask(room.bob, #"{"type":"report","room":"open","position":"\#(position)"}"#)
    #expect(answer.of("error").first?["message"]?.string?.hasPrefix("Nobody leads this room") == true)
    #expect(reports(room.ann).isEmpty)
  }

  @Test("is told nobody by an instance that does not know who leads the room")
  func unknown() throws {
    let open = try #require(RoomName("open"))
    room.ask(room.ann, #"{"type":"join","room":"open"}"#)
    let position = try #require(Position("epoch.0.1.x"))
    let report = Report(position, time: 1, by: "bob", named: "Bob", reason: "")
    room.fleet.store.tell(try #require(room.fleet.store.existingRoom(open)), [.report(report)])
    #expect(room.ask(room.ann, #"{"type":"ping"}"#).types == ["pong"])
  }

  @Test("is kept as the latest, of one person not too many")
  func bounded() throws {
    let positions = try (1...12).map { number in
      room.pass(seconds: 1)
      return try message("m\(number)")
    }
    for position in positions { report(room.bob, position) }
    #expect(reports(room.ann).map { $0["position"]?.string } == positions.suffix(10).reversed())
  }
}
