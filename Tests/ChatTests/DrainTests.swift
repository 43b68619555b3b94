import Testing

@testable import Chat

@Suite("Draining")
struct DrainTests {
  private let second: UInt64 = 1_000_000_000
  private let others = "NOLB 2/3; name=chat/a; node=lb; weight=1/2; scur=3/9; qcur=0"
  private let last = "NOLB 2/3; name=chat/a; node=lb; weight=1/0; scur=3/9; qcur=0"

  private func begun(_ change: (inout Drain) -> Void = { _ in }) -> Drain {
    var drain = Drain(Drain.Configuration(checkInterval: 1, limit: 10, acceptRate: 1_000))
    change(&drain)
    drain.begin(now: 100 * second)
    return drain
  }

  @Test("waits until every balancer says that it sends nobody, then moves the clients")
  func moves() {
    var drain = begun { drain in
      drain.heard("lb1", state: "UP; name=chat/a; weight=1/3")
      drain.heard("lb2", state: "UP; name=chat/a; weight=1/3")
    }
    #expect(drain.isDraining)
    drain.heard("lb1", state: others)
    #expect(drain.tick(now: 100 * second, clients: 3_000) == nil)
    drain.heard("lb2", state: others)
    #expect(drain.tick(now: 101 * second, clients: 3_000) == .move(window: 3_000))
    #expect(drain.tick(now: 102 * second, clients: 1) == nil)
    #expect(drain.tick(now: 103 * second, clients: 0) == .close)
    #expect(drain.tick(now: 104 * second, clients: 0) == nil)
  }

  @Test("does not wait for balancers that are silent")
  func silence() {
    var drain = begun()
    #expect(drain.tick(now: 101 * second, clients: 10) == nil)
    #expect(drain.tick(now: 102 * second, clients: 10) == .move(window: 100))
  }

  @Test("holds its clients while it is the last usable server, up to its limit")
  func holds() {
    var drain = begun { $0.heard("lb", state: "UP; weight=1/1") }
    drain.heard("lb", state: last)
    #expect(drain.tick(now: 101 * second, clients: 10) == nil)
    #expect(drain.phase == .holding)
    drain.heard("lb", state: others)
    #expect(drain.tick(now: 105 * second, clients: 10) == .move(window: 100))
    var alone = begun { $0.heard("lb", state: "UP; weight=1/1") }
    alone.heard("lb", state: last)
    #expect(alone.tick(now: 109 * second, clients: 10) == nil)
    #expect(alone.tick(now: 110 * second, clients: 10) == .close)
  }

  @Test("ends at its limit, whoever is left, and keeps the window within it")
  func limit() {
    var drain = begun { $0.heard("lb", state: "UP; weight=1/3") }
    drain.heard("lb", state: others)
    #expect(drain.tick(now: 101 * second, clients: 1_000_000) == .move(window: 5_400))
    #expect(drain.tick(now: 109 * second, clients: 5) == nil)
    #expect(drain.tick(now: 110 * second, clients: 5) == .close)
  }

  @Test(
    "is not confused by what a checker says",
    arguments: ["", "NOLB", "weight=", "weight=/", "weight=1/x;", "NOLB;weight=1/99999999999999999999"])
  func nonsense(state: String) {
    var drain = begun()
    drain.heard("lb", state: state)
    _ = drain.tick(now: 103 * second, clients: 1)
    #expect(drain.tick(now: 110 * second, clients: 1) == .close)
  }

  @Test("asks every client to reconnect")
  func asks() {
    let hub = TestHub(TestFleet())
    let clients = ["Ann", "Bob"].map { hub.client($0) }
    hub.hub.askToReconnect(.restart, window: 500)
    for client in clients {
      let event = client.read().of("reconnect").first
      #expect(event?["reason"]?.string == "restart")
      #expect(event?["window"]?.integer == 500)
    }
  }
}
