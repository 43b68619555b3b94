import Base
import Testing

@testable import ChatServer

private func at(_ seconds: Double) -> Instant { .distantPast + .seconds(seconds) }

/// An instance's drain, and what it is to know of the instance. Clients are all the connections that there are.
private final class Course {
  var drain: Drain
  var balancers = BalancerView()
  var inFlight = 0
  var isDelivering = true

  /// One that has ten seconds until it closes, and one more.
  init(moveTimeout: TimeSpan = .seconds(10), notice: TimeSpan = .zero) {
    var options = DrainOptions()
    options.notice = notice
    options.limit = .seconds(11)
    options.moveTimeout = moveTimeout
    drain = Drain(options)
  }

  func heard(_ state: String, at now: Instant) { balancers.heard(state, now: now) }

  func input(_ now: Instant, clients: Int) -> Drain.Input {
    Drain.Input(
      now: now, clients: clients, connections: clients, publicationsInFlight: inFlight, isDelivering: isDelivering,
      balancers: balancers)
  }

  func begin(_ now: Instant, clients: Int = 10, stops: Bool = false) -> [Drain.Action] {
    drain.begin(stops: stops, input(now, clients: clients))
  }

  func tick(_ now: Instant, clients: Int) -> [Drain.Action] { drain.tick(input(now, clients: clients)) }
}

private let up = "UP; name=chat/a; node=lb; weight=1/3; scur=3/9"
private let eased = "NOLB 2/3; name=chat/a; node=lb; weight=1/2; scur=3/9; qcur=0"
private let last = "NOLB 2/3; name=chat/a; node=lb; weight=1/0; scur=3/9; qcur=0"

extension [Drain.Action] {
  fileprivate static let ended: Self = [.settle, .closeClients, .finish]
  fileprivate static func moved(_ count: Int, window: Int) -> Self { [.move(.drain, window: window, count: count)] }
}

@Suite("A drain")
struct DrainTests {
  /// Begun at second 100.
  private func begun(moveTimeout: TimeSpan = .seconds(10), _ words: String...) -> Course {
    let course = Course(moveTimeout: moveTimeout)
    for word in words { course.heard(word, at: at(99)) }
    #expect(course.begin(at(100)) == [.announce])
    return course
  }

  @Test("waits until every balancer says that it sends nobody, then moves the clients")
  func moves() {
    let course = begun("UP; node=lb1; weight=1/3", "UP; node=lb2; weight=1/3")
    #expect(course.drain.phase == .announced)
    course.heard(eased.replacing("=lb;", with: "=lb1;"), at: at(100.1))
    #expect(course.tick(at(100.1), clients: 3_000).isEmpty)
    course.heard(eased.replacing("=lb;", with: "=lb2;"), at: at(101))
    #expect(course.tick(at(101), clients: 3_000) == .moved(3_000, window: 3_000))
    #expect(course.tick(at(102), clients: 1).isEmpty)
    #expect(course.tick(at(103), clients: 0) == .ended)
    #expect(course.tick(at(104), clients: 0).isEmpty)
  }

  @Test("does not take for an answer what a balancer said before")
  func answers() {
    let course = begun("UP; node=lb; weight=1/3")
    course.heard(eased, at: at(100))
    #expect(course.tick(at(100.1), clients: 10).isEmpty)
    course.heard(eased, at: at(100.2))
    #expect(course.tick(at(100.2), clients: 10) == .moved(10, window: 100))
  }

  @Test("does not wait long for balancers that are silent, and for none at all if there is none")
  func silence() {
    let course = Course()
    course.balancers.heardAnonymous(now: at(99))
    #expect(course.begin(at(100)) == [.announce])
    #expect(course.tick(at(101), clients: 10).isEmpty)
    #expect(course.tick(at(102), clients: 10) == .moved(10, window: 100))
    #expect(Course().begin(at(100)) == [.announce] + .moved(10, window: 100))
  }

  /// Caddy, Traefik, nginx and HAProxy with plain checks ask every ten seconds or so, and do not say who they are.
  @Test("gives those who ask seldom the time to ask again, within half of its limit")
  func slowWatchers() {
    let course = Course()
    for second in stride(from: 50.0, through: 98, by: 4) { course.balancers.heardAnonymous(now: at(second)) }
    #expect(course.begin(at(101.5)) == [.announce])
    #expect(course.tick(at(106.9), clients: 10).isEmpty)
    #expect(course.tick(at(107), clients: 10) == .moved(10, window: 100))
    let slower = Course()
    for second in stride(from: 50.0, through: 90, by: 10) { slower.balancers.heardAnonymous(now: at(second)) }
    #expect(slower.begin(at(99.5)) == [.announce])
    #expect(slower.tick(at(104.9), clients: 10).isEmpty)
    #expect(slower.tick(at(105), clients: 10) == .moved(10, window: 100))
  }

