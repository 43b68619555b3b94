import Base

/// How long to wait before connecting again after a loss that nobody had announced: a random part of a bound ("full
/// jitter"), so that thousands that were cut off together do not come back together.
///
/// The bound is as long as has been waited already. So it grows as the outage does, and whoever is turned away at the
/// end of one is back after at most as long again: it must not be a client's bad luck with its first waits that keeps it
/// away for a quarter of a minute after an outage of two seconds. What the next connection holds is taken off again: a
/// server that accepts and drops is asked ever less often, while somebody whose instances are killed one after the other,
/// every few seconds, is always back at once.
package struct Backoff: Equatable, Sendable {
  /// The first attempt comes after a random part of this.
  package static let first: TimeSpan = .seconds(1)
  /// No attempt waits longer.
  package static let cap: TimeSpan = .seconds(20)

  /// How long was waited in all, less how long the connections held.
  private var waited: TimeSpan = .zero

  package init() {}

  /// The bound of the next wait.
  package var bound: TimeSpan { min(max(Self.first, waited), Self.cap) }

  /// How long to wait now.
  /// - Parameter least: what the server asked for, if it did; it comes before the random part.
  package mutating func next(_ entropy: any Entropy, least: TimeSpan = .zero) -> TimeSpan {
    let wait = min(least, Self.cap) + entropy.part(of: bound)
    waited = min(waited + wait, Self.cap)
    return wait
  }

  /// A connection was lost that had been up for so long.
  package mutating func lost(after span: TimeSpan) {
    waited -= span
  }
}
