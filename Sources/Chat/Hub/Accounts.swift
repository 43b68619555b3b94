import Base
import Broker
import ChatProtocol

/// Who somebody is: the record of a session, and the hash under which it is kept.
package struct Identity: Equatable, Sendable {
  package let record: SessionRecord
  package let hash: TokenHash

  package init(record: SessionRecord, hash: TokenHash) {
    self.record = record
    self.hash = hash
  }
}

/// A session just made. Its token is told once, to its owner, and kept nowhere.
package struct SignIn: Sendable {
  package let token: String
  package let identity: Identity
}

/// Signing in, being authenticated, signing out.
package final class Accounts {
  let configuration: HubConfiguration
  unowned let broker: any Broker
  let entropy: any Entropy

  init(configuration: HubConfiguration, broker: any Broker, entropy: any Entropy) {
    self.configuration = configuration
    self.broker = broker
    self.entropy = entropy
  }

  /// Makes a session under a name that nobody else has now, or finds the one that the same request made before.
  /// - Parameters:
  ///   - secret: the client's own, by which the same request is known again.
  ///   - wallClock: milliseconds since 1970.
  package func signIn(
    as name: String, kind: User.Kind = .user, secret: String? = nil, wallClock: Int64,
    completion: @escaping (Result<SignIn, Refusal>) -> Void
  ) {
    let known = secret.flatMap(SignInSecret.init)
    guard secret == nil || known != nil else {
      return completion(.failure(Self.badSecret))
    }
    let userName: UserName
    do { userName = try UserName(name) } catch { return completion(.failure(error)) }
    guard !userName.isReserved(for: kind) else {
      return completion(.failure(Refusal(.badRequest, "This name, or one much like it, is the chat's own.")))
    }
    let token = Token.make(entropy)
    guard let hash = Token.hash(token) else {
      return completion(.failure(Refusal(.unavailable, "No session could be made.")))
    }
    let record = SessionRecord(
      user: User(id: entropy.word(12), name: userName.text, kind: kind), created: wallClock)
    let call = CreateSession(
      hash, record, skeleton: userName.skeleton, lifetime: configuration.sessionLifetime,
      request: known?.request(for: token))
    broker.perform(call) { result in
      switch result {
      case .success(.made):
        completion(.success(SignIn(token: token, identity: Identity(record: record, hash: hash))))
      case .success(.repeated(let record, let sealed)):
        completion(Self.repeated(record, token: known?.token(from: sealed)))
      case .success(.nameTaken):
        completion(.failure(Refusal(.nameTaken, "Somebody has this name, or one much like it.")))
      case .failure(let failure): completion(.failure(Refusal(failure)))
      }
    }
  }

  private static func repeated(_ record: SessionRecord, token: String?) -> Result<SignIn, Refusal> {
    guard let token, let hash = Token.hash(token) else {
      return .failure(Refusal(.unavailable, "The session could not be found again."))
    }
    return .success(SignIn(token: token, identity: Identity(record: record, hash: hash)))
  }

  /// Finds out whose token it is; `unauthorized` when nobody's.
  package func authenticate(
    _ token: String, wallClock: Int64, completion: @escaping (Result<Identity, Refusal>) -> Void
  ) {
    guard let hash = Token.hash(token) else { return completion(.failure(Self.unknown)) }
    authenticate(hash, wallClock: wallClock, completion: completion)
  }

  /// The same by the hash; prolongs the session.
  func authenticate(
    _ hash: TokenHash, wallClock: Int64, completion: @escaping (Result<Identity, Refusal>) -> Void
  ) {
    broker.perform(FindSession(hash, lifetime: configuration.sessionLifetime)) { result in
      switch result {
      case .success(let record?) where self.isAlive(record, wallClock):
        completion(.success(Identity(record: record, hash: hash)))
      case .success(let record?) where record.expires == nil:
        // Ended for good: the look would have prolonged it, and its owner could not sign in under the name.
        self.broker.perform(EndSession(hash)) { _ in completion(.failure(Self.unknown)) }
      case .success: completion(.failure(Self.unknown))
      case .failure(let failure): completion(.failure(Refusal(failure)))
      }
    }
  }

  /// Beyond this a session that was made at `created` does not live: milliseconds since 1970, both.
  func latestEnd(of created: Int64) -> Int64 { created + Int64(configuration.sessionAge) * 1_000 }

  /// Ends the session on all instances.
  package func signOut(_ identity: Identity, completion: @escaping (Result<Void, Refusal>) -> Void) {
    broker.perform(EndSession(identity.hash)) { result in completion(result.mapError { Refusal($0) }) }
  }

  private static let badSecret = Refusal(
    .badRequest, "A secret is 32 to 64 random characters of a-z, A-Z, 0-9, _ and -.")
  private static let unknown = Refusal(.unauthorized, "This session has ended; sign in again.")
}

/// The secret that stands for a session: 256 random bits in hexadecimal digits.
package enum Token {
  package static func make(_ entropy: any Entropy) -> String { Hex.encode(entropy.bytes(32)) }

  /// Whether a text may be one, and is not an application's token.
  package static func looksLikeOne(_ text: String) -> Bool { text.utf8.count == 64 && Hex.decode(text) != nil }

  /// What is kept in its place; `nil` for what can't be a token.
  package static func hash(_ token: String) -> TokenHash? {
    guard token.utf8.count == 64 else { return nil }
    return TokenHash(SHA256.hash(Array(token.utf8)))
  }
}
