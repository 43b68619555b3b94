import Base

/// The time of a loop turn, told to the hub: the core reads no clock.
package struct HubTime: Equatable, Sendable {
  /// By the monotonic clock.
  package var now: Instant
  /// Milliseconds since 1970.
  package var wallClock: Int64

  package init(now: Instant = .distantPast, wallClock: Int64 = 0) {
    self.now = now
    self.wallClock = wallClock
  }

  /// The monotonic time `seconds` from now.
  func after(seconds: Int) -> Instant { now + .seconds(seconds) }
}
