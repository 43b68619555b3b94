import Base
import Testing

@Suite("Waiting before the next attempt")
struct BackoffTests {
  /// The same number each time.
  private final class Constant: Entropy {
    let value: UInt64
    init(_ value: UInt64) { self.value = value }
    func next() -> UInt64 { value }
  }

  private final class Random: Entropy {
    private var generator = SystemRandomNumberGenerator()
    func next() -> UInt64 { generator.next() }
  }

  @Test("is bounded by a second, then by as long as has been waited already, and by 20 seconds")
  func bounds() {
    var backoff = Backoff(first: .seconds(1), cap: .seconds(20))
    let longest = (0..<8).map { _ in backoff.next(Constant(.max)) }
    #expect(longest.map { Int($0.seconds.rounded()) } == [1, 1, 2, 4, 8, 16, 20, 20])
  }

  @Test("keeps nobody away for longer than the outage has lasted, or a second, after its end")
  func overshoot() {
    for outage in [500, 1_700, 6_000].map(TimeSpan.milliseconds) {
      for _ in 0..<500 {
        var backoff = Backoff(first: .seconds(1), cap: .seconds(20))
        let entropy = Random()
        var time = TimeSpan.zero
        while time < outage { time += backoff.next(entropy) }
        #expect(time <= outage + max(outage, backoff.first))
      }
    }
  }

  @Test("may be nothing at all, and is spread evenly")
  func jitter() {
    var backoff = Backoff(first: .seconds(1), cap: .seconds(20))
    #expect(backoff.next(Constant(0)) == .zero)
    let entropy = Random()
    let waits = (0..<2_000).map { _ in
      var first = Backoff(first: .seconds(1), cap: .seconds(20))
      return first.next(entropy)
    }
    let mean = waits.reduce(.zero, +) / waits.count
    #expect((.milliseconds(450)...TimeSpan.milliseconds(550)).contains(mean))
  }

  @Test("is shorter again by what a connection held, and not by one that broke at once")
  func stability() {
    var backoff = Backoff(first: .seconds(1), cap: .seconds(20))
    for _ in 0..<4 { _ = backoff.next(Constant(.max)) }
    backoff.lost(after: .zero)
    #expect((.milliseconds(7_900)...TimeSpan.seconds(8)).contains(backoff.bound))
    backoff.lost(after: .seconds(3))
    #expect((.milliseconds(4_900)...TimeSpan.seconds(5)).contains(backoff.bound))
    backoff.lost(after: .forever)
    #expect(backoff.bound == .seconds(1))
  }

  @Test("comes on top of what the server asks for")
  func least() {
    var backoff = Backoff(first: .seconds(1), cap: .seconds(20))
    #expect(backoff.next(Constant(0), least: .nanoseconds(3)) == .nanoseconds(3))
    #expect(backoff.next(Constant(0), least: .forever) == backoff.cap)
  }

  @Test("is never bounded by nothing, nor by less than the first bound")
  func senselessBounds() {
    #expect(Backoff(first: .zero, cap: .zero).bound == .milliseconds(1))
    #expect(Backoff(first: .seconds(2), cap: .seconds(1)).cap == .seconds(2))
  }
}
