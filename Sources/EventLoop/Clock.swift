import Base
import Glibc

/// The kernel's two clocks.
package enum Clock {
  /// The clock that never goes back.
  package static var monotonic: Instant {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Instant(nanoseconds: (TimeSpan.seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)).nanoseconds)
  }

  /// Milliseconds since 1970; it may jump.
  package static var wall: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}