  @Test("says it for as long as is set before anything else happens, and takes no time off the rest for it")
  func notice() {
    for state in ["", up, eased] {
      let course = Course(notice: .seconds(25))
      #expect(course.begin(at(100), stops: true) == [.announce])
      for second in [100.5, 110, 124.9] {
        if !state.isEmpty { course.heard(state, at: at(second)) }
        #expect(course.tick(at(second), clients: 10).isEmpty)
        #expect(course.tick(at(second), clients: 0).isEmpty, "somebody may still be sent here")
      }
      if !state.isEmpty { course.heard(eased, at: at(125)) }
      #expect(course.tick(at(125), clients: 10) == .moved(10, window: 100))
      #expect(course.tick(at(134.9), clients: 10).isEmpty)
      #expect(course.tick(at(135), clients: 10) == [.settle])
    }
    let hurried = Course(notice: .seconds(25))
    #expect(hurried.drain.stop(hurried.input(at(100), clients: 1)) == [.announce])
    #expect(hurried.drain.stop(hurried.input(at(101), clients: 1)) == [.cutShort])
  }

  @Test("holds its clients while it is the last usable server, up to its limit")
  func holds() {
    let course = begun("UP; node=lb; weight=1/1")
    course.heard(last, at: at(101))
    #expect(course.tick(at(101), clients: 10) == [.hold])
    #expect(course.drain.phase == .holding)
    course.heard(eased, at: at(105))
    #expect(course.tick(at(105), clients: 10) == .moved(10, window: 100))
    let alone = begun("UP; node=lb; weight=1/1")
    for number in 1..<20 {
      let now = at(100 + Double(number) / 2)
      alone.heard(last, at: now)
      #expect(alone.tick(now, clients: 10) == (number == 1 ? [.hold] : []))
    }
    #expect(alone.tick(at(110), clients: 10) == [.settle])
  }

  @Test("holds nobody up when there is nobody")
  func empty() {
    let course = begun("UP; node=lb; weight=1/1")
    course.heard(last, at: at(101))
    #expect(course.tick(at(101), clients: 0) == .ended)
  }

  @Test("closes at its limit, whoever is left, and keeps the window within it")
  func limit() {
    let course = begun("UP; node=lb; weight=1/3")
    course.heard(eased, at: at(101))
    #expect(course.tick(at(101), clients: 1_000_000) == .moved(1_000_000, window: 5_400))
    #expect(course.tick(at(109), clients: 5).isEmpty)
    #expect(course.tick(at(110), clients: 5) == [.settle])
  }

  @Test("gives up those who do not move, once nobody has moved for a while")
  func timeout() {
    let course = Course(moveTimeout: .seconds(2))
    #expect(course.begin(at(100), clients: 100) == [.announce] + .moved(100, window: 200))
    #expect(course.tick(at(102), clients: 50).isEmpty)
    #expect(course.tick(at(103), clients: 49).isEmpty)
    #expect(course.tick(at(105) - .nanoseconds(1), clients: 49).isEmpty)
    #expect(course.tick(at(105), clients: 49) == [.settle])
  }

  @Test("waits for those who stand still for as long as is set, and never beyond its limit", arguments: [3, 7, 3_600])
  func standstill(seconds: Int) {
    let course = Course(moveTimeout: .seconds(seconds))
    #expect(course.begin(at(100), clients: 10) == [.announce] + .moved(10, window: 100))
    let end = min(at(100.1) + .seconds(seconds), at(110))
    #expect(course.tick(end - .nanoseconds(1), clients: 10).isEmpty)
    #expect(course.tick(end, clients: 10) == [.settle])
  }

  @Test(
    "is not confused by what a checker says",
    arguments: ["", "NOLB", "weight=", "weight=/", "weight=1/x;", "NOLB;weight=1/99999999999999999999", "weight=0/0"])
  func nonsense(state: String) {
    let course = Course()
    course.balancers.heardAnonymous(now: at(99))
    var actions = course.begin(at(100), clients: 1)
    course.heard(state, at: at(100.1))
    for now in [at(103), at(110)] { actions += course.tick(now, clients: 1) }
    #expect(actions.last == .settle)
  }
}

@Suite("The end of a drain")
struct DrainEndTests {
  /// One that closes at second 110 with a client that does not move.
  private func closing(stops: Bool) -> Course {
    let course = Course()
    #expect(course.begin(at(100), stops: stops).first == .announce)
    course.inFlight = 1
    #expect(course.tick(at(110), clients: 1) == [.settle])
    return course
  }

