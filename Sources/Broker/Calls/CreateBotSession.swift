import ChatProtocol

/// Makes a session of the bot that a key belongs to, beside those that it has. Of more than `Standing.mostSessions` the
/// oldest ends. The key counts as used, which is noted once an hour at most.
package struct CreateBotSession: BrokerCall {
  package let hash: TokenHash
  package let key: TokenHash
  /// Milliseconds since 1970.
  package let created: Int64
  /// Seconds, from the last use.
  package let lifetime: Int

  package init(_ hash: TokenHash, key: TokenHash, created: Int64, lifetime: Int) {
    self.hash = hash
    self.key = key
    self.created = created
    self.lifetime = lifetime
  }

  /// What came of it.
  package enum Reply: Equatable, Sendable {
    /// The bot; why it may only read, if so.
    case made(User, suspension: Restriction?)
    case banned(Restriction)
    /// No bot has this key, or has it any more.
    case unknown
  }

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
