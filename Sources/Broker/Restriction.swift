import Base
import ChatProtocol

/// What operators have decided about somebody: a ban, or a suspension.
package struct Restriction: Equatable, Sendable {
  /// Characters.
  package static let longestReason = 200
  /// Ten years: seconds.
  package static let longestSpan = 10 * 366 * 86_400

  /// When it ends by itself, by the store's clock: milliseconds since 1970. `nil`: not before it is pardoned.
  package let until: Int64?
  /// What the person is told; may be empty.
  package let reason: String

  package init(until: Int64?, reason: String) {
    self.until = until
    self.reason = reason
  }

  /// - Parameter time: milliseconds since 1970.
  package func holds(at time: Int64) -> Bool { until.map { time < $0 } ?? true }
}

extension Restriction {
  /// What somebody is told who is banned.
  package var refusalOfBanned: Refusal { refusal("You are banned") }
  /// What somebody is told who may read, and wants to write.
  package var refusalOfSuspended: Refusal { refusal("You may read here, but not write") }

  private func refusal(_ words: String) -> Refusal {
    let end = until.map { " until \(Timestamp($0).minute)" } ?? ""
    return Refusal(.forbidden, reason.isEmpty ? "\(words)\(end)." : "\(words)\(end): \(reason)")
  }
}
