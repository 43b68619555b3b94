import Base
import ChatClient
import ChatProtocol
import EventLoop
import Foundation
import JSON
import Testing

@testable import tchatter_bots

/// A relay of two rooms that tells at once who is away; what it hears is said by the test, and nothing is connected.
@Suite struct RelayAwayTests {
  private let folder = NSTemporaryDirectory() + "relay-away-\(UUID().uuidString)"
  private let reactor: Reactor
  private let ann = User(id: "a", name: "Ann", kind: .user)
  private let bob = User(id: "b", name: "Bob", kind: .user)

  init() throws { reactor = try Reactor() }

  /// A process that another test is starting may hold a lock that is free, for a moment.
  private func relay(away: TimeSpan? = .zero) throws -> Relay {
    let secret = try #require(WebhookSecret("whsec_" + Base64.encode(Array(repeating: 7, count: 32))))
    let route = WebhookCourier.Route(
      address: try WebhookAddress("http://127.0.0.1:9/"), secrets: [secret], allowsPrivate: true, timeout: .seconds(1))
    let relay = Relay(
      folder: folder, rooms: ["one", "two"],
      setting: RoomRelay.Setting(route: route, absence: .seconds(30), away: away), reactor: reactor,
      log: BotLog(write: { _ in }))
    for _ in 0..<3_000 where relay.relays.count < 2 {
      try relay.open()
      if relay.relays.count < 2 { Thread.sleep(forTimeInterval: 0.01) }
    }
    return relay
  }

  private func message(_ seq: UInt64, _ text: String, by user: User, in room: String = "one", time: Int64 = 10) throws
    -> StoredEvent
  {
    let position = "e.0.\(seq).i\(seq)"
    let object = JSONWriter.object { writer in
      writer.member("type", "message")
      writer.member("room", room)
      writer.member("seq", seq)
      writer.member("position", position)
      writer.member("time", time)
      writer.member("id", "m\(seq)")
      writer.member("from", object: { $0.user(user) })
      writer.member("text", text)
    }
    return StoredEvent(room: room, seq: seq, position: position, object: try JSONParser.parseObject(object))
  }

  /// In both rooms, in the first of which Bob has written, and has left it.
  private func present() throws -> (Relay, Participant) {
    let relay = try relay()
    for room in relay.relays.values { room.begin(after: "e.0.1.i1") }
    let address = try ChatAddress("ws://127.0.0.1:9")
    let participant = Participant(ParticipantConfiguration(address: address, name: "Relay"), reactor: reactor)
    relay.takePart(as: participant)
    for room in ["one", "two"] { relay.hear(.joined(room: room, canonical: room, count: 1, with: nil)) }
    relay.hear(.stored(try message(2, "I go", by: bob)))
    list([ann], in: "one", relay)
    return (relay, participant)
  }

  private func list(_ users: [User], of count: Int? = nil, in room: String, _ relay: Relay) {
    _ = relay.relays[room]?.wantsPeople()
    relay.relays[room]?.hear(MemberList(users: users, count: count ?? users.count), besides: nil)
  }

  private func isTold(_ relay: Relay) -> Bool {
    relay.tellAway()
    return relay.relays["one"]?.hasToldAway("b") == true
  }

  @Test func `a room that has just been joined is waited for, and none that the relay is kept out of`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (relay, participant) = try present()
    relay.hear(.stored(try message(3, "@Bob", by: ann)))
    #expect(!isTold(relay))
    relay.hear(.removed(room: "two"))
    #expect(isTold(relay))
    withExtendedLifetime(participant) {}
  }

  @Test func `a room that the relay is refused is not waited for either`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (relay, participant) = try present()
    relay.hear(.stored(try message(3, "@Bob", by: ann)))
    relay.hear(.roomRefused(room: "two", ServerRefusal(code: "forbidden", message: "")))
    #expect(isTold(relay))
    withExtendedLifetime(participant) {}
  }

  @Test func `who writes, wherever, has come, unless it is older than the mention`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (relay, participant) = try present()
    list([ann], in: "two", relay)
    relay.hear(.stored(try message(3, "@Bob", by: ann)))
    relay.hear(.stored(try message(2, "before", by: bob, in: "two", time: 9)))
    #expect(isTold(relay))
    relay.hear(.stored(try message(4, "here", by: ann)))
    #expect(isTold(relay))
    relay.hear(.stored(try message(3, "after", by: bob, in: "two", time: 11)))
    #expect(!isTold(relay))
    relay.hear(.stored(try message(5, "@Bob", by: ann, time: 12)))
    #expect(isTold(relay))
    withExtendedLifetime(participant) {}
  }

  @Test func `who is among those told of a room of too many is there`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (relay, participant) = try present()
    list([bob], of: 201, in: "two", relay)
    relay.hear(.stored(try message(3, "@Bob", by: ann)))
    #expect(!isTold(relay))
    list([ann], of: 201, in: "two", relay)
    relay.hear(.stored(try message(4, "@Bob", by: ann)))
    #expect(isTold(relay))
    withExtendedLifetime(participant) {}
  }

  @Test func `what was noted is forgotten by a relay that tells nobody away`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    func noted(by relay: Relay) -> Set<User.ID>? { relay.relays["one"]?.journal.notes.held }
    do {
      let room = try #require(try relay().relays["one"])
      _ = room.take(try message(2, "I go", by: bob))
      _ = room.take(try message(3, "@Bob", by: ann))
      try room.write()
    }
    #expect(noted(by: try relay()) == ["b"])
    _ = try relay(away: nil)
    #expect(noted(by: try relay()) == [])
  }
}
