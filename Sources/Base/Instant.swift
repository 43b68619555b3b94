/// A moment on the monotonic clock. Only differences mean something; arithmetic saturates and never traps.
public struct Instant: Comparable, Hashable, Sendable {
  /// Since some moment before the process began.
  public let nanoseconds: UInt64

  @inlinable public init(nanoseconds: UInt64) { self.nanoseconds = nanoseconds }

  /// Before everything: what is due then is due now.
  @inlinable public static var distantPast: Instant { Instant(nanoseconds: 0) }
  /// After everything: what is due then never is.
  @inlinable public static var distantFuture: Instant { Instant(nanoseconds: .max) }

  /// Whole seconds, for what keeps very many of them: four bytes, which wrap after 136 years.
  @inlinable public var second: UInt32 { UInt32(truncatingIfNeeded: nanoseconds / 1_000_000_000) }

  @inlinable public static func < (left: Instant, right: Instant) -> Bool { left.nanoseconds < right.nanoseconds }

  @inlinable public static func + (moment: Instant, span: TimeSpan) -> Instant {
    let (sum, isBeyond) = moment.nanoseconds.addingReportingOverflow(span.nanoseconds)
    return isBeyond ? .distantFuture : Instant(nanoseconds: sum)
  }

  @inlinable public static func - (moment: Instant, span: TimeSpan) -> Instant {
    moment.nanoseconds < span.nanoseconds
      ? .distantPast : Instant(nanoseconds: moment.nanoseconds - span.nanoseconds)
  }

  /// How long after `earlier` it is; zero when it is not after it.
  @inlinable public static func - (moment: Instant, earlier: Instant) -> TimeSpan {
    TimeSpan(nanoseconds: moment.nanoseconds < earlier.nanoseconds ? 0 : moment.nanoseconds - earlier.nanoseconds)
  }

  @inlinable public static func += (moment: inout Instant, span: TimeSpan) { moment = moment + span }
}
