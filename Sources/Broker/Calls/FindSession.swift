/// Looks a session up, judges it by its user's standing, and prolongs it by `lifetime` from now.
package struct FindSession: BrokerCall {
  package let hash: TokenHash
  /// Seconds.
  package let lifetime: Int

  package init(_ hash: TokenHash, lifetime: Int) {
    self.hash = hash
    self.lifetime = lifetime
  }

  package enum Reply: Equatable, Sendable {
    /// There is none that was ended: it has expired, was never there, or the store has lost it.
    case unknown
    /// It was ended, by its owner, by operators, or because there were too many. Known for a day.
    case ended
    /// - `suspension`: why its user may only read, until when.
    case found(SessionRecord, suspension: Restriction?)
    /// There was one, and its user is banned.
    case banned(Restriction)
  }

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
