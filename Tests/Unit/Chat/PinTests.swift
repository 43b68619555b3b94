import Testing

@testable import ChatTestSupport
@testable import JSON

@Suite("A message that is pinned")
struct PinTests {
  private let room = LedRoom()

  @Test("is told to all by its name, and to whoever comes, until it is taken down")
  func told() throws {
    room.send(room.ann, "m1")
    room.govern(room.ann, "p1", #""set":{"pin":2}"#)
    let told = try #require(room.bob.read().of("policy").last?["set"]?.object?["pin"]?.object)
    #expect(told["seq"]?.integer == 2 && told["id"]?.string == "m1")
    #expect(told["from"]?.string == room.ann.client?.user.id && told["position"]?.string != nil)
    let joined = try #require(room.ask(room.bob, #"{"type":"join","room":"tea"}"#).of("joined").first)
    #expect(joined["policy"]?.object?["pin"]?.object == told)
    room.govern(room.ann, "p2", #""set":{"pin":""}"#)
    #expect(room.bob.read().of("policy").last?["set"]?.object?["pin"]?.string == "")
    let after = try #require(room.ask(room.bob, #"{"type":"join","room":"tea"}"#).of("joined").first)
    #expect(after["policy"]?.object?["pin"] == nil)
  }

  @Test("is one that is there: else nothing is stored, but a repeat is answered as what it repeats")
  func missing() {
    room.send(room.ann, "m1")
    #expect(room.govern(room.ann, "p1", #""set":{"pin":2}"#).types.contains("sent"))
    room.ask(room.ann, #"{"type":"delete","room":"tea","id":"d","seq":2}"#)
    // The policy that made the room, a deletion, what never was, and what was deleted.
    for seq in [1, 4, 99, 2] {
      #expect(room.codes(room.govern(room.ann, "x\(seq)", #""set":{"pin":\#(seq)}"#)) == ["not_found"])
    }
    #expect(room.govern(room.ann, "p1", #""set":{"pin":2}"#).first?["duplicate"]?.bool == true)
    for pin in [#""here""#, "-1", "true", "{}"] {
      #expect(room.codes(room.govern(room.ann, "y", #""set":{"pin":\#(pin)}"#)) == ["bad_request"])
    }
  }

  @Test("is pinned by moderators too, and by nobody else")
  func whoMay() {
    room.send(room.ann, "m1")
    #expect(room.codes(room.govern(room.bob, "p1", #""set":{"pin":2}"#)) == ["forbidden"])
    room.govern(room.ann, "g", #""user":"@Bob","role":"moderator""#)
    #expect(room.codes(room.govern(room.bob, "p2", #""set":{"pin":2}"#)).isEmpty)
  }
}