  @Test("waits for publications in flight, and a little longer for what they bring", arguments: [false, true])
  func settles(stops: Bool) {
    let course = closing(stops: stops)
    #expect(course.tick(at(110.2), clients: 1).isEmpty)
    course.inFlight = 0
    #expect(course.tick(at(110.3), clients: 1).isEmpty)
    #expect(course.tick(at(110.39), clients: 1).isEmpty)
    #expect(course.tick(at(110.4), clients: 1) == [.closeClients])
    #expect(course.tick(at(110.5), clients: 1).isEmpty)
    #expect(course.tick(at(110.6), clients: 0) == [.finish])
    #expect(!course.drain.isUnderWay && course.drain.phase == .closing)
  }

  @Test("does not wait for anything beyond the limit")
  func limit() {
    let course = closing(stops: true)
    #expect(course.tick(at(111), clients: 1) == [.closeClients])
    #expect(course.tick(at(111), clients: 1) == [.finish])
  }

  @Test("waits for idle connections only when the process stops")
  func connections() {
    for (stops, actions) in [(false, [Drain.Action].ended), (true, [.settle, .closeClients])] {
      let course = Course()
      var input = course.input(at(100), clients: 0)
      input.connections = 1
      #expect(course.drain.begin(stops: stops, input) == [.announce] + actions)
    }
  }

  @Test("comes once more, with as much time, when an emptied instance is to stop after all")
  func stopsAtEnd() {
    let course = Course()
    #expect(course.begin(at(100), clients: 0) == [.announce] + .ended)
    #expect(course.drain.cancel() == [.resume])
    #expect(course.begin(at(200), clients: 0) == [.announce] + .ended)
    #expect(course.begin(at(300), clients: 1, stops: true) == [.settle])
    #expect(course.tick(at(300.2), clients: 1).isEmpty)
    #expect(course.tick(at(300.3), clients: 1) == [.closeClients])
    #expect(course.tick(at(310.9), clients: 1).isEmpty)
    #expect(course.tick(at(311), clients: 1) == [.finish])
  }

  @Test("can be taken back until the process is to stop")
  func cancels() {
    let course = Course()
    #expect(course.drain.cancel() == [])
    _ = course.begin(at(100))
    #expect(course.drain.cancel() == [.resume])
    #expect(course.drain.phase == .serving && !course.drain.isUnderWay)
    _ = course.begin(at(101), stops: true)
    #expect(course.drain.cancel() == nil)
    #expect(course.begin(at(102)).isEmpty, "it is under way")
  }

  @Test("comes at once with the second signal, whatever an operator began before")
  func signals() {
    let course = Course()
    course.heard(up, at: at(99))
    #expect(course.begin(at(100)) == [.announce])
    #expect(course.drain.stop(course.input(at(100), clients: 10)).isEmpty)
    #expect(course.drain.cancel() == nil)
    #expect(course.drain.stop(course.input(at(100), clients: 10)) == [.cutShort])
    #expect(course.tick(at(120), clients: 10).isEmpty)
  }
}

@Suite("While it serves, an instance")
struct RebalanceTests {
  @Test("sends away as many clients as an operator says, over as long as the others take to let them in")
  func rebalances() {
    let course = Course()
    course.heard(up, at: at(99))
    #expect(
      course.drain.rebalance(count: 5_000, course.input(at(100), clients: 3_000))
        == .move(.rebalance, window: 3_000, count: 3_000))
    #expect(
      course.drain.rebalance(count: 100_000, course.input(at(100), clients: 100_000))
        == .move(.rebalance, window: 10_000, count: 100_000))
    #expect(course.drain.phase == .serving)
  }

  @Test("sends its clients away when nothing arrives here, but not from within a drain")
  func isolated() {
    let course = Course()
    course.isDelivering = false
    course.heard(eased, at: at(100))
    #expect(course.tick(at(100), clients: 10).isEmpty)
    course.heard(eased, at: at(103))
    #expect(course.tick(at(103), clients: 0).isEmpty)
    course.heard(eased, at: at(113))
    #expect(course.tick(at(113), clients: 10) == [.move(.isolation, window: 100, count: 10)])
    course.heard(eased, at: at(122))
    #expect(course.begin(at(122)) == [.announce])
    course.heard(eased, at: at(122.5))
    #expect(course.tick(at(122.5), clients: 10) == .moved(10, window: 100))
    course.heard(eased, at: at(123))
    #expect(course.tick(at(123), clients: 10).isEmpty)
  }
}
