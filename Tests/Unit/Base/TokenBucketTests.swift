import Base
import Testing

@Suite("A token bucket")
struct TokenBucketTests {
  @Test("admits three seconds' worth at once, then the rate")
  func limits() {
    var bucket = TokenBucket()
    func at(_ second: Double) -> Instant { .distantPast + .seconds(second) }
    for _ in 0..<30 { #expect(bucket.take(rate: 10, now: at(100)) == nil) }
    let wait = bucket.take(rate: 10, now: at(100))
    #expect(wait == .milliseconds(100))
    #expect(bucket.take(rate: 10, now: at(100.1)) == nil)
    #expect(bucket.take(rate: 10, now: at(100.1)) != nil)
    for _ in 0..<30 { #expect(bucket.take(rate: 10, now: at(200)) == nil) }
  }

  @Test("admits everything at rate 0")
  func unlimited() {
    var bucket = TokenBucket()
    for _ in 0..<1_000 { #expect(bucket.take(rate: 0, now: .distantPast) == nil) }
  }
}
