import Broker
import ChatProtocol
import JWT

/// Whether people may sign in by a name of their choice.
package enum Guests: String, CaseIterable, Sendable { case yes, no }

// People of an application, who come with a token that its backend has signed.
extension Accounts {
  /// Makes a session of whomever a token is about, beside those that they have on other devices. It ends with the token. Of a
  /// bot's key, which is shown in the same places, it makes one of the bot.
  /// - Parameter wallClock: milliseconds since 1970.
  package func signIn(
    with token: String, wallClock: Int64, completion: @escaping (Result<SignIn, Refusal>) -> Void
  ) {
    if BotKey.isMeant(by: token) { return signIn(withKey: token, wallClock: wallClock, completion: completion) }
    let claims: Claims
    do { claims = try verify(token, wallClock) } catch { return completion(.failure(error)) }
    signIn(TokenUser(claims), with: claims, wallClock: wallClock, completion: completion)
  }

  /// The same of whom a trusted proxy has signed in.
  package func signIn(
    verified user: VerifiedUser, wallClock: Int64, completion: @escaping (Result<SignIn, Refusal>) -> Void
  ) {
    let claims: Claims
    do { claims = try user.claims(configuration, at: wallClock) } catch { return completion(.failure(error)) }
    signIn(
      TokenUser(claims, isVerified: true), with: claims, wallClock: wallClock, completion: completion)
  }

  /// Who that is, and until when; it throws why somebody is not taken.
  package func user(
    verified user: VerifiedUser, wallClock: Int64
  ) throws(Refusal) -> (id: User.ID, expires: Int64) {
    let claims = try user.claims(configuration, at: wallClock)
    return (TokenUser(claims).id, claims.expiration)
  }

  private func signIn(
    _ user: TokenUser, with claims: Claims, wallClock: Int64, completion: @escaping (Result<SignIn, Refusal>) -> Void
  ) {
    if let refusal = TokenUser.refusal(of: claims) { return completion(.failure(refusal)) }
    let names: [UserName]
    do { names = try user.names(entropy) } catch { return completion(.failure(error)) }
    let session = Token.make(entropy)
    guard let hash = Token.hash(session) else {
      return completion(.failure(Refusal(.unavailable, "No session could be made.")))
    }
    let expires = latestEnd(claims, of: wallClock)
    let call = CreateUserSession(
      hash, of: user.id, names: names, created: wallClock, expires: expires, signed: claims.latestSigning,
      scope: user.scope, lifetime: configuration.sessionLifetime)
    let (heard, interruptions) = (endings.count, interruptions)
    broker.perform(call) { result in
      switch result {
      case .success(.made(let made, let suspension)):
        let record = SessionRecord(user: made, created: wallClock, expires: expires, scope: user.scope)
        let identity = Identity(record: record, hash: hash, suspension: suspension, interruptions: interruptions)
        self.hand(SignIn(token: session, identity: identity), since: heard, wallClock: wallClock, to: completion)
      case .success(.banned(let ban)): completion(.failure(ban.refusalOfBanned))
      case .success(.ended):
        completion(.failure(Refusal(.unauthorized, "The token was signed before its user was signed out everywhere.")))
      case .success(.namesTaken):
        completion(.failure(Refusal(.unavailable, "Too many people have this name.", retryAfter: 1_000)))
      case .failure(let failure): completion(.failure(Refusal(failure)))
      }
    }
  }

  /// Has a session go on until a new token of the same user ends; `forbidden` with somebody else's. What is handed over is
  /// what the session is then, which another token may have given a later end.
  func renew(
    _ identity: Identity, with token: String, wallClock: Int64,
    completion: @escaping (Result<Identity, Refusal>) -> Void
  ) {
    let claims: Claims
    do { claims = try verify(token, wallClock) } catch { return completion(.failure(error)) }
    let user = TokenUser(claims)
    guard user.id == identity.record.user.id else {
      return completion(.failure(Refusal(.forbidden, "The token's sub is somebody else.")))
    }
    if let refusal = TokenUser.refusal(of: claims) { return completion(.failure(refusal)) }
    let expires = latestEnd(claims, of: identity.record.created)
    broker.perform(RenewSession(identity.hash, expires: expires, scope: user.scope)) { result in
      switch result {
      case .success: self.authenticate(identity.hash, wallClock: wallClock, completion: completion)
      case .failure(let failure): completion(.failure(Refusal(failure)))
      }
    }
  }

  /// Why nobody signs in by a name of their choice; `nil` where people may. Operators always may.
  package func refusalOfGuest(isOperator: Bool) -> Refusal? {
    guard configuration.guests == .no, !isOperator else { return nil }
    return Refusal(.forbidden, "Guests are not let in here. Come from the application that this chat belongs to.")
  }

  /// Whether a session is still one.
  func isAlive(_ record: SessionRecord, _ wallClock: Int64) -> Bool {
    wallClock <= latestEnd(of: record.created) && wallClock < record.expires ?? .max
  }

  private func verify(_ token: String, _ wallClock: Int64) throws(Refusal) -> Claims {
    guard configuration.tokens.areInUse else { throw Refusal(.unauthorized, "Tokens are not taken here.") }
    do { return try configuration.tokens.verify(token, at: wallClock) } catch {
      throw Refusal(.unauthorized, error.message)
    }
  }

  /// When a session of this token ends, if it was made at `created`.
  private func latestEnd(_ claims: Claims, of created: Int64) -> Int64 {
    min(claims.expiration, latestEnd(of: created))
  }
}
