import Base
import Chat
import ChatProtocol
import Testing

@testable import ChatClient
@testable import ChatServer

@Suite("A participant that may not be in a room any more")
struct RemovalTests {
  /// Ann, who owns the lobby, and Bob, who is there.
  private func people(_ fleet: TestFleet) throws -> (ann: Recorder, bob: Recorder) {
    let (ann, bob) = (try fleet.joined("Ann"), try fleet.joined("Bob"))
    ann.participant.govern("lobby", Governing(settings: .init(mode: .open)))
    try #require(fleet.wait { bob.policies.count == 1 })
    return (ann, bob)
  }

  private func ban(_ other: Recorder, by owner: Recorder, in fleet: TestFleet) throws {
    let sent = owner.sent.count
    owner.participant.govern("lobby", Governing(user: try #require(other.participant.user?.id), role: .banned))
    try #require(fleet.wait { owner.sent.count > sent })
  }

  private func isRefused(_ recorder: Recorder) -> Bool {
    recorder.has { if case .roomRefused("lobby", let refusal) = $0 { refusal.code == "forbidden" } else { false } }
  }

  @Test("is told once why and that, and hears nothing more of it", arguments: TransportKind.allCases)
  func told(over kind: TransportKind) throws {
    let fleet = try TestFleet(over: kind)
    let (ann, bob) = try people(fleet)
    bob.participant.join("other")
    try #require(fleet.wait { bob.isIn("other") })
    try ban(bob, by: ann, in: fleet)
    #expect(fleet.wait { bob.removals == ["lobby"] })
    #expect(bob.policies.last?.change.role == .banned)
    #expect(bob.participant.position(in: "lobby") == nil)
    ann.participant.send("without Bob", to: "lobby")
    ann.participant.join("other")
    ann.participant.send("with Bob", to: "other")
    #expect(fleet.wait { bob.texts == ["with Bob"] })
    bob.participant.send("let me in", to: "lobby", id: "m")
    #expect(fleet.wait { bob.refusals["m"]?.code == "forbidden" })
    #expect(bob.removals == ["lobby"] && bob.policies.count == 2)
    if kind == .webSocket { #expect(bob.participant.counters.losses == 0) }
  }

  @Test("does not join it again when it comes back", arguments: TransportKind.allCases)
  func cut(over kind: TransportKind) throws {
    let fleet = try TestFleet(over: kind)
    let (ann, bob) = try people(fleet)
    bob.participant.join("other")
    try ban(bob, by: ann, in: fleet)
    try #require(fleet.wait { bob.removals == ["lobby"] && bob.isIn("other") })
    fleet.relay.cutAll()
    ann.participant.join("other")
    ann.participant.send("back?", to: "other")
    #expect(fleet.wait { bob.texts == ["back?"] })
    #expect(!isRefused(bob) && bob.removals == ["lobby"])
  }

  @Test("can join it again once it is let in", arguments: TransportKind.allCases)
  func letIn(over kind: TransportKind) throws {
    let fleet = try TestFleet(over: kind)
    let (ann, bob) = try people(fleet)
    try ban(bob, by: ann, in: fleet)
    try #require(fleet.wait { bob.removals == ["lobby"] })
    bob.participant.join("lobby")
    #expect(fleet.wait { isRefused(bob) })
    let user = try #require(bob.participant.user?.id)
    ann.participant.govern("lobby", Governing(user: user))
    try #require(fleet.wait { ann.participant.unacknowledged == 0 })
    bob.participant.join("lobby")
    try #require(fleet.wait { bob.participant.position(in: "lobby") != nil })
    ann.participant.send("welcome back", to: "lobby")
    #expect(fleet.wait { bob.texts == ["welcome back"] })
  }

  @Test("is told what of its own was not sent, and what became of what was", arguments: TransportKind.allCases)
  func unsent(over kind: TransportKind) throws {
    let fleet = try TestFleet(over: kind) { $0.hub.messageRate = 5 }
    let (ann, bob) = try people(fleet)
    bob.participant.join("other")
    try #require(fleet.wait { bob.isIn("other") })
    for number in 1...60 { bob.participant.send("\(number)", to: "lobby", id: "\(number)") }
    bob.participant.send("elsewhere", to: "other", id: "elsewhere")
    try #require(fleet.wait { bob.sent.count >= 3 })
    try ban(bob, by: ann, in: fleet)
    #expect(fleet.wait { bob.participant.unacknowledged == 0 })
    let codes = Set(bob.refusals.values.map(\.code))
    // Banned between two polls it is not told so, and each message is refused by itself.
    if kind == .webSocket || !isRefused(bob) { #expect(bob.removals == ["lobby"] && codes.contains("removed")) }
    #expect(codes.isSubset(of: ["removed", "forbidden"]))
    #expect(bob.sent.count + bob.refusals.count == 61)
    #expect(fleet.wait { Set(ann.messages.map(\.id)).union(["elsewhere"]) == Set(bob.sent.map(\.id)) })
  }

  @Test("finds it out when it was removed while it was away", arguments: TransportKind.allCases)
  func away(over kind: TransportKind) throws {
    let fleet = try TestFleet(over: kind)
    let (_, bob) = try people(fleet)
    let targets = fleet.relay.targets
    fleet.relay.targets = []
    fleet.relay.cutAll()
    try govern(fleet, Governing(user: "@Bob", role: .banned))
    fleet.relay.targets = targets
    #expect(fleet.wait { isRefused(bob) })
    #expect(bob.participant.state == .online)
    #expect(bob.participant.position(in: "lobby") == nil)
  }

  @Test("finds it out when it was removed between two polls, and goes on in its other rooms")
  func betweenPolls() throws {
    let fleet = try TestFleet(over: .poll, instances: 1)
    let bob = try fleet.participant("Bob")
    let make = bob.participant.makeTransport
    var transport: LongPollTransport?
    bob.participant.makeTransport = { kind in
      let made = make(kind)
      transport = made as? LongPollTransport
      return made
    }
    for room in ["lobby", "other"] { bob.participant.join(room) }
    bob.participant.start()
    try #require(fleet.wait { bob.isIn("lobby") && bob.isIn("other") && fleet.instances[0].polls.count == 1 })
    // The answer to its call does not arrive before it is banned.
    fleet.relay.isFrozen = true
    fleet.instances[0].polls.answerAll()
    try govern(fleet, Governing(user: "@Bob", role: .banned))
    fleet.relay.isFrozen = false
    #expect(fleet.wait { isRefused(bob) })
    #expect(fleet.wait { transport?.waiting.rooms.contains("lobby") == false }, "It asks for what it can't have.")
    let cid = try fleet.joined("Cid", room: "other")
    cid.participant.send("still there?", to: "other")
    #expect(fleet.wait { bob.texts == ["still there?"] })
    #expect(bob.states == [.connecting, .online] && bob.participant.counters.losses == 0)
  }

  /// By the operators, through the first instance.
  private func govern(_ fleet: TestFleet, _ governing: Governing) throws {
    let hub = fleet.instances[0].hub
    let room = try #require(RoomName("lobby"))
    var isDone = false
    hub.resolve(governing, in: room) { result in
      guard case .success(let change) = result else { return }
      hub.govern(change, by: .operators, in: room, id: "operators") { _ in isDone = true }
    }
    try #require(fleet.wait { isDone })
  }
}
