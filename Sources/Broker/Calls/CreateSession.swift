import ChatProtocol

/// Makes a session and claims the name for it, both or neither. Answered with `false` when the name is taken.
package struct CreateSession: BrokerCall {
  package let hash: TokenHash
  package let record: SessionRecord
  /// What the name is compared by (`UserName.skeleton`), any text of at most 512 bytes.
  package let skeleton: String
  /// Seconds, from the last use.
  package let lifetime: Int

  package init(_ hash: TokenHash, _ record: SessionRecord, skeleton: String, lifetime: Int) {
    self.hash = hash
    self.record = record
    self.skeleton = skeleton
    self.lifetime = lifetime
  }

  package typealias Reply = Bool

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}

/// A session as it is kept.
package struct SessionRecord: Equatable, Sendable {
  package let user: User
  /// Milliseconds since 1970, by the clock of the instance that made it.
  package let created: Int64

  package init(user: User, created: Int64) {
    self.user = user
    self.created = created
  }
}
