import Broker

/// A store and the instances on it, as the contract's cases need them: `MemoryBroker`s on one `MemoryStore`, or
/// `RedisBroker`s on a Redis of their own. Used on one thread.
package protocol ContractFleet: AnyObject {
  /// How long a hold lasts of the instances that are made now: seconds.
  var presenceLifetime: Int { get }
  /// Those of the instances made from now on end soon, where that has to be waited for.
  func shortenHolds()
  /// Another instance's broker, before it is waited for.
  func makeBroker(_ instance: String) throws -> any Broker
  /// The store's: milliseconds since 1970.
  var wallClock: Int64 { get }
  /// Lets what is under way happen, without waiting long.
  func turn()
  /// Lets time pass, for the store and for the instances.
  func pass(seconds: Int)
}

/// One thing that a broker guarantees, as a check of any broker.
package struct ContractCase: Sendable, CustomStringConvertible {
  /// The guarantee as a sentence.
  package let description: String
  /// What the store is set to.
  package let limits: BacklogLimits
  package let check: @Sendable (ContractFleet) throws -> Void

  init(
    _ description: String, limits: BacklogLimits = BacklogLimits(),
    check: @escaping @Sendable (ContractFleet) throws -> Void
  ) {
    self.description = description
    self.limits = limits
    self.check = check
  }

  /// The whole contract.
  package static let all =
    replies + publishing + expectedPositions + policies + subscriptions + synchronizing + history + trimming + erasing
    + blanking + sessions + userSessions + devices + bots + standing + presence + roomListing + fleetEvents + pages
    + directs
    + hooks + surveys + abandonment + readMarks + mentions + hostileContent
}
