import ChatProtocol

/// What one instance tells the others of those who have taken much there: each charges it to its own counts of them, so that
/// a quota holds over the whole fleet.
package struct UsageReport: Equatable, Sendable {
  /// How many users and addresses one report has at most.
  package static let maximum = 200

  /// The instance that tells.
  package let instance: String
  package let usages: [Usage]

  package init(from instance: String, _ usages: [Usage]) {
    self.instance = instance
    self.usages = usages
  }
}

/// What one user, or one address, has taken of its quota.
package struct Usage: Equatable, Sendable {
  /// So much of one limit, as the milliseconds in which it comes back: so it is the same share of the quota wherever that is
  /// set otherwise.
  package struct Amount: Equatable, Sendable {
    /// What is limited, by a word of `[a-z_]`. Which there are is up to the instances: who does not know one passes over it.
    package let limit: String
    package let milliseconds: Int

    package init(_ limit: String, milliseconds: Int) {
      self.limit = limit
      self.milliseconds = milliseconds
    }
  }

  package let holder: QuotaHolder
  package let amounts: [Amount]

  package init(of holder: QuotaHolder, _ amounts: [Amount]) {
    self.holder = holder
    self.amounts = amounts
  }
}

/// Whose a quota is.
package enum QuotaHolder: Hashable, Sendable {
  case user(User.ID)
  case address(AddressDigest)
}
