import Base
import Chat
import TestTimeout
import Testing

@testable import ChatClient
@testable import ChatProtocol
@testable import ChatServer
@testable import JSON

@Suite("A participant")
struct ConversationTests {
  @Test(
    "says hello, joins, and reads what it and others say, each once and in order",
    arguments: TransportKind.allCases)
  func conversation(over kind: TransportKind) throws {
    let fleet = try TestFleet(over: kind)
    let (ann, bob) = (try fleet.joined("Ann"), try fleet.joined("Bob"))
    if kind == .webSocket { #expect(ann.participant.instance != bob.participant.instance) }
    #expect(ann.participant.user?.kind == .user, "A bot is who has a key.")
    #expect(ann.participant.session?.isEmpty == false)
    for number in 1...20 { (number % 2 == 0 ? ann : bob).participant.send("\(number)", to: "lobby") }
    #expect(fleet.wait { ann.messages.count == 20 && bob.messages.count == 20 })
    #expect(ann.messages == bob.messages)
    #expect(ann.messages.map(\.seq) == Array(1...20))
    #expect(ann.texts.filter { Int($0)?.isMultiple(of: 2) == true } == (1...10).map { "\($0 * 2)" })
    #expect(fleet.wait { ann.sent.count == 10 && ann.participant.unacknowledged == 0 })
    #expect(ann.states == [.connecting, .online])
  }

  @Test("is a person when it says so, and can be known again by its session", arguments: TransportKind.allCases)
  func session(over kind: TransportKind) throws {
    let fleet = try TestFleet(over: kind)
    let ann = try fleet.joined("Ann") { $0.kind = .user }
    #expect(ann.participant.user?.kind == .user)
    let again = try fleet.participant(nil) { $0.session = ann.participant.session }
    again.participant.start()
    #expect(fleet.wait { again.participant.state == .online })
    #expect(again.participant.user == ann.participant.user)
  }

  @Test("is at its end when the server refuses it for good", arguments: ["", "a@b", "Ann"], TransportKind.allCases)
  func refusedHello(name: String, over kind: TransportKind) throws {
    let fleet = try TestFleet(over: kind)
    _ = try fleet.joined("Ann")
    let other = try fleet.participant(name)
    other.participant.start()
    #expect(fleet.wait { if case .ended(.refused) = other.participant.state { true } else { false } })
    #expect(other.participant.counters.attempts == 1)
    #expect(fleet.wait { fleet.relay.open == 1 })
  }

  @Test("is at its end when its session is unknown, or has ended", arguments: TransportKind.allCases)
  func endedSession(over kind: TransportKind) throws {
    let fleet = try TestFleet(over: kind)
    let stranger = try fleet.participant(nil) { $0.session = String(repeating: "0", count: 64) }
    stranger.participant.start()
    #expect(fleet.wait { if case .ended(.refused) = stranger.participant.state { true } else { false } })
    let ann = try fleet.joined("Ann")
    let token = try #require(ann.participant.session)
    fleet.instances[0].hub.accounts.authenticate(token, wallClock: fleet.reactor.wallClock) { result in
      if case .success(let identity) = result { fleet.instances[0].hub.accounts.signOut(identity) { _ in } }
    }
    #expect(fleet.wait { if case .ended = ann.participant.state { true } else { false } })
    #expect(ann.participant.counters.attempts == 1)
  }

  @Test("answers messages and adds data to its own, which all read alike", arguments: TransportKind.allCases)
  func repliesAndData(over kind: TransportKind) throws {
    let fleet = try TestFleet(over: kind)
    let (ann, bob) = (try fleet.joined("Ann"), try fleet.joined("Bob"))
    ann.participant.send("tea?", to: "lobby", id: "m1")
    try #require(fleet.wait { bob.texts == ["tea?"] })
    let question = try #require(bob.messages.first)
    var data = JSONObject()
    data.append("cups", .array([.integer(2), .null]))
    bob.participant.send("yes", to: "lobby", id: "m2", reply: question.position, data: data)
    #expect(fleet.wait { ann.texts == ["tea?", "yes"] && bob.texts == ann.texts })
    #expect(ann.messages == bob.messages && question.reply == nil && question.data == nil)
    #expect(ann.messages.last?.reply == MessageTarget(seq: question.seq, author: question.from.id, id: "m1"))
    #expect(ann.messages.last?.data == data)
    var past: [RoomMessage] = []
    ann.participant.history(of: "lobby") { past = (try? $0.get())?.messages ?? [] }
    #expect(fleet.wait { past == bob.messages })
    let late = try fleet.participant("Eve")
    late.participant.join("lobby", history: 10)
    late.participant.start()
    #expect(fleet.wait { late.messages == bob.messages })
    bob.participant.send("no", to: "lobby", id: "m3", reply: "e.0.9.x")
    #expect(fleet.wait { bob.refusals["m3"]?.code == "not_found" })
    data.append("more", .string(String(repeating: "x", count: 1_024)))
    #expect(bob.participant.send("no", to: "lobby", data: data) == nil)
  }

  @Test("is told what was refused, and goes on with the rest", arguments: TransportKind.allCases)
  func refusedMessage(over kind: TransportKind) throws {
    let fleet = try TestFleet(over: kind)
    let ann = try fleet.joined("Ann")
    ann.participant.send("", to: "lobby", id: "empty")
    ann.participant.send("fine", to: "lobby", id: "fine")
    #expect(fleet.wait { ann.sent.map(\.id) == ["fine"] })
    #expect(ann.has { if case .refused("empty", "lobby", _) = $0 { true } else { false } })
    ann.participant.join("No Such Room")
    #expect(fleet.wait { ann.has { if case .roomRefused("No Such Room", _) = $0 { true } else { false } } })
  }

  @Test("keeps its messages in order where the server says that it is too fast", arguments: TransportKind.allCases)
  func rateLimit(over kind: TransportKind) throws {
    // Far more than six at once, however slow the machine is that sends them.
    let fleet = try TestFleet(over: kind) { $0.hub.messageRate = 2 }
    let ann = try fleet.joined("Ann")
    for number in 1...20 { ann.participant.send("\(number)", to: "lobby") }
    #expect(fleet.wait { ann.messages.count == 20 })
    #expect(ann.texts == (1...20).map(String.init))
    #expect(ann.participant.counters.resent > 0)
  }

  @Test("bounds its outbox, and refuses ids that can't be used", arguments: TransportKind.allCases)
  func outbox(over kind: TransportKind) throws {
    let fleet = try TestFleet(over: kind)
    let ann = try fleet.participant("Ann") { $0.outboxMessages = 2 }
    #expect(ann.participant.send("1", to: "lobby", id: "1") == "1")
    #expect(ann.participant.send("1", to: "lobby", id: "1") == nil)
    #expect(ann.participant.send("1", to: "lobby", id: "?1") == nil)
    #expect(ann.participant.send(String(repeating: "\"", count: 40_000), to: "lobby") == nil)
    #expect(ann.participant.send("2", to: "lobby") != nil)
    #expect(ann.participant.send("3", to: "lobby") == nil)
    ann.participant.join("lobby")
    ann.participant.start()
    #expect(fleet.wait { ann.texts == ["1", "2"] })
  }

  @Test("sends what is left before it goes", arguments: TransportKind.allCases)
  func stop(over kind: TransportKind) throws {
    let fleet = try TestFleet(over: kind)
    let ann = try fleet.joined("Ann") { $0.drain = .seconds(testTimeout) }
    let bob = try fleet.joined("Bob")
    for number in 1...50 { ann.participant.send("\(number)", to: "lobby") }
    ann.participant.stop()
    #expect(ann.participant.send("too late", to: "lobby") == nil)
    #expect(fleet.wait { ann.participant.state == .ended(.stopped) })
    #expect(ann.sent.count == 50)
    #expect(fleet.wait { bob.messages.count == 50 })
  }

  @Test("can end its session, and so give its name back", arguments: TransportKind.allCases)
  func signOut(over kind: TransportKind) throws {
    let fleet = try TestFleet(over: kind)
    let ann = try fleet.joined("Ann")
    ann.participant.stop()
    try #require(fleet.wait { ann.participant.state == .ended(.stopped) })
    let session = try #require(ann.participant.session)
    var results: [Bool] = []
    let address = ann.participant.configuration.address
    SignOut.begin(session, at: address, reactor: fleet.reactor) { results.append($0) }
    #expect(fleet.wait { results == [true] })
    _ = try fleet.joined("Ann")
    fleet.relay.targets = []
    SignOut.begin(session, at: address, reactor: fleet.reactor) { results.append($0) }
    #expect(fleet.wait { results == [true, false] })
    #expect(try ChatAddress("ws://host/chat/ws?a=/b").sibling("session") == "/chat/session")
  }

  @Test("writes to one other, and reads back", arguments: TransportKind.allCases)
  func direct(over kind: TransportKind) throws {
    let fleet = try TestFleet(over: kind)
    let (ann, bob) = (try fleet.joined("Ann"), try fleet.joined("Bob"))
    ann.participant.join("@bob")
    #expect(fleet.wait { ann.isIn("@bob") })
    ann.participant.send("psst", to: "@bob")
    #expect(fleet.wait { bob.has { if case .direct(_, let with) = $0 { with.name == "Ann" } else { false } } })
    bob.participant.join("@Ann", history: 10)
    #expect(fleet.wait { bob.texts == ["psst"] })
    var past: [RoomMessage] = []
    bob.participant.history(of: "@Ann") { past = (try? $0.get())?.messages ?? [] }
    #expect(fleet.wait { past.map(\.text) == ["psst"] })
    // The fleet hears a little later who has come.
    var names: Set<String> = []
    var isAsking = false
    func askForMembers() -> Bool {
      if !isAsking {
        isAsking = true
        bob.participant.members(of: "lobby") {
          names = Set((try? $0.get())?.users.map(\.name) ?? [])
          isAsking = false
        }
      }
      return names == ["Ann", "Bob"]
    }
    #expect(fleet.wait { askForMembers() })
  }

  // By long-poll each call counts its own rooms, so that the server refuses one of those that are polled, whichever it is.
  @Test("a room that is one too many is kept, and joined once there is a place for it")
  func tooManyRooms() throws {
    let fleet = try TestFleet(over: .webSocket) { $0.hub.roomsPerClient = 1 }
    let bob = try fleet.joined("Bob")
    bob.participant.join("other")
    bob.participant.send("refused by now", to: "lobby")
    try #require(fleet.wait { bob.texts == ["refused by now"] })
    bob.participant.leave("lobby")
    fleet.relay.cutAll()
    #expect(fleet.wait { bob.isIn("other") })
  }
}
