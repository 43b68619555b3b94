import ChatProtocol

/// Makes a session of an application's user, beside those that they have: under the name of these, if that was chosen by the
/// same wish, else under the first of `names` that nobody else has. All sessions of a user share their name, and it is free
/// when the last one has ended. The session ends at `expires`, however much it is used.
///
/// A token that was signed before the user's sessions were ended (`ChangeStanding`) makes none, and no ban lets one be made.
package struct CreateUserSession: BrokerCall {
  package let hash: TokenHash
  /// 1–15 of `[a-z0-9]`, the same for all of the user's sessions and nobody else's.
  package let user: User.ID
  /// The one that is wished for, and others for when somebody has it; not none.
  package let names: [UserName]
  /// Milliseconds since 1970, both.
  package let created: Int64
  package let expires: Int64
  /// The latest moment at which the application can have signed for it; `nil` where it does not say. Milliseconds since 1970.
  package let signed: Int64?
  /// In which rooms they may be by it; `nil` for all.
  package let scope: RoomScope?
  /// Seconds, from the last use.
  package let lifetime: Int

  package init(
    _ hash: TokenHash, of user: User.ID, names: [UserName], created: Int64, expires: Int64, signed: Int64? = nil,
    scope: RoomScope? = nil, lifetime: Int
  ) {
    self.hash = hash
    self.user = user
    self.names = names
    self.created = created
    self.expires = expires
    self.signed = signed
    self.scope = scope
    self.lifetime = lifetime
  }

  /// What came of it.
  package enum Reply: Equatable, Sendable {
    /// The user as they are called now; why they may only read, if so.
    case made(User, suspension: Restriction?)
    /// All names are other people's.
    case namesTaken
    case banned(Restriction)
    /// The user's sessions were ended after it was signed.
    case ended
  }

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
