import Base

/// How well what is published comes back, as the broker tries it again and again. For operators.
package struct DeliveryProof: Equatable, Sendable {
  /// What the latest took, there and back; `nil` before the first, and from a loss of the connection until the next.
  package let roundTrip: TimeSpan?
  /// How many did not come back before the next was due.
  package let missed: Int

  package init(roundTrip: TimeSpan?, missed: Int) {
    self.roundTrip = roundTrip
    self.missed = missed
  }
}
