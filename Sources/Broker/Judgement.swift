/// By which policy an instance has found that something may be stored.
package struct Judgement: Equatable, Sendable {
  /// `Policy.version`; empty for a room without one.
  package let version: String
  /// How many seconds must have passed since the author's last message, where that is asked for. The store alone knows: the
  /// author may write through several instances. Too soon is `.tooSoon`.
  package let slow: Int?

  package init(_ version: String, slow: Int? = nil) {
    self.version = version
    self.slow = slow
  }
}
