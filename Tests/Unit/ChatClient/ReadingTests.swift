import Testing

@testable import ChatClient
@testable import ChatServer

@Suite("A participant with two devices")
struct ReadingTests {
  @Test(
    "tells how far it has read, hears it from the other one, and finds where it was mentioned and what was said",
    arguments: TransportKind.allCases)
  func reading(over kind: TransportKind) throws {
    let fleet = try TestFleet(over: kind)
    let (ann, bob) = (try fleet.joined("Ann"), try fleet.joined("Bob"))
    let phone = try fleet.participant(nil) { $0.session = ann.participant.session }
    phone.participant.start()
    #expect(fleet.wait { phone.participant.state == .online })
    for text in ["Hello", "@ann, are you there?"] { bob.participant.send(text, to: "lobby") }
    #expect(fleet.wait { ann.messages.count == 2 })
    let (first, second) = (ann.messages[0], ann.messages[1])

    var marks: [RoomReadMark]?
    let read = RoomReadMark(room: "lobby", position: second.position, time: second.time, isBefore: false)
    ann.participant.read("lobby", at: second.position)
    // Who polls may hear it, or finds it.
    #expect(
      fleet.wait {
        phone.participant.marks { marks = try? $0.get() }
        fleet.pass(milliseconds: 20)
        return marks == [read]
      })
    phone.participant.read("lobby", at: first.position, isBack: true)
    let unread = RoomReadMark(room: "lobby", position: first.position, time: first.time, isBefore: true)
    if kind == .webSocket {
      #expect(fleet.wait { phone.marks == [read] && ann.marks == [unread] })
    }

    var found: [SearchResults] = []
    for position in [nil, second.position] {
      ann.participant.search("lobby", for: "HELLO", before: position) {
        if let part = try? $0.get() { found.append(part) }
      }
    }
    #expect(fleet.wait { found.count == 2 })
    for (part, looked) in zip(found, [2, 1]) {
      #expect(part.events.map(\.position) == [first.position] && part.looked == looked)
      #expect(part.time == first.time && part.before == nil)
    }

    var mentions: [RoomMention]?
    ann.participant.mentions { mentions = try? $0.get() }
    #expect(fleet.wait { mentions != nil })
    #expect(mentions == [RoomMention(room: "lobby", position: second.position, seq: 2, time: second.time)])
  }

  @Test func `is told when it is not connected`() throws {
    let fleet = try TestFleet(over: .webSocket)
    let ann = try fleet.participant("Ann")
    var refusals = 0
    ann.participant.marks { if case .failure = $0 { refusals += 1 } }
    ann.participant.mentions { if case .failure = $0 { refusals += 1 } }
    ann.participant.search("lobby", for: "x") { if case .failure = $0 { refusals += 1 } }
    #expect(refusals == 3)
  }
}
