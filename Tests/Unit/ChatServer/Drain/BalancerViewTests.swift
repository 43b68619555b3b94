import Base
import Testing

@testable import ChatServer

@Suite("Those who watch an instance's health")
struct BalancerViewTests {
  private func at(_ second: Double) -> Instant { .distantPast + .seconds(second) }

  @Test("say how many others there are, whether or not this instance is among those they count")
  func others() {
    var balancers = BalancerView()
    balancers.heard("UP; name=chat/a; node=lb; weight=1/3; scur=3/9", now: at(1))
    #expect(balancers.others(now: at(1)) == 2)
    balancers.heard("NOLB 2/3; name=chat/a; node=lb; weight=1/2; scur=3/9", now: at(1))
    #expect(balancers.others(now: at(1)) == 2)
    balancers.heard("NOLB 2/3; name=chat/a; node=lb; weight=1/0; scur=3/9", now: at(1))
    #expect(balancers.others(now: at(1)) == 0)
    balancers.heard("UP; name=chat/a; node=lb; weight=100/300; scur=3/9", now: at(1))
    #expect(balancers.others(now: at(1)) == 2)
    #expect(balancers.checks(now: at(1)).count == 1)
  }

  @Test("are forgotten when they are silent")
  func forgotten() {
    var balancers = BalancerView()
    #expect(!balancers.isWatched(now: at(1)))
    balancers.heard("UP; node=one; weight=1/3", now: at(1))
    balancers.heard("NOLB; node=two; weight=1/2", now: at(4))
    #expect(!balancers.sendNobody(since: .distantPast, now: at(4)))
    #expect(balancers.sendNobody(since: .distantPast, now: at(7)))
    #expect(balancers.isWatched(now: at(7)))
    #expect(!balancers.isWatched(now: at(10)))
    #expect(!balancers.sendNobody(since: .distantPast, now: at(10)))
    #expect(balancers.others(now: at(10)) == 0)
  }

  @Test("tell their interval by asking twice")
  func interval() {
    var balancers = BalancerView()
    balancers.heard("UP; node=lb", now: at(1))
    #expect(balancers.interval(now: at(1)) == .seconds(1))
    balancers.heard("UP; node=lb", now: at(1.5))
    #expect(balancers.interval(now: at(2)) == .milliseconds(500))
  }

  @Test("tell it by asking regularly where they do not say who they are")
  func strangers() {
    let rows: [(asks: [Double], interval: TimeSpan)] = [
      ([100], .seconds(1)), ([90, 100], .seconds(1)), ([80, 90, 100], .seconds(10)), ([60, 98, 100], .seconds(1)),
      ([60, 80, 82, 100], .seconds(2)), ([99.8, 99.9, 100], .seconds(1)), ([20, 60, 100], .seconds(1)),
      ([40, 70, 100], .seconds(30)),
    ]
    for (asks, interval) in rows {
      var balancers = BalancerView()
      for second in asks { balancers.heardAnonymous(from: "10.0.0.1", now: at(second)) }
      #expect(balancers.interval(now: at(100)) == interval, "\(asks)")
      #expect(balancers.isWatched(now: at(100.9)))
      #expect(!balancers.isWatched(now: at(176)))
    }
    var balancers = BalancerView()
    for second in [80.0, 90, 100] { balancers.heardAnonymous(from: "10.0.0.1", now: at(second)) }
    for second in [98.0, 99, 100] { balancers.heardAnonymous(from: "10.0.0.2", now: at(second)) }
    #expect(balancers.interval(now: at(101)) == .seconds(10), "the slowest counts")
    #expect(balancers.isWatched(now: at(120)) && !balancers.isWatched(now: at(125)))
    for number in 0..<1_000 { balancers.heardAnonymous(from: "\(number)", now: at(124)) }
    #expect(balancers.isWatched(now: at(124)))
  }

  @Test("are no more than there can be")
  func limit() {
    var balancers = BalancerView()
    for number in 0..<1_000 { balancers.heard("UP; node=\(number)", now: at(1)) }
    #expect(balancers.checks(now: at(1)).count == 64)
  }
}

@Suite("An instance to which nothing arrives")
struct IsolationPolicyTests {
  /// Ticks at whole seconds.
  private final class Course {
    private var isolation = IsolationPolicy()

    func tick(_ second: Int, isDelivering: Bool = false, others: Int = 2, isEased: Bool = true) -> Bool {
      isolation.tick(now: .distantPast + .seconds(second), isDelivering: isDelivering, others: others, isEased: isEased)
    }
  }

  @Test("asks its clients to move once others can take them, and again those who stay")
  func asks() {
    let course = Course()
    #expect(!course.tick(10))
    #expect(!course.tick(12), "the others may be about to notice the same")
    #expect(!course.tick(13, others: 0), "there is nowhere to go")
    #expect(!course.tick(14, isEased: false), "the balancer would send them back")
    #expect(course.tick(15, others: 1))
    #expect(!course.tick(16))
    #expect(course.tick(25))
  }

  @Test("waits anew after it has recovered")
  func recovers() {
    let course = Course()
    #expect(!course.tick(10))
    #expect(!course.tick(11, isDelivering: true))
    #expect(!course.tick(14))
    #expect(course.tick(17))
  }
}
