import ChatProtocol
import Testing

@Suite("A notice of presence")
struct PresenceNoticeTests {
  @Test("is written as the event that clients see")
  func event() throws {
    let room = try #require(RoomName("lobby"))
    let bob = User(id: "u1", name: "Bob \"B\"", kind: .bot)
    let events: [(PresenceNotice, String)] = [
      (PresenceNotice(count: 57), #"{"type":"presence","room":"lobby","count":57}"#),
      (
        PresenceNotice(.init(bob, .left), count: 3),
        #"{"type":"presence","room":"lobby","user":{"id":"u1","name":"Bob \"B\"","kind":"bot"},"state":"left","count":3}"#
      ),
    ]
    for (notice, json) in events { #expect(String(decoding: notice.json(in: room), as: UTF8.self) == json) }
  }
}
