import Base
import Testing

@testable import tchatter_load

@Suite("The histogram")
struct HistogramTests {
  @Test("quantiles are within two percent of the truth, from below never")
  func precision() {
    var histogram = Histogram()
    var values: [TimeSpan] = []
    for _ in 0..<20_000 {
      let value = TimeSpan(nanoseconds: .random(in: 0...UInt64(1) << UInt64.random(in: 0...40)))
      histogram.record(value)
      values.append(value)
    }
    values.sort()
    for fraction in [0.01, 0.5, 0.9, 0.99, 0.999, 1] {
      let truth = values[max(0, Int((fraction * 20_000).rounded(.up)) - 1)]
      let found = histogram.quantile(fraction)
      #expect(found >= truth && found.seconds <= truth.seconds * 1.02 + 1e-9, "\(fraction): \(found) for \(truth)")
    }
    #expect(histogram.maximum == values.last)
  }

  @Test("takes the largest number there is, and none at all")
  func bounds() {
    var histogram = Histogram()
    #expect(histogram.quantile(0.5) == .zero)
    histogram.record(.forever)
    histogram.record(.zero)
    #expect(histogram.quantile(1) == .forever)
    #expect(histogram.quantile(0.5) == .zero)
  }
}
