import Base

/// How often each latency came, in a fixed amount of memory however many there are.
///
/// Up to 64 nanoseconds have a bucket each; above, every power of two is divided into 64, which keeps what is reported
/// within 1.6 % of the truth (the idea of HdrHistogram).
struct Histogram {
  private static let divisions: UInt64 = 64
  private static let divisionBits = 6
  private static let bucketCount = (64 - divisionBits + 1) * Int(divisions)

  private var buckets = [UInt64](repeating: 0, count: bucketCount)
  private(set) var count: UInt64 = 0
  private(set) var maximum = TimeSpan.zero

  mutating func record(_ span: TimeSpan) {
    buckets[Self.bucket(of: span.nanoseconds)] += 1
    count += 1
    maximum = max(maximum, span)
  }

  /// The value that `fraction` (0…1) of all recorded ones do not exceed, to the precision; zero when there are none.
  func quantile(_ fraction: Double) -> TimeSpan {
    guard count > 0 else { return .zero }
    let rank = max(1, UInt64((fraction * Double(count)).rounded(.up)))
    var seen: UInt64 = 0
    for (bucket, number) in buckets.enumerated() {
      seen += number
      if seen >= rank { return min(.nanoseconds(Self.highest(in: bucket)), maximum) }
    }
    return maximum
  }

  private static func bucket(of value: UInt64) -> Int {
    guard value >= divisions else { return Int(value) }
    let shift = UInt64.bitWidth - 1 - value.leadingZeroBitCount - divisionBits
    return (shift + 1) * Int(divisions) + Int((value >> UInt64(shift)) - divisions)
  }

  private static func highest(in bucket: Int) -> UInt64 {
    let (power, division) = bucket.quotientAndRemainder(dividingBy: Int(divisions))
    guard power > 0 else { return UInt64(division) }
    let shift = UInt64(power - 1)
    return ((UInt64(division) + divisions) << shift) + ((1 << shift) - 1)
  }
}
