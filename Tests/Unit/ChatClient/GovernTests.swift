import Base
import ChatProtocol
import Testing

@testable import ChatClient
@testable import ChatServer

@Suite("A participant that governs a room")
struct GovernTests {
  private func closing(_ mode: Policy.Mode) -> Governing { Governing(settings: .init(mode: mode)) }

  @Test("changes it in order with what it says, and is told of each change", arguments: TransportKind.allCases)
  func inOrder(over kind: TransportKind) throws {
    let fleet = try TestFleet(over: kind)
    let ann = try fleet.joined("Ann")
    let settings = PolicyChange.Settings(mode: .announce, slow: 5, topic: "“Ours”")
    ann.participant.govern("lobby", Governing(settings: settings), id: "g1")
    ann.participant.send("hello", to: "lobby", id: "m")
    ann.participant.govern("lobby", Governing(user: "@Ann", role: .owner), id: "g2")
    #expect(fleet.wait { ann.sent.count == 3 && ann.stored.count == 3 })
    #expect(ann.sent.map(\.id) == ["g1", "m", "g2"] && ann.participant.unacknowledged == 0)
    #expect(ann.sent.map(\.seq) == [1, 2, 3])
    #expect(ann.stored.map { PolicyChange(members: $0.object).settings }.first == settings)
    #expect(PolicyChange(members: ann.stored[2].object).role == .owner)
  }

  @Test("gives a role and takes it away", arguments: TransportKind.allCases)
  func roles(over kind: TransportKind) throws {
    let fleet = try TestFleet(over: kind)
    let (ann, bob) = (try fleet.joined("Ann"), try fleet.joined("Bob"))
    let until = fleet.reactor.wallClock + 3_600_000
    let user = try #require(bob.participant.user?.id)
    ann.participant.govern("lobby", Governing(user: user, role: .muted, until: until))
    ann.participant.govern("lobby", Governing(user: "@Bob"))
    #expect(fleet.wait { bob.stored.count == 2 })
    let changes = bob.stored.map { PolicyChange(members: $0.object) }
    #expect(changes.map(\.role) == [.muted, nil] && changes.map(\.until) == [until, 0])
    #expect(changes.allSatisfy { $0.person?.id == user })
    #expect(bob.stored.allSatisfy { $0.object["role"] != nil })
  }

  @Test("is told what was refused, and goes on with the rest", arguments: TransportKind.allCases)
  func refused(over kind: TransportKind) throws {
    let fleet = try TestFleet(over: kind)
    let (ann, bob) = (try fleet.joined("Ann"), try fleet.joined("Bob"))
    ann.participant.govern("lobby", closing(.open))
    try #require(fleet.wait { ann.sent.count == 1 })
    bob.participant.govern("lobby", closing(.closed), id: "not yours")
    bob.participant.govern("lobby", Governing(), id: "nothing")
    bob.participant.govern("lobby", Governing(role: .member), id: "nobody")
    bob.participant.govern("lobby", Governing(settings: .init(slow: -1)), id: "slow")
    bob.participant.govern("lobby", Governing(user: "@Nobody", role: .member), id: "unknown")
    bob.participant.govern("lobby", Governing(user: "@Ann", role: .banned, until: -5), id: "until")
    bob.participant.send("fine", to: "lobby", id: "fine")
    #expect(fleet.wait { bob.sent.map(\.id) == ["fine"] })
    let codes = [
      "not yours": "forbidden", "nothing": "bad_request", "nobody": "bad_request", "slow": "bad_request",
      "unknown": "not_found", "until": "bad_request",
    ]
    #expect(bob.refusals.mapValues(\.code) == codes)
    let topic = String(repeating: "\"", count: 40_000)
    #expect(bob.participant.govern("lobby", Governing(settings: .init(topic: topic))) == nil)
  }

  @Test(
    "sends again what was not acknowledged, with the same id, so that each is stored once", .timeLimit(.minutes(10)),
    arguments: TransportKind.allCases)
  func cut(over kind: TransportKind) throws {
    let fleet = try TestFleet(over: kind)
    let ann = try fleet.joined("Ann")
    ann.participant.govern("lobby", closing(.open))
    try #require(fleet.wait { ann.sent.count == 1 })
    fleet.relay.cutAll()
    fleet.relay.cutAfter = { Int.random(in: 400...3_000) }
    fleet.relay.cutsLeft = 6
    for number in 1...100 {
      ann.participant.govern("lobby", Governing(settings: .init(topic: "\(number)")), id: "g\(number)")
    }
    #expect(fleet.wait { ann.participant.unacknowledged == 0 && ann.stored.count >= 101 })
    #expect(ann.stored.compactMap { PolicyChange(members: $0.object).settings.topic } == (1...100).map(String.init))
    #expect(ann.refusals.isEmpty)
    // A poll makes its call again by itself.
    if kind == .webSocket { #expect(ann.participant.counters.resent > 0) }
  }

  @Test(
    "tells each change once and in order with the messages, over lost connections", .timeLimit(.minutes(10)),
    arguments: TransportKind.allCases)
  func told(over kind: TransportKind) throws {
    let fleet = try TestFleet(over: kind)
    let (ann, bob) = (try fleet.joined("Ann"), try fleet.joined("Bob"))
    fleet.relay.cutAll()
    fleet.relay.cutAfter = { Int.random(in: 500...6_000) }
    fleet.relay.cutsLeft = 8
    for number in 1...100 {
      ann.participant.govern("lobby", Governing(settings: .init(slow: 0, topic: "\(number)")))
      ann.participant.send("\(number)", to: "lobby")
    }
    #expect(fleet.wait { ann.participant.unacknowledged == 0 && bob.messages.count == 100 })
    for person in [ann, bob] {
      #expect(fleet.wait { person.places == Array(1...200) })
      #expect(person.policies.compactMap(\.change.settings.topic) == (1...100).map(String.init))
      #expect(person.policies.first?.change.founder?.name == "Ann")
    }
    #expect(bob.policies.allSatisfy { $0.from.name == "Ann" && $0.room == "lobby" && $0.time > 0 })
  }
}
