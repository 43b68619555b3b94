import Base
import Testing

@testable import Chat
@testable import ChatTestSupport

@Suite("Draining")
struct DrainTests {
  private func at(_ second: Int) -> Instant { .distantPast + .seconds(second) }
  private let others = "NOLB 2/3; name=chat/a; node=lb; weight=1/2; scur=3/9; qcur=0"
  private let last = "NOLB 2/3; name=chat/a; node=lb; weight=1/0; scur=3/9; qcur=0"

  /// A drain under way, and those who watch.
  private final class Course {
    var drain: Drain
    var balancers = BalancerView()

    init(_ configuration: Drain.Configuration) { drain = Drain(configuration) }

    func heard(_ state: String, at now: Instant) { balancers.heard(state, now: now) }
    func tick(now: Instant, clients: Int) -> Drain.Action? {
      drain.tick(now: now, clients: clients, balancers: balancers)
    }
  }

  private func begun(timeout: TimeSpan = .seconds(10), _ words: String...) -> Course {
    let course = Course(
      Drain.Configuration(checkInterval: .seconds(1), limit: .seconds(10), acceptRate: 500, timeout: timeout))
    for word in words { course.heard(word, at: at(99)) }
    course.drain.begin(now: at(100))
    return course
  }

  @Test("waits until every balancer says that it sends nobody, then moves the clients")
  func moves() {
    let course = begun("UP; node=lb1; weight=1/3", "UP; node=lb2; weight=1/3")
    #expect(course.drain.isDraining)
    course.heard(others.replacing("=lb;", with: "=lb1;"), at: at(100) + .nanoseconds(1))
    #expect(course.tick(now: at(100) + .nanoseconds(1), clients: 3_000) == nil)
    course.heard(others.replacing("=lb;", with: "=lb2;"), at: at(101))
    #expect(course.tick(now: at(101), clients: 3_000) == .move(window: 3_000))
    #expect(course.tick(now: at(102), clients: 1) == nil)
    #expect(course.tick(now: at(103), clients: 0) == .close)
    #expect(course.tick(now: at(104), clients: 0) == nil)
  }

  @Test("does not take for an answer what a balancer said before")
  func answers() {
    let course = begun("UP; node=lb; weight=1/3")
    course.heard(others, at: at(100))
    #expect(course.tick(now: at(100) + .nanoseconds(1), clients: 10) == nil)
    course.heard(others, at: at(100) + .nanoseconds(2))
    #expect(course.tick(now: at(100) + .nanoseconds(2), clients: 10) == .move(window: 100))
  }

  @Test("does not wait long for balancers that are silent, and for none at all if there is none")
  func silence() {
    let course = begun()
    course.balancers.heardStranger(now: at(99))
    #expect(course.tick(now: at(101), clients: 10) == nil)
    #expect(course.tick(now: at(102), clients: 10) == .move(window: 100))
    let alone = begun()
    #expect(alone.tick(now: at(100), clients: 10) == .move(window: 100))
  }

  @Test("holds its clients while it is the last usable server, up to its limit")
  func holds() {
    let course = begun("UP; node=lb; weight=1/1")
    course.heard(last, at: at(101))
    #expect(course.tick(now: at(101), clients: 10) == nil)
    #expect(course.drain.phase == .holding)
    course.heard(others, at: at(105))
    #expect(course.tick(now: at(105), clients: 10) == .move(window: 100))
    let alone = begun("UP; node=lb; weight=1/1")
    for halfSeconds in 0..<20 {
      let now = at(100) + .milliseconds(500 * halfSeconds) + .nanoseconds(1)
      alone.heard(last, at: now)
      #expect(alone.tick(now: now, clients: 10) == nil)
    }
    #expect(alone.tick(now: at(110), clients: 10) == .close)
  }

  @Test("holds nobody up when there is nobody")
  func empty() {
    let course = begun("UP; node=lb; weight=1/1")
    course.heard(last, at: at(101))
    #expect(course.tick(now: at(101), clients: 0) == .close)
  }

  @Test("ends at its limit, whoever is left, and keeps the window within it")
  func limit() {
    let course = begun("UP; node=lb; weight=1/3")
    course.heard(others, at: at(101))
    #expect(course.tick(now: at(101), clients: 1_000_000) == .move(window: 5_400))
    #expect(course.tick(now: at(109), clients: 5) == nil)
    #expect(course.tick(now: at(110), clients: 5) == .close)
  }

  @Test("gives up those who do not move, once nobody has moved for a while")
  func timeout() {
    let course = begun(timeout: .seconds(2))
    #expect(course.tick(now: at(100), clients: 100) == .move(window: 200))
    #expect(course.tick(now: at(102), clients: 50) == nil)
    #expect(course.tick(now: at(103), clients: 49) == nil)
    #expect(course.tick(now: at(105) - .nanoseconds(1), clients: 49) == nil)
    #expect(course.tick(now: at(105), clients: 49) == .close)
  }

  @Test(
    "is not confused by what a checker says",
    arguments: ["", "NOLB", "weight=", "weight=/", "weight=1/x;", "NOLB;weight=1/99999999999999999999", "weight=0/0"])
  func nonsense(state: String) {
    let course = begun()
    course.heard(state, at: at(100) + .nanoseconds(1))
    _ = course.tick(now: at(103), clients: 1)
    #expect(course.tick(now: at(110), clients: 1) == .close)
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
