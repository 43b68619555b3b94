/// How long to wait before connecting again after a loss that nobody had announced: a random part of a bound ("full
/// jitter"), so that thousands that were cut off together do not come back together.
///
/// The bound is as long as has been waited already. So it grows as the outage does, and whoever is turned away at the
/// end of one is back after at most as long again: it must not be a client's bad luck with its first waits that keeps it
/// away for a quarter of a minute after an outage of two seconds. What the next connection holds is taken off again: a
/// server that accepts and drops is asked ever less often, while somebody whose instances are killed one after the other,
/// every few seconds, is always back at once.
package struct Backoff: Equatable, Sendable {
  /// The first attempt comes after a random part of this; at least a millisecond.
  package let first: TimeSpan
  /// No attempt waits longer, but for what the caller adds.
  package let cap: TimeSpan

  /// How long was waited in all, less how long the connections held.
  private var waited: TimeSpan = .zero

  package init(first: TimeSpan, cap: TimeSpan) {
    self.first = max(first, .milliseconds(1))
    self.cap = max(cap, self.first)
  }

  /// The bound of the next wait.
  package var bound: TimeSpan { min(max(first, waited), cap) }

  /// How long to wait now.
  /// - Parameter least: what comes before the random part, which may be nothing; at most `cap`.
  package mutating func next(_ entropy: any Entropy, least: TimeSpan = .zero) -> TimeSpan {
    let wait = min(least, cap) + entropy.part(of: bound)
    waited = min(waited + wait, cap)
    return wait
  }

  /// A connection was lost that had been up for so long; `.forever` for one that has proven enough.
  package mutating func lost(after span: TimeSpan) { waited -= span }
}
