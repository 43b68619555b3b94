import ChatProtocol

/// Makes a session and claims the name for it, both or neither; nothing for a user who is banned. Of more than
/// `Standing.mostSessions` of one user the oldest ends.
///
/// Asked again with the same request for the same name, as long as `SignInRequest.seconds` have not passed and the session
/// lives, nothing is made, and what was made the first time is told.
package struct CreateSession: BrokerCall {
  package let hash: TokenHash
  package let record: SessionRecord
  /// What the name is compared by (`UserName.skeleton`), any text of at most 512 bytes.
  package let skeleton: String
  /// Seconds, from the last use.
  package let lifetime: Int
  /// By what the same request is known again, if it can be.
  package let request: SignInRequest?

  package init(
    _ hash: TokenHash, _ record: SessionRecord, skeleton: String, lifetime: Int, request: SignInRequest? = nil
  ) {
    self.hash = hash
    self.record = record
    self.skeleton = skeleton
    self.lifetime = lifetime
    self.request = request
  }

  /// What came of it.
  package enum Reply: Equatable, Sendable {
    case made
    /// Made, for somebody who may only read.
    case suspended(Restriction)
    case banned(Restriction)
    case nameTaken
    /// There was a session already, and this is how its token was sealed.
    case repeated(SessionRecord, sealedToken: String)
  }

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}

/// What the store keeps of somebody's wish to sign in, so that the same wish is not taken for somebody else's when its
/// answer was lost. Neither the secret that it was made with nor the token can be read from it.
package struct SignInRequest: Equatable, Sendable {
  /// For how long it is kept.
  package static let seconds = 600

  /// Of the client's secret.
  package let hash: TokenHash
  /// The token, which only the secret opens: 1–256 of `[0-9a-f]`.
  package let sealedToken: String

  package init(_ hash: TokenHash, sealedToken: String) {
    self.hash = hash
    self.sealedToken = sealedToken
  }
}

/// A session as it is kept.
package struct SessionRecord: Equatable, Sendable {
  /// No session lives longer, however much it is used: seconds. What was decided about a user is known for as long, so
  /// that none which it ended comes back.
  package static let longestLife = 30 * 86_400

  package let user: User
  /// Milliseconds since 1970, by the clock of the instance that made it.
  package let created: Int64
  /// When it ends, used or not, by the clock of whoever says so: milliseconds since 1970. `nil` where use prolongs it.
  package var expires: Int64? { end == .max ? nil : end }
  /// In which rooms its user may be by it; `nil` for all.
  package let scope: RoomScope?
  /// Eight bytes, where an optional takes sixteen: instances hold one for every connection.
  private let end: Int64

  package init(user: User, created: Int64, expires: Int64? = nil, scope: RoomScope? = nil) {
    self.user = user
    self.created = created
    end = expires ?? .max
    self.scope = scope
  }
}
