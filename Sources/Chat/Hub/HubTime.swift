/// The time of a loop turn, told to the hub: the core reads no clock.
package struct HubTime: Equatable, Sendable {
  /// Monotonic, nanoseconds.
  package var now: UInt64
  /// Milliseconds since 1970.
  package var wallClock: Int64

  package init(now: UInt64 = 0, wallClock: Int64 = 0) {
    self.now = now
    self.wallClock = wallClock
  }

  /// The monotonic time `seconds` from now.
  func after(seconds: Int) -> UInt64 { now + UInt64(max(seconds, 0)) * 1_000_000_000 }
}
