import JSON
import Testing

@testable import ChatClient

/// A transport that puts a `rewind` before the first `joined`, as a server does whose store has failed over.
private final class RewindingTransport: AlteringTransport {
  private var hasRewound = false

  override func received(_ object: JSONObject) {
    if object["type"]?.string == "joined", !hasRewound, let position = object["position"] {
      hasRewound = true
      var rewind = JSONObject()
      rewind.append("type", .string("rewind"))
      rewind.append("room", .string("lobby"))
      rewind.append("position", position)
      handOn(rewind)
    }
    handOn(object)
  }
}

@Suite("A store that went back")
struct RewindTests {
  @Test("is told to a participant that begins with a position of before", arguments: TransportKind.allCases)
  func firstJoin(over kind: TransportKind) throws {
    let fleet = try TestFleet(over: kind)
    let ann = try fleet.joined("Ann")
    ann.participant.send("before", to: "lobby")
    try #require(fleet.wait { ann.texts == ["before"] })
    let bob = try fleet.participant("Bob")
    let make = bob.participant.makeTransport
    bob.participant.makeTransport = { RewindingTransport(make($0)) }
    bob.participant.join("lobby", after: ann.participant.position(in: "lobby"))
    bob.participant.start()
    try #require(fleet.wait { bob.isIn("lobby") })
    #expect(bob.has { if case .rewound("lobby", _) = $0 { true } else { false } })
    ann.participant.send("after", to: "lobby")
    #expect(fleet.wait { bob.texts == ["after"] })
  }
}
