import Testing

@testable import Base

@Suite("Moments and spans of time")
struct TimeTests {
  private let noon = Instant(nanoseconds: 1_000)

  @Test func `a moment moves by a span and back`() {
    #expect(noon + .nanoseconds(5) - .nanoseconds(5) == noon)
    #expect((noon + .microseconds(2)) - noon == .nanoseconds(2_000))
  }

  @Test func `nothing overflows, whatever is asked`() {
    #expect(Instant.distantFuture + .seconds(1) == .distantFuture)
    #expect(noon - .seconds(1) == .distantPast)
    #expect(noon - (noon + .seconds(1)) == .zero)
    #expect(TimeSpan.seconds(Int.max) == TimeSpan(nanoseconds: .max))
    #expect(TimeSpan.seconds(-1) == .zero)
    #expect(TimeSpan.seconds(Double.infinity) == TimeSpan(nanoseconds: .max))
    #expect(TimeSpan.seconds(Double.nan) == .zero)
    #expect(TimeSpan.seconds(1) - .seconds(2) == .zero)
    #expect(TimeSpan.seconds(1) / 0 == .seconds(1))
  }

  @Test func `units agree`() {
    #expect(TimeSpan.seconds(1.5) == .milliseconds(1_500))
    #expect(TimeSpan.milliseconds(1_999).milliseconds == 1_999)
    #expect(TimeSpan.milliseconds(250).seconds == 0.25)
    #expect(TimeSpan.seconds(2) * 3 == .seconds(6))
    #expect((Instant.distantPast + .milliseconds(2_999)).second == 2)
  }

  @Test func `a wait in milliseconds is rounded up, so that nothing wakes too early`() {
    let spans: [TimeSpan] = [.zero, .nanoseconds(1), .milliseconds(1), .microseconds(1_001)]
    #expect(spans.map(\.millisecondsRoundedUp) == [0, 1, 1, 2])
    #expect(TimeSpan.forever.millisecondsRoundedUp == 18_446_744_073_710)
  }
}
