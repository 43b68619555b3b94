import Testing

@testable import Chat
@testable import ChatProtocol
@testable import ChatTestSupport
@testable import JSON
@testable import MemoryBroker

@Suite("How long a room keeps its messages")
struct RetainTests {
  private let room = LedRoom()

  private func texts(_ client: TestClient) -> [String] {
    let messages = room.ask(client, #"{"type":"history","room":"tea"}"#).first?["messages"]?.array ?? []
    return messages.compactMap(\.object).texts
  }

  @Test("what is older is handed out no more, whether or not anybody is there, and who was behind is told")
  func expires() throws {
    room.govern(room.ann, "r", #""set":{"retain":60}"#)
    _ = room.bob.read()
    room.send(room.ann, "m1")
    let behind = try #require(room.ask(room.bob, #"{"type":"join","room":"tea","limit":1}"#).of("joined").first)
    #expect(behind["policy"]?.object?["retain"]?.integer == 60)
    room.pass(seconds: 50)
    room.send(room.ann, "m2")
    #expect(texts(room.bob) == ["text m1", "text m2"])
    room.pass(seconds: 20)
    #expect(texts(room.bob) == ["text m2"] && texts(TestHub(room.fleet, instance: "c").client("Cid")) == ["text m2"])
    let position = try #require(behind["position"]?.string)
    room.send(room.ann, "m3")
    room.pass(seconds: 50)
    let back = try #require(
      room.ask(room.bob, #"{"type":"join","room":"tea","after":"\#(position)"}"#).of("joined").first)
    #expect(back["recovered"]?.bool == false && back["reason"]?.string == "expired")
    room.pass(seconds: 61)
    #expect(texts(TestHub(room.fleet, instance: "d").client("Dan")).isEmpty)
    #expect(
      room.codes(room.ask(room.bob, #"{"type":"react","room":"tea","id":"x","seq":5,"reaction":"👍"}"#)) == ["not_found"]
    )
  }

  @Test("is said by owners, and neither too short nor longer than the fleet keeps them")
  func said() {
    room.govern(room.ann, "g", #""user":"@Bob","role":"moderator""#)
    #expect(room.codes(room.govern(room.bob, "r1", #""set":{"retain":60}"#)) == ["forbidden"])
    #expect(room.codes(room.govern(room.bob, "r2", #""set":{"topic":"x"}"#)).isEmpty)
    for wrong in ["59", "1", "604801", "-1", #""x""#] {
      #expect(room.codes(room.govern(room.ann, "w", #""set":{"retain":\#(wrong)}"#)) == ["bad_request"])
    }
    for right in [604_800, 60, 0] {
      #expect(room.codes(room.govern(room.ann, "r\(right)", #""set":{"retain":\#(right)}"#)).isEmpty)
    }
  }
}
