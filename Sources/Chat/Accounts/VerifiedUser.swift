import ChatProtocol
import JWT

/// Whom a trusted proxy has signed in, as it tells.
package enum VerifiedUser: Equatable, Sendable {
  /// By a token whose signature it has verified, and which it hands on without it.
  case token(String)
  /// By a name of the proxy's own, which is never anybody else's; `issuer` keeps it apart from those of others.
  case named(String, called: String?, issuer: String)

  /// What is known of them. A proxy's bare word holds as long as an unused session: it is given anew with each request.
  /// - Parameter wallClock: milliseconds since 1970.
  func claims(_ configuration: HubConfiguration, at wallClock: Int64) throws(Refusal) -> Claims {
    do throws(TokenRefusal) {
      switch self {
      case .token(let token): return try configuration.tokens.judge(verified: token, at: wallClock)
      case .named(let subject, let name, let issuer):
        let end = wallClock + Int64(configuration.sessionLifetime) * 1_000
        return try Claims(subject: subject, issuer: issuer, called: name, issuedAt: wallClock, expiration: end)
      }
    } catch {
      throw Refusal(.unauthorized, error.message)
    }
  }
}
