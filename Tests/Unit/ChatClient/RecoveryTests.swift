import Base
import EventLoop
import Testing

@testable import ChatClient
@testable import ChatServer

@Suite("A participant that is cut off")
struct RecoveryTests {
  @Test(
    "in the middle of 1,000 messages, again and again, shows each once and in order", .timeLimit(.minutes(10)),
    arguments: TransportKind.allCases)
  func cutReader(over kind: TransportKind) throws {
    let fleet = try TestFleet(over: kind)
    let writer = try fleet.joined("Writer") { $0.messagesInFlight = 16 }
    let reader = try fleet.joined("Reader")
    fleet.relay.cutAll()
    let before = fleet.relay.cuts
    fleet.relay.cutAfter = { Int.random(in: 500...20_000) }
    // Of either's connections: where losses are counted so many that a few are the reader's, however they fall.
    fleet.relay.cutsLeft = kind == .webSocket ? 16 : 8
    // In portions, so that the conversation goes on while the reader is away.
    for portion in 0..<50 {
      for number in 1...20 { writer.participant.send("\(portion * 20 + number)", to: "lobby") }
      fleet.pass(milliseconds: 15)
    }
    #expect(fleet.wait { reader.messages.count >= 1_000 })
    #expect(reader.texts == (1...1_000).map(String.init))
    #expect(reader.messages.map(\.seq) == Array(1...1_000))
    #expect(fleet.relay.cuts - before >= 3)
    if kind == .webSocket { #expect(reader.participant.counters.losses >= 3) }
    #expect(reader.gaps.isEmpty)
  }

  @Test(
    "sends again what was not acknowledged, with the same ids and in order", .timeLimit(.minutes(10)),
    arguments: TransportKind.allCases)
  func cutWriter(over kind: TransportKind) throws {
    let fleet = try TestFleet(over: kind)
    let reader = try fleet.joined("Reader")
    // Signed in undisturbed: who is cut off while a session is made for a name can't get that name again.
    let writer = try fleet.joined("Writer", room: "elsewhere")
    fleet.relay.cutAll()
    let before = fleet.relay.cuts
    fleet.relay.cutAfter = { Int.random(in: 400...6_000) }
    // Of either's connections: where losses are counted so many that a few are the writer's, however they fall.
    fleet.relay.cutsLeft = kind == .webSocket ? 30 : 8
    for number in 1...300 { writer.participant.send("\(number)", to: "lobby", id: "m\(number)") }
    #expect(fleet.wait { reader.messages.count >= 300 && writer.participant.unacknowledged == 0 })
    #expect(reader.messages.map(\.id) == (1...300).map { "m\($0)" })
    #expect(writer.sent.map(\.id) == (1...300).map { "m\($0)" })
    #expect(fleet.relay.cuts - before >= 3)
    if kind == .webSocket { #expect(writer.participant.counters.losses >= 3) }
  }

  @Test("reads a long absence in pages", arguments: TransportKind.allCases)
  func pages(over kind: TransportKind) throws {
    let fleet = try TestFleet(over: kind)
    let (reader, writer) = (try fleet.joined("Reader"), try fleet.joined("Writer") { $0.messagesInFlight = 64 })
    writer.participant.send("0", to: "lobby")
    try #require(fleet.wait { reader.messages.count == 1 })
    let position = try #require(reader.participant.position(in: "lobby"))
    reader.participant.stop()
    for number in 1...1_600 {
      writer.participant.send("\(number)", to: "lobby")
      if number.isMultiple(of: 400) { try #require(fleet.wait { writer.participant.unacknowledged == 0 }) }
    }
    try #require(fleet.wait { writer.participant.unacknowledged == 0 })
    let later = try fleet.participant("Later")
    later.participant.join("lobby", after: position)
    later.participant.start()
    #expect(fleet.wait { later.messages.count >= 1_600 })
    #expect(later.texts == (1...1_600).map(String.init))
    #expect(later.gaps.isEmpty)
    #expect(later.participant.counters.holes == 0)
  }

  @Test("is told aloud what can't be had any more", arguments: TransportKind.allCases)
  func gap(over kind: TransportKind) throws {
    let fleet = try TestFleet(over: kind)
    let ann = try fleet.joined("Ann")
    ann.participant.send("1", to: "lobby")
    try #require(fleet.wait { ann.messages.count == 1 })
    let stranger = try fleet.participant("Bob")
    stranger.participant.join("lobby", after: "another.0.7.abc")
    stranger.participant.start()
    #expect(fleet.wait { stranger.isIn("lobby") && !stranger.messages.isEmpty })
    #expect(stranger.texts == ["1"])
    #expect(stranger.gaps.map(\.next) == [1])
  }

  @Test("notices a connection on which nothing moves, and takes another", arguments: TransportKind.allCases)
  func frozen(over kind: TransportKind) throws {
    let fleet = try TestFleet(over: kind)
    let ann = try fleet.joined("Ann") { $0.silence = .seconds(1) }
    let bob = try fleet.joined("Bob") { $0.silence = .seconds(60) }
    let before = ann.participant.counters.connections
    fleet.relay.isFrozen = true
    ann.participant.send("anybody?", to: "lobby", id: "only-once")
    #expect(fleet.wait { ann.participant.counters.connections > before && ann.texts == ["anybody?"] })
    #expect(ann.states.contains(.waiting(.silent)))
    fleet.relay.isFrozen = false
    #expect(fleet.wait { bob.texts == ["anybody?"] })
  }

  @Test("tries on while there is no server, and gets on when there is one", arguments: TransportKind.allCases)
  func noServer(over kind: TransportKind) throws {
    let fleet = try TestFleet(over: kind)
    let targets = fleet.relay.targets
    fleet.relay.targets = []
    let ann = try fleet.participant("Ann")
    ann.participant.join("lobby")
    ann.participant.send("hello", to: "lobby")
    ann.participant.start()
    #expect(fleet.wait { ann.participant.counters.attempts >= 3 })
    fleet.relay.targets = targets
    #expect(fleet.wait { ann.texts == ["hello"] })
    #expect(ann.participant.counters.connections == 1)
  }
}

@Suite("A participant that is asked to move")
struct MoveTests {
  /// Whether nobody would have noticed: it was online all the time.
  private func sawNothing(_ recorder: Recorder) -> Bool { recorder.states == [.connecting, .online] }

  @Test("changes to another instance in the midst of a conversation, and its application sees nothing of it")
  func makeBeforeBreak() throws {
    let fleet = try TestFleet(over: .webSocket)
    fleet.relay.rotates = false
    let (ann, bob) = (try fleet.joined("Ann"), try fleet.joined("Bob"))
    #expect(ann.participant.instance == "instance-1")
    fleet.relay.next = 1
    var number = 0
    func talk(_ count: Int) {
      for _ in 0..<count {
        number += 1
        (number % 2 == 0 ? ann : bob).participant.send("\(number)", to: "lobby")
        fleet.reactor.turn(timeout: .milliseconds(1))
      }
    }
    talk(50)
    fleet.instances[0].hub.askToReconnect(.restart, window: 50)
    talk(400)
    #expect(fleet.wait { ann.messages.count == 450 && bob.messages.count == 450 })
    #expect(fleet.wait { ann.participant.counters.moves == 1 && bob.participant.counters.moves == 1 })
    #expect(ann.participant.instance == "instance-2")
    #expect(ann.messages == bob.messages)
    #expect(ann.messages.map(\.seq) == Array(1...450))
    for (recorder, parity) in [(ann, 0), (bob, 1)] {
      let own = recorder.texts.compactMap { Int($0) }.filter { $0 % 2 == parity }
      #expect(own == own.sorted())
      #expect(sawNothing(recorder))
      #expect(recorder.participant.counters.losses == 0)
    }
    #expect(fleet.wait { fleet.instances[0].health.connections() == 0 })
    #expect(fleet.instances[0].sockets.counters.closes == ["1000": 2])
  }

  @Test("asked to move on by an instance to which it is just moving, it does so once it is there")
  func movedOn() throws {
    let fleet = try TestFleet(over: .webSocket)
    fleet.relay.rotates = false
    let ann = try fleet.joined("Ann")
    fleet.relay.next = 1
    fleet.instances[0].hub.askToReconnect(.restart, window: 0)
    // Welcomed there, it has yet to hear of it and to join.
    #expect(fleet.wait { fleet.instances[1].hub.clientCount == 1 })
    fleet.instances[1].hub.askToReconnect(.restart, window: 0)
    fleet.relay.next = 0
    #expect(fleet.wait { ann.participant.counters.moves == 2 })
    #expect(ann.participant.instance == "instance-1" && ann.participant.counters.losses == 0)
    #expect(sawNothing(ann))
  }

  @Test("stays where it is while the new connection does not come about, and tries again")
  func failedMove() throws {
    let fleet = try TestFleet(over: .webSocket)
    fleet.relay.rotates = false
    let ann = try fleet.joined("Ann")
    let targets = fleet.relay.targets
    fleet.relay.targets = []
    fleet.instances[0].hub.askToReconnect(.rebalance, window: 10)
    #expect(fleet.wait { ann.participant.counters.attempts >= 3 })
    ann.participant.send("still here", to: "lobby")
    #expect(fleet.wait { ann.texts == ["still here"] })
    fleet.relay.targets = targets
    fleet.relay.next = 1
    #expect(fleet.wait { ann.participant.counters.moves == 1 })
    #expect(ann.participant.instance == "instance-2")
    ann.participant.send("and here", to: "lobby")
    #expect(fleet.wait { ann.texts == ["still here", "and here"] })
    #expect(sawNothing(ann))
  }

  @Test("goes on where the old connection breaks off in the midst of it", arguments: TransportKind.allCases)
  func brokenMove(over kind: TransportKind) throws {
    let fleet = try TestFleet(over: kind)
    let ann = try fleet.joined("Ann")
    let bob = try fleet.joined("Bob")
    for round in 1...5 {
      for instance in fleet.instances { instance.hub.askToReconnect(.restart, window: 5) }
      for number in 1...20 { bob.participant.send("\(round).\(number)", to: "lobby") }
      fleet.pass(milliseconds: UInt64(round))
      fleet.relay.cutAll()
      try #require(fleet.wait { bob.participant.unacknowledged == 0 })
    }
    #expect(fleet.wait { ann.messages.count == 100 && bob.messages.count == 100 })
    #expect(ann.texts == (1...5).flatMap { round in (1...20).map { "\(round).\($0)" } })
  }

  @Test("comes back by itself when a restarting instance closes with 1012 or a proxy with 1000, not after 4501")
  func closeCodes() throws {
    let fleet = try TestFleet(over: .webSocket)
    let ann = try fleet.joined("Ann")
    for instance in fleet.instances { instance.sockets.closeAll(.restarted, "restarting") }
    #expect(fleet.wait { ann.participant.counters.connections == 2 && ann.participant.state == .online })
    for instance in fleet.instances { instance.sockets.closeAll(.normal, "") }
    #expect(fleet.wait { ann.participant.counters.connections == 3 && ann.participant.state == .online })
    for instance in fleet.instances { instance.sockets.closeAll(.unauthorized, "session ended") }
    #expect(fleet.wait { if case .ended(.closed) = ann.participant.state { true } else { false } })
  }
}
