/// A length of time, never negative. Arithmetic saturates and never traps: 584 years are as long as it gets.
public struct TimeSpan: Comparable, Hashable, Sendable {
  public let nanoseconds: UInt64

  @inlinable public init(nanoseconds: UInt64) { self.nanoseconds = nanoseconds }

  @inlinable public static var zero: TimeSpan { TimeSpan(nanoseconds: 0) }
  /// The longest.
  @inlinable public static var forever: TimeSpan { TimeSpan(nanoseconds: .max) }

  @inlinable public static func nanoseconds(_ count: some BinaryInteger) -> TimeSpan {
    TimeSpan(nanoseconds: UInt64(clamping: count))
  }

  @inlinable public static func microseconds(_ count: some BinaryInteger) -> TimeSpan { .nanoseconds(count) * 1_000 }
  @inlinable public static func milliseconds(_ count: some BinaryInteger) -> TimeSpan {
    .nanoseconds(count) * 1_000_000
  }
  @inlinable public static func seconds(_ count: some BinaryInteger) -> TimeSpan {
    .nanoseconds(count) * 1_000_000_000
  }

  /// Parts of a second are kept; what is not a number or is negative is no time at all.
  @inlinable public static func seconds(_ count: Double) -> TimeSpan {
    guard count > 0 else { return .zero }
    // To the nearest, without the C library's mathematics, which this module does not link.
    let nanoseconds = count * 1e9 + 0.5
    return nanoseconds < 0x1p64 ? TimeSpan(nanoseconds: UInt64(nanoseconds)) : .forever
  }

  /// Parts of a millisecond are dropped.
  @inlinable public var milliseconds: Int { Int(clamping: nanoseconds / 1_000_000) }
  /// For what waits in milliseconds and must not wake too early.
  @inlinable public var millisecondsRoundedUp: Int {
    Int(clamping: nanoseconds / 1_000_000 + (nanoseconds % 1_000_000 == 0 ? 0 : 1))
  }
  @inlinable public var seconds: Double { Double(nanoseconds) / 1e9 }

  @inlinable public static func < (left: TimeSpan, right: TimeSpan) -> Bool { left.nanoseconds < right.nanoseconds }

  @inlinable public static func + (left: TimeSpan, right: TimeSpan) -> TimeSpan {
    let (sum, isBeyond) = left.nanoseconds.addingReportingOverflow(right.nanoseconds)
    return TimeSpan(nanoseconds: isBeyond ? .max : sum)
  }

  @inlinable public static func += (span: inout TimeSpan, other: TimeSpan) { span = span + other }

  /// Zero when `right` is longer.
  @inlinable public static func - (left: TimeSpan, right: TimeSpan) -> TimeSpan {
    TimeSpan(nanoseconds: left.nanoseconds < right.nanoseconds ? 0 : left.nanoseconds - right.nanoseconds)
  }

  @inlinable public static func -= (span: inout TimeSpan, other: TimeSpan) { span = span - other }

  @inlinable public static func * (span: TimeSpan, factor: some BinaryInteger) -> TimeSpan {
    let (product, isBeyond) = span.nanoseconds.multipliedReportingOverflow(by: UInt64(clamping: factor))
    return TimeSpan(nanoseconds: isBeyond ? .max : product)
  }

  /// - Parameter divisor: less than one counts as one.
  @inlinable public static func / (span: TimeSpan, divisor: some BinaryInteger) -> TimeSpan {
    TimeSpan(nanoseconds: span.nanoseconds / max(1, UInt64(clamping: divisor)))
  }
}
