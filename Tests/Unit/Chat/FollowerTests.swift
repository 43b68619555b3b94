import Base
import Broker
import ChatProtocol
import JSON
import Testing

@testable import Chat
@testable import ChatTestSupport

@Suite struct FollowerTests {
  private let fleet = TestFleet()

  private func events(_ follower: Follower, _ hub: TestHub) throws -> [JSONObject] {
    try follower.take(at: hub.hub.time.now).lines.map { try JSONParser.parseObject($0) }
  }

  @Test func `of a user each request is told with what came of it, and nothing that it says`() throws {
    let hub = TestHub(fleet)
    let ann = hub.client("Ann")
    let bob = hub.client("Bob")
    let id = try #require(ann.client?.user.id)
    let follower = try #require(hub.hub.follow(.user(id)))
    ann.ask(#"{"type":"join","id":"j","room":"tea"}"#)
    ann.ask(#"{"type":"send","id":"s","room":"tea","text":"secret"}"#)
    ann.ask(#"{"type":"send","id":"t","room":"No room","text":"secret"}"#)
    ann.ask(#"{"type":"typing","room":"tea"}"#)
    ann.ask(#"{"type":"nonsense","id":"n"}"#)
    bob.ask(#"{"type":"join","id":"j","room":"tea"}"#)
    let (lines, dropped) = follower.take(at: hub.hub.time.now)
    #expect(dropped == 0 && !lines.contains { String(decoding: $0, as: UTF8.self).contains("secret") })
    let told = try lines.map { try JSONParser.parseObject($0) }
    #expect(told.map { $0["what"]?.string } == Array(repeating: "request", count: 5))
    #expect(told.map { $0["type"]?.string } == ["join", "send", "send", "typing", "?"])
    #expect(told.map { $0["result"]?.string } == ["joined", "sent", "bad_request", "silence", "bad_request"])
    #expect(told.map { $0["bytes"]?.integer } == [0, 6, 6, 0, 0])
    #expect(told.allSatisfy { $0["user"]?.string == id && $0["by"]?.string == "websocket" })
    ann.disconnect()
    #expect(try events(follower, hub).map { $0["what"]?.string } == ["disconnected"])
  }

  @Test func `of a room everybody's requests are told, and what reaches it from other instances`() throws {
    let (hub, other) = (TestHub(fleet), TestHub(fleet, instance: "b"))
    let ann = hub.client("Ann")
    ann.ask(#"{"type":"join","id":"j","room":"tea"}"#)
    let tea = try #require(RoomName("tea"))
    let follower = try #require(hub.hub.follow(.room(tea)))
    let bob = other.client("Bob")
    bob.ask(#"{"type":"send","id":"s","room":"tea","text":"hello"}"#)
    hub.endTurn()
    ann.ask(#"{"type":"history","id":"h","room":"tea"}"#)
    ann.ask(#"{"type":"history","id":"h","room":"other"}"#)
    let told = try events(follower, hub)
    #expect(told.map { $0["what"]?.string } == ["delivered", "request"])
    #expect(told.first?["members"]?.integer == 1 && told.first?["user"]?.string == bob.client?.user.id)
    #expect(told.last?["result"]?.string == "history")
  }

  @Test func `what nobody fetches is bounded and counted, and who fetches nothing is forgotten`() throws {
    let hub = TestHub(fleet)
    let ann = hub.client("Ann")
    let id = try #require(ann.client?.user.id)
    let follower = try #require(hub.hub.follow(.user(id)))
    for number in 0..<Follower.mostLines + 7 { ann.ask(#"{"type":"ping","id":"p\#(number)"}"#) }
    let (lines, dropped) = follower.take(at: hub.hub.time.now)
    #expect(lines.count == Follower.mostLines && dropped == 7)
    hub.pass(seconds: 14)
    #expect(hub.hub.follower(follower.id) != nil)
    hub.pass(seconds: 2)
    #expect(hub.hub.followers.isEmpty)
  }

  @Test func `a request whose client goes is told as that, and no more are followed than may`() throws {
    let hub = TestHub(fleet)
    let ann = hub.client("Ann")
    let id = try #require(ann.client?.user.id)
    let followers = (0..<Hub.mostFollowers).compactMap { _ in hub.hub.follow(.user(id)) }
    #expect(followers.count == Hub.mostFollowers && hub.hub.follow(.user(id)) == nil)
    Array(#"{"type":"send","id":"s","room":"tea","text":"x"}"#.utf8).withUnsafeBytes { ann.client?.receive($0) }
    ann.disconnect()
    let told = try events(followers[0], hub)
    #expect(told.map { $0["result"]?.string } == ["gone", nil])
    #expect(hub.hub.endFollowing(followers[0].id) && !hub.hub.endFollowing(followers[0].id))
    #expect(hub.hub.follow(.user(id)) != nil)
  }
}
