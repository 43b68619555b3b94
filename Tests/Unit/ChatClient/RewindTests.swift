import JSON
import NetClient
import Testing
import WebSocket

@testable import ChatClient

/// A transport that puts a `rewind` before the first `joined`, as a server does whose store has failed over.
private final class RewindingTransport: Transport, TransportObserver {
  weak var observer: (any TransportObserver)?
  private let inner: any Transport
  private var hasRewound = false

  init(_ inner: any Transport) {
    self.inner = inner
    inner.observer = self
  }

  func open() { inner.open() }
  func send(_ json: [UInt8]) { inner.send(json) }
  func probe() { inner.probe() }
  func close(_ code: CloseCode) { inner.close(code) }
  func abandon() { inner.abandon() }

  func transportOpened(_ transport: any Transport) { observer?.transportOpened(self) }
  func transportHeard(_ transport: any Transport) { observer?.transportHeard(self) }
  func transport(_ transport: any Transport, ended end: ConnectionEnd) { observer?.transport(self, ended: end) }

  func transport(_ transport: any Transport, received object: JSONObject) {
    if object["type"]?.string == "joined", !hasRewound, let position = object["position"] {
      hasRewound = true
      var rewind = JSONObject()
      rewind.append("type", .string("rewind"))
      rewind.append("room", .string("lobby"))
      rewind.append("position", position)
      observer?.transport(self, received: rewind)
    }
    observer?.transport(self, received: object)
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
