import Testing

@testable import Chat
@testable import ChatTestSupport

@Suite("Draining")
struct DrainTests {
  private let second: UInt64 = 1_000_000_000
  private let others = "NOLB 2/3; name=chat/a; node=lb; weight=1/2; scur=3/9; qcur=0"
  private let last = "NOLB 2/3; name=chat/a; node=lb; weight=1/0; scur=3/9; qcur=0"

  /// A drain under way, and those who watch.
  private final class Course {
    var drain: Drain
    var balancers = BalancerView()

    init(_ configuration: Drain.Configuration) { drain = Drain(configuration) }

    func heard(_ state: String, at now: UInt64) { balancers.heard(state, now: now) }
    func tick(now: UInt64, clients: Int) -> Drain.Action? {
      drain.tick(now: now, clients: clients, balancers: balancers)
    }
  }

  private func begun(timeout: Double = 10, _ words: String...) -> Course {
    let course = Course(Drain.Configuration(checkInterval: 1, limit: 10, acceptRate: 500, timeout: timeout))
    for word in words { course.heard(word, at: 99 * second) }
    course.drain.begin(now: 100 * second)
    return course
  }

  @Test("waits until every balancer says that it sends nobody, then moves the clients")
  func moves() {
    let course = begun("UP; node=lb1; weight=1/3", "UP; node=lb2; weight=1/3")
    #expect(course.drain.isDraining)
    course.heard(others.replacing("=lb;", with: "=lb1;"), at: 100 * second + 1)
    #expect(course.tick(now: 100 * second + 1, clients: 3_000) == nil)
    course.heard(others.replacing("=lb;", with: "=lb2;"), at: 101 * second)
    #expect(course.tick(now: 101 * second, clients: 3_000) == .move(window: 3_000))
    #expect(course.tick(now: 102 * second, clients: 1) == nil)
    #expect(course.tick(now: 103 * second, clients: 0) == .close)
    #expect(course.tick(now: 104 * second, clients: 0) == nil)
  }

  @Test("does not take for an answer what a balancer said before")
  func answers() {
    let course = begun("UP; node=lb; weight=1/3")
    course.heard(others, at: 100 * second)
    #expect(course.tick(now: 100 * second + 1, clients: 10) == nil)
    course.heard(others, at: 100 * second + 2)
    #expect(course.tick(now: 100 * second + 2, clients: 10) == .move(window: 100))
  }

  @Test("does not wait long for balancers that are silent, and for none at all if there is none")
  func silence() {
    let course = begun()
    course.balancers.heardStranger(now: 99 * second)
    #expect(course.tick(now: 101 * second, clients: 10) == nil)
    #expect(course.tick(now: 102 * second, clients: 10) == .move(window: 100))
    let alone = begun()
    #expect(alone.tick(now: 100 * second, clients: 10) == .move(window: 100))
  }

  @Test("holds its clients while it is the last usable server, up to its limit")
  func holds() {
    let course = begun("UP; node=lb; weight=1/1")
    course.heard(last, at: 101 * second)
    #expect(course.tick(now: 101 * second, clients: 10) == nil)
    #expect(course.drain.phase == .holding)
    course.heard(others, at: 105 * second)
    #expect(course.tick(now: 105 * second, clients: 10) == .move(window: 100))
    let alone = begun("UP; node=lb; weight=1/1")
    for now in stride(from: 100 * second + 1, to: 110 * second, by: 500_000_000) {
      alone.heard(last, at: now)
      #expect(alone.tick(now: now, clients: 10) == nil)
    }
    #expect(alone.tick(now: 110 * second, clients: 10) == .close)
  }

  @Test("holds nobody up when there is nobody")
  func empty() {
    let course = begun("UP; node=lb; weight=1/1")
    course.heard(last, at: 101 * second)
    #expect(course.tick(now: 101 * second, clients: 0) == .close)
  }

  @Test("ends at its limit, whoever is left, and keeps the window within it")
  func limit() {
    let course = begun("UP; node=lb; weight=1/3")
    course.heard(others, at: 101 * second)
    #expect(course.tick(now: 101 * second, clients: 1_000_000) == .move(window: 5_400))
    #expect(course.tick(now: 109 * second, clients: 5) == nil)
    #expect(course.tick(now: 110 * second, clients: 5) == .close)
  }

  @Test("gives up those who do not move, once nobody has moved for a while")
  func timeout() {
    let course = begun(timeout: 2)
    #expect(course.tick(now: 100 * second, clients: 100) == .move(window: 200))
    #expect(course.tick(now: 102 * second, clients: 50) == nil)
    #expect(course.tick(now: 103 * second, clients: 49) == nil)
    #expect(course.tick(now: 105 * second - 1, clients: 49) == nil)
    #expect(course.tick(now: 105 * second, clients: 49) == .close)
  }

  @Test(
    "is not confused by what a checker says",
    arguments: ["", "NOLB", "weight=", "weight=/", "weight=1/x;", "NOLB;weight=1/99999999999999999999", "weight=0/0"])
  func nonsense(state: String) {
    let course = begun()
    course.heard(state, at: 100 * second + 1)
    _ = course.tick(now: 103 * second, clients: 1)
    #expect(course.tick(now: 110 * second, clients: 1) == .close)
  }

  @Test("asks every client to reconnect, or as many as shall go")
  func asks() {
    let hub = TestHub(TestFleet())
    let clients = ["Ann", "Bob"].map { hub.client($0) }
    #expect(hub.hub.askToReconnect(.restart, window: 500) == 2)
    for client in clients {
      let event = client.read().of("reconnect").first
      #expect(event?["reason"]?.string == "restart")
      #expect(event?["window"]?.integer == 500)
    }
    #expect(hub.hub.askToReconnect(.rebalance, window: 100, count: 1) == 1)
    #expect(clients.map { $0.read().of("reconnect").count }.reduce(0, +) == 1)
    #expect(hub.hub.counters.movesAsked == 3)
  }
}
