import ChatProtocol

/// A user's sessions that live, the oldest first.
package struct ListSessions: BrokerCall {
  package let user: User.ID
  /// What a use prolongs a session by: seconds. It tells when each was used.
  package let lifetime: Int

  package init(of user: User.ID, lifetime: Int) {
    self.user = user
    self.lifetime = lifetime
  }

  package typealias Reply = [ListedSession]

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}

/// One of a user's sessions, as its owner is told of it.
package struct ListedSession: Equatable, Sendable {
  package let hash: TokenHash
  /// Whose it is, as they are called in it.
  package let user: User
  /// Milliseconds since 1970, by the clock of the instance that made it.
  package let created: Int64
  /// When it was last looked up or prolonged: it may have been in use for a quarter of its lifetime since. Milliseconds since 1970,
  /// by the store's clock; `nil` for one that ends at a time of its own.
  package let used: Int64?

  package init(_ hash: TokenHash, of user: User, created: Int64, used: Int64?) {
    self.hash = hash
    self.user = user
    self.created = created
    self.used = used
  }
}
