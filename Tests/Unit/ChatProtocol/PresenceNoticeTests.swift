import ChatProtocol
import JSON
import Testing

@Suite("A notice of presence")
struct PresenceNoticeTests {
  private func read(_ json: String) -> PresenceNotice? {
    Array(json.utf8).withUnsafeBytes { PresenceNotice(json: $0) }
  }

  @Test("is written as the event that clients see, and read from it again")
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
    for (notice, json) in events {
      #expect(String(decoding: notice.json(in: room), as: UTF8.self) == json)
      #expect(read(json) == notice)
    }
  }

  @Test(
    "is none when something is missing or of another kind",
    arguments: [
      "", "{}", "[]", #"{"count":"3"}"#, #"{"user":{},"state":"left","count":3}"#,
      #"{"user":{"id":"u","name":"n","kind":"user"},"count":3}"#,
      #"{"user":{"id":"u","name":"n","kind":"cat"},"state":"left","count":3}"#,
      #"{"user":{"id":"u","name":"n","kind":"user"},"state":"gone","count":3}"#,
    ])
  func broken(json: String) { #expect(read(json) == nil) }
}
