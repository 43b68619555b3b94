import ChatProtocol

/// Makes a session of an application's user, beside those that they have: under the name of these, if that was chosen by the
/// same wish, else under the first of `names` that nobody else has. All sessions of a user share their name, and it is free
/// when the last one has ended. The session ends at `expires`, however much it is used.
///
/// Answered with the user as they are called now, or with `nil` when all names are other people's: then nothing was made.
package struct CreateUserSession: BrokerCall {
  /// Sessions of one user at once; one more ends that which would have ended first.
  package static let mostSessions = 100

  package let hash: TokenHash
  /// 1–15 of `[a-z0-9]`, the same for all of the user's sessions and nobody else's.
  package let user: User.ID
  /// The one that is wished for, and others for when somebody has it; not none.
  package let names: [UserName]
  /// Milliseconds since 1970, both.
  package let created: Int64
  package let expires: Int64
  /// Seconds, from the last use.
  package let lifetime: Int

  package init(
    _ hash: TokenHash, of user: User.ID, names: [UserName], created: Int64, expires: Int64, lifetime: Int
  ) {
    self.hash = hash
    self.user = user
    self.names = names
    self.created = created
    self.expires = expires
    self.lifetime = lifetime
  }

  package typealias Reply = User?

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
