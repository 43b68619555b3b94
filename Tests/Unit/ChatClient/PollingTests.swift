import Base
import EventLoop
import JSON
import NetClient
import Testing

@testable import ChatClient
@testable import ChatServer

@Suite("A participant that polls")
struct PollingTests {
  private func sawNothing(_ recorder: Recorder) -> Bool {
    recorder.states == [.connecting, .online] && recorder.participant.counters.losses == 0
  }

  private func calls(_ fleet: TestFleet, _ number: Int) -> Int { fleet.instances[number].polls.answered }

  @Test("goes to another instance when one hurries it away, and its application sees nothing of it")
  func hurried() throws {
    let fleet = try TestFleet(over: .poll)
    fleet.relay.rotates = false
    let (ann, bob) = (try fleet.joined("Ann"), try fleet.joined("Bob"))
    try #require(fleet.wait { fleet.instances[0].polls.count == 2 })
    fleet.relay.next = 1
    fleet.instances[0].polls.stopWaiting()
    for number in 1...200 {
      (number % 2 == 0 ? ann : bob).participant.send("\(number)", to: "lobby")
      fleet.reactor.turn(timeout: .milliseconds(1))
    }
    #expect(fleet.wait { ann.messages.count == 200 && bob.messages.count == 200 })
    #expect(ann.messages == bob.messages)
    #expect(ann.messages.map(\.seq) == Array(1...200))
    #expect(calls(fleet, 1) > 0)
    for recorder in [ann, bob] { #expect(sawNothing(recorder)) }
  }

  @Test("stays where it is while no other connection can be had")
  func nowhereElse() throws {
    let fleet = try TestFleet(over: .poll)
    fleet.relay.rotates = false
    let ann = try fleet.joined("Ann")
    try #require(fleet.wait { fleet.instances[0].polls.count == 1 })
    let targets = fleet.relay.targets
    fleet.relay.targets = []
    fleet.instances[0].polls.answerAll()
    try #require(fleet.wait { fleet.relay.refused > 0 })
    ann.participant.send("still here", to: "lobby")
    #expect(fleet.wait { ann.texts == ["still here"] && ann.sent.count == 1 })
    fleet.relay.targets = targets
    fleet.relay.next = 1
    ann.participant.send("and there", to: "lobby")
    #expect(fleet.wait { ann.texts == ["still here", "and there"] && calls(fleet, 1) > 0 })
    #expect(sawNothing(ann))
  }

  @Test("gets its answers from a stopping instance at once, and sees nothing of the stop", .timeLimit(.minutes(10)))
  func stoppingInstance() throws {
    let fleet = try TestFleet(over: .poll)
    fleet.relay.rotates = false
    let (ann, bob) = (try fleet.joined("Ann"), try fleet.joined("Bob"))
    try #require(fleet.wait { fleet.instances[0].polls.count == 2 })
    fleet.relay.next = 1
    var number = 0
    var isStopped = false
    fleet.instances[0].onStopped = { _ in isStopped = true }
    fleet.instances[0].stop()
    while !isStopped, number < 2_000 {
      number += 1
      (number % 2 == 0 ? ann : bob).participant.send("\(number)", to: "lobby")
      fleet.reactor.turn(timeout: .milliseconds(2))
    }
    #expect(fleet.wait { isStopped })
    #expect(fleet.wait { ann.messages.count == number && bob.messages.count == number })
    #expect(ann.messages.map(\.seq) == Array(1...UInt64(number)))
    #expect(fleet.wait { fleet.instances[1].polls.count == 2 })
    for recorder in [ann, bob] { #expect(sawNothing(recorder)) }
  }

  @Test("sees nothing of connections that break off between or in the midst of its calls")
  func brokenCalls() throws {
    let fleet = try TestFleet(over: .poll)
    let (ann, bob) = (try fleet.joined("Ann"), try fleet.joined("Bob"))
    for round in 1...10 {
      bob.participant.send("\(round)", to: "lobby")
      fleet.relay.cutAll()
      // By both, also by whose call it was: one that breaks off a second time before its answer is a loss.
      try #require(
        fleet.wait {
          ann.messages.count == round && bob.messages.count == round && bob.participant.unacknowledged == 0
        })
    }
    #expect(ann.texts == (1...10).map(String.init))
    for recorder in [ann, bob] { #expect(sawNothing(recorder)) }
  }

  @Test("waits in one call at a time, and asks nothing while nothing happens")
  func isQuiet() throws {
    let fleet = try TestFleet(over: .poll, instances: 1)
    let ann = try fleet.joined("Ann")
    try #require(fleet.wait { fleet.instances[0].polls.count == 1 })
    fleet.pass(milliseconds: 500)
    let answered = calls(fleet, 0)
    fleet.pass(milliseconds: 1_500)
    #expect(fleet.wait { fleet.instances[0].polls.count == 1 })
    #expect(calls(fleet, 0) - answered <= 1, "presence may have been told once")
    ann.participant.leave("lobby")
    #expect(fleet.wait { fleet.instances[0].hub.clientCount == 1 && calls(fleet, 0) > answered })
  }

  @Test("hears of a direct room that was written in before it came")
  func directBefore() throws {
    let fleet = try TestFleet(over: .poll)
    let (ann, bob) = (try fleet.joined("Ann"), try fleet.joined("Bob"))
    ann.participant.join("@Bob")
    ann.participant.send("psst", to: "@Bob")
    try #require(fleet.wait { ann.sent.count == 1 })
    let again = try fleet.participant(nil) { $0.session = bob.participant.session }
    again.participant.start()
    #expect(fleet.wait { again.has { if case .direct(_, let with) = $0 { with.name == "Ann" } else { false } } })
  }

  @Test("hears of a direct room though nobody was there to be told when it was written in")
  func missedHint() throws {
    let fleet = try TestFleet(over: .poll)
    let bob = try fleet.joined("Bob")
    let ann = try fleet.participant("Ann")
    ann.participant.makeTransport = { [reactor = fleet.reactor, address = ann.participant.configuration.address] _ in
      let line = LongPollTransport(reactor, to: address, entropy: FixedEntropy())
      line.helloSpan = .milliseconds(300)
      return line
    }
    ann.participant.join("lobby")
    ann.participant.start()
    try #require(fleet.wait { ann.isIn("lobby") })
    var hints: Int {
      ann.events.count { if case .direct(_, let with) = $0 { with.name == "Bob" } else { false } }
    }
    bob.participant.send("psst", to: "@Ann")
    try #require(fleet.wait { bob.sent.count == 1 && hints > 0 })
    // Whatever has been told so far, it is told again.
    let before = hints
    fleet.pass(milliseconds: 400)
    bob.participant.send("in the lobby", to: "lobby")
    #expect(fleet.wait { hints > before })
    ann.participant.join("@Bob", history: 1)
    #expect(fleet.wait { ann.texts.contains("psst") })
    #expect(ann.states == [.connecting, .online])
  }

  @Test("hears what is written in a direct room that was empty when it joined")
  func emptyDirect() throws {
    let fleet = try TestFleet(over: .poll)
    let (ann, bob) = (try fleet.joined("Ann"), try fleet.joined("Bob"))
    ann.participant.join("@Bob")
    try #require(fleet.wait { ann.isIn("@Bob") })
    fleet.relay.cutAll()
    fleet.pass(milliseconds: 50)
    bob.participant.send("hello", to: "@Ann")
    #expect(fleet.wait { ann.texts == ["hello"] })
    #expect(sawNothing(ann))
  }

  @Test("is told what it can't have any more when a room can't go on where it was")
  func restart() throws {
    let fleet = try TestFleet(over: .poll)
    let ann = try fleet.joined("Ann")
    ann.participant.send("1", to: "lobby")
    try #require(fleet.wait { ann.messages.count == 1 })
    let connection = try #require(ann.participant.phase.main)
    let reply = #"{"type":"joined","room":"lobby","seq":1,"position":"q.0.1.x","recovered":false,"missed":1}"#
    ann.participant.connection(connection, said: ServerEvent(try JSONParser.parseObject(Array(reply.utf8))))
    #expect(ann.gaps.map(\.next) == [1])
    let first = #"{"type":"message","room":"lobby","seq":1,"position":"q.0.1.x","id":"n","from":{"id":"b","name":"B"},"#
    let message = first + #""text":"anew"}"#
    ann.participant.connection(connection, said: ServerEvent(try JSONParser.parseObject(Array(message.utf8))))
    #expect(ann.texts == ["1", "anew"])
  }

  @Test("is told at once what is new in one room, though another room has nothing to say and says so later")
  func silentReply() throws {
    let fleet = try TestFleet(over: .webSocket)
    fleet.relay.rotates = false
    let ann = try fleet.joined("Ann", room: "quiet")
    ann.participant.join("lobby")
    ann.participant.send("1", to: "lobby")
    try #require(fleet.wait { ann.messages.count == 1 })
    var rooms = PolledRooms()
    for room in ["lobby", "quiet"] {
      let position = try #require(ann.participant.position(in: room))
      _ = rooms.note(
        try JSONParser.parseObject(Array(#"{"type":"joined","room":"\#(room)","position":"\#(position)"}"#.utf8)))
    }
    fleet.relay.next = 1
    let bob = try fleet.joined("Bob")
    bob.participant.send("2", to: "lobby")
    try #require(fleet.wait { bob.messages.count == 1 })
    let address = bob.participant.configuration.address
    let caller = HTTPClient(fleet.reactor, longestBody: 1 << 20, to: address.resolve)
    let session = try #require(ann.participant.session)
    var texts: [String]?
    caller.call(
      PollRequests(address: address).poll(session: session, rooms: rooms, wait: .seconds(25), requests: []),
      timeout: .seconds(30)
    ) { result in
      let objects = (try? result.get()).flatMap { try? JSONParser.parseObjects($0.body) }
      texts = objects?.compactMap { $0["text"]?.string }
    }
    #expect(fleet.wait(seconds: 20) { texts != nil }, "not only when the wait is over")
    #expect(texts == ["2"])
    caller.drop()
  }

  @Test("keeps the newest position of each room, whatever order the answers come in")
  func positions() throws {
    var rooms = PolledRooms()
    func note(_ json: String) throws -> Bool { rooms.note(try JSONParser.parseObject(Array(json.utf8))) }
    let joined = #""type":"joined","room":"r","recovered":false,"missed":0"#
    let page = try note("{\(joined),\"id\":\"1\",\"seq\":4,\"position\":\"p4\",\"more\":true}")
    #expect(!page && rooms.positions.isEmpty, "a page is no membership")
    let isNew = try note("{\(joined),\"id\":\"1\",\"seq\":4,\"position\":\"p4\"}")
    #expect(isNew)
    for seq in [5, 3] { _ = try note(#"{"type":"message","room":"r","seq":\#(seq),"position":"p\#(seq)"}"#) }
    #expect(rooms.positions.map(\.position) == ["p5"])
    let restarted = try note("{\(joined),\"seq\":2,\"position\":\"q2\"}")
    #expect(!restarted && rooms.positions.map(\.position) == ["q2"])
    _ = try note(#"{"type":"joined","id":"2","room":"@a.b","seq":0,"position":"d0","with":{"id":"b","name":"Bob"}}"#)
    #expect(Set(rooms.positions.map(\.room)) == ["r", "@Bob"], "an empty direct room is found by its partner's name")
    _ = try note(#"{"type":"message","room":"@a.b","seq":1,"position":"d1"}"#)
    #expect(Set(rooms.positions.map(\.room)) == ["r", "@a.b"])
    let isGone = try note(#"{"type":"left","room":"r"}"#)
    #expect(isGone && rooms.positions.count == 1)
  }

  @Test("leaves out a room for a while, however it is called, or until it is joined or another left")
  func heldBack() throws {
    var rooms = PolledRooms()
    func note(_ json: String) throws { _ = rooms.note(try JSONParser.parseObject(Array(json.utf8))) }
    try note(#"{"type":"joined","room":"r","position":"p","seq":1}"#)
    try note(#"{"type":"joined","room":"@a.b","seq":0,"position":"d0","with":{"id":"b","name":"Bob"}}"#)
    let now = Instant.distantPast
    func hold(_ name: String, _ seconds: Double) -> Bool { rooms.hold(name, until: now + .seconds(seconds)) }
    let isHeld = (hold("s", 1), hold("@Bob", 2), hold("r", 1))
    #expect(isHeld == (false, true, true))
    #expect(rooms.positions.isEmpty && rooms.nextRelease == now + .seconds(1))
    rooms.release(at: now + .seconds(1))
    #expect(rooms.positions.map(\.room) == ["r"])
    try note(#"{"type":"joined","room":"@a.b","seq":0,"position":"d0"}"#)
    #expect(rooms.positions.count == 2)
    let isHeldAgain = hold("@a.b", 9)
    #expect(isHeldAgain)
    try note(#"{"type":"left","room":"r"}"#)
    #expect(rooms.positions.map(\.room) == ["@Bob"] && rooms.nextRelease == nil)
  }

  @Test("goes on in its other room while one is one too many, and has that one when it leaves the other")
  func oneTooMany() throws {
    let fleet = try TestFleet(over: .poll) { $0.hub.roomsPerClient = 1 }
    let bob = try fleet.joined("Bob")
    bob.participant.join("other")
    try #require(fleet.wait { bob.isIn("lobby") && bob.isIn("other") })
    let (ann, cid) = (try fleet.joined("Ann"), try fleet.joined("Cid", room: "other"))
    ann.participant.send("lobby", to: "lobby")
    cid.participant.send("other", to: "other")
    try #require(fleet.wait { !bob.texts.isEmpty && ann.sent.count == 1 && cid.sent.count == 1 })
    bob.participant.leave(bob.texts[0])
    #expect(fleet.wait { Set(bob.texts) == ["lobby", "other"] })
    #expect(bob.states == [.connecting, .online])
  }
}

@Suite("A participant that may choose its transport")
struct FallbackTests {
  @Test(
    "polls where WebSockets are blocked, and takes one as soon as that works again", arguments: WebSocketFate.allCases)
  func fallsBack(fate: WebSocketFate) throws {
    let fleet = try TestFleet(over: nil)
    fleet.relay.webSocketFate = fate
    let ann = try fleet.joined("Ann") {
      // Short only where a silence has to be found out: a busy machine is silent, too.
      if fate == .swallowed { $0.timeout = .seconds(2) }
      $0.pollingSpan = .milliseconds(300)
    }
    #expect(ann.participant.transport == .poll)
    let bob = try fleet.joined("Bob") { $0.transport = .poll }
    ann.participant.send("over a poll", to: "lobby")
    #expect(fleet.wait { bob.texts == ["over a poll"] && ann.texts == bob.texts })
    // It tries again, and stays where it is.
    let attempts = ann.participant.counters.attempts
    #expect(fleet.wait { ann.participant.counters.attempts >= attempts + 2 })
    #expect(ann.participant.transport == .poll)
    let states = ann.states
    fleet.relay.webSocketFate = nil
    for number in 1...20 {
      bob.participant.send("\(number)", to: "lobby")
      fleet.pass(milliseconds: 10)
    }
    #expect(fleet.wait { ann.participant.transport == .webSocket })
    ann.participant.send("over a WebSocket", to: "lobby")
    #expect(fleet.wait { ann.messages.count == 22 && bob.messages.count == 22 })
    #expect(ann.messages == bob.messages)
    #expect(ann.states == states, "the change is seen by nobody")
    #expect(ann.participant.counters.moves == 1)
  }

  @Test("does not take a server that is away for blocked WebSockets")
  func serverAway() throws {
    let fleet = try TestFleet(over: nil)
    let targets = fleet.relay.targets
    fleet.relay.targets = []
    let ann = try fleet.participant("Ann")
    ann.participant.start()
    #expect(fleet.wait { ann.participant.counters.attempts >= 4 })
    fleet.relay.targets = targets
    #expect(fleet.wait { ann.participant.transport == .webSocket })
  }

  @Test("insists on WebSocket when told to")
  func forced() throws {
    let fleet = try TestFleet(over: .webSocket)
    fleet.relay.webSocketFate = .cut
    let ann = try fleet.participant("Ann")
    ann.participant.start()
    #expect(fleet.wait { ann.participant.counters.attempts >= 4 })
    #expect(ann.participant.transport == nil)
    fleet.relay.webSocketFate = nil
    #expect(fleet.wait { ann.participant.transport == .webSocket })
  }
}
