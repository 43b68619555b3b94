import Base

/// How an instance leaves the fleet, and when its clients are asked to move.
package struct DrainOptions: Equatable, Sendable {
  /// How long a drain may take in all, after the notice.
  package var limit: TimeSpan = .seconds(10)
  /// How long `/health` says 404 before anything else happens, for balancers whose checks are far apart and tell nothing.
  /// Without it the drain goes by what it hears of them, within half of its limit.
  package var notice: TimeSpan = .zero
  /// The last part of it, for publications in flight and for the clients' answers to the close; a quarter at most.
  package var closing: TimeSpan = .seconds(1)
  /// How many clients each of the other instances is thought to take in a second without anybody noticing.
  package var acceptRate = 500.0
  /// Over how long a time clients are spread at most, when there is no drain that is to end.
  package var longestWindow: TimeSpan = .seconds(10)
  /// How long clients that were asked to move get for it: after the window, and after each client that went. Within the limit,
  /// so that whoever waits for the end of a drain need not know it.
  package var moveTimeout: TimeSpan = .seconds(2)
  /// How long what was acknowledged may take to come back from the store.
  package var settleTime: TimeSpan = .milliseconds(100)

  package init() {}
}
