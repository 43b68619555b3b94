import ChatProtocol

/// Makes a session of the guest who was given a code, beside those that they have and under the same name, which is free when
/// the last of them has ended. The code is used up, and the fleet told (`FleetEvent.deviceAdded`). Of more than
/// `Standing.mostSessions` of one user the oldest ends. A store that is full makes none and leaves the code.
///
/// Asked again with the same request and the same code, as long as `SignInRequest.seconds` have not passed and the session
/// lives, nothing is made, and what was made the first time is told.
package struct CreateDeviceSession: BrokerCall {
  /// For so long wrong codes count: seconds.
  package static let wrongSpan = 600

  package let hash: TokenHash
  package let code: TokenHash
  /// Milliseconds since 1970.
  package let created: Int64
  /// Seconds, from the last use.
  package let lifetime: Int
  /// By what the same request is known again, if it can be.
  package let request: SignInRequest?
  /// How many wrong codes the store hears from all in `wrongSpan`, before it looks at none for the rest of that time. So the
  /// chance to guess one has a bound, from however many addresses it is tried.
  package let mostWrong: Int

  package init(
    _ hash: TokenHash, code: TokenHash, created: Int64, lifetime: Int, request: SignInRequest? = nil,
    mostWrong: Int = 10_000
  ) {
    self.hash = hash
    self.code = code
    self.created = created
    self.lifetime = lifetime
    self.request = request
    self.mostWrong = mostWrong
  }

  /// What came of it.
  package enum Reply: Equatable, Sendable {
    case made(User)
    /// There was a session already, and this is how its token was sealed.
    case repeated(SessionRecord, sealedToken: String)
    /// Nobody has this code, or has it any more: it was used, its time is over, there is a newer one, the session that it was
    /// made for has ended, or its user may not write.
    case wrong
    /// There were too many wrong ones, and no code is looked at for so many milliseconds.
    case tooManyWrong(wait: Int)
  }

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
