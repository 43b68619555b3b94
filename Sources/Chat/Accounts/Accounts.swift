import Base
import Broker
import ChatProtocol

/// Who somebody is: the record of a session, and the hash under which it is kept.
package struct Identity: Equatable, Sendable {
  package let record: SessionRecord
  package let hash: TokenHash
  /// Why the user may only read.
  package var suspension: Restriction? {
    guard case .by(let restriction) = suspended else { return nil }
    return restriction
  }
  /// Elsewhere, for few have one.
  private let suspended: Suspended?
  /// How many interruptions of the subscription there had been when the store was asked.
  fileprivate(set) var interruptions: UInt32

  package init(record: SessionRecord, hash: TokenHash, suspension: Restriction? = nil, interruptions: UInt32 = 0) {
    self.record = record
    self.hash = hash
    suspended = suspension.map { .by($0) }
    self.interruptions = interruptions
  }

  private indirect enum Suspended: Equatable, Sendable { case by(Restriction) }
}

extension Accounts {
  /// The same, as if it had been looked up now: for one that the store has lost.
  func renewed(_ identity: Identity) -> Identity {
    var identity = identity
    identity.interruptions = interruptions
    return identity
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
  private(set) var endings = RecentEndings()
  /// Of the subscription so far: in each, the end of a session may have gone unheard.
  var interruptions: UInt32 = 0

  init(configuration: HubConfiguration, broker: any Broker, entropy: any Entropy) {
    self.configuration = configuration
    self.broker = broker
    self.entropy = entropy
  }

  /// Makes a session under a name that nobody else has now, or finds the one that the same request made before.
  /// - Parameters:
  ///   - claim: what it says it is. Only a key makes a bot; whoever claims it is taken for a person, and let have the vote bot's
  ///     name while no key has it.
  ///   - secret: the client's own, by which the same request is known again.
  ///   - wallClock: milliseconds since 1970.
  package func signIn(
    as name: String, claim: User.Kind = .user, secret: String? = nil, wallClock: Int64,
    completion: @escaping (Result<SignIn, Refusal>) -> Void
  ) {
    let known = secret.flatMap(SignInSecret.init)
    guard secret == nil || known != nil else {
      return completion(.failure(Self.badSecret))
    }
    let userName: UserName
    do { userName = try UserName(name) } catch { return completion(.failure(error)) }
    guard !userName.isReserved(for: claim) else {
      return completion(.failure(Refusal(.badRequest, "This name, or one much like it, is the chat's own.")))
    }
    let token = Token.make(entropy)
    guard let hash = Token.hash(token) else {
      return completion(.failure(Refusal(.unavailable, "No session could be made.")))
    }
    let record = SessionRecord(
      user: User(id: entropy.word(User.guestIDLength), name: userName.text, kind: .user), created: wallClock)
    let call = CreateSession(
      hash, record, skeleton: userName.skeleton, lifetime: configuration.sessionLifetime,
      request: known?.request(for: token))
    let (heard, interruptions) = (endings.count, interruptions)
    broker.perform(call) { result in
      func made(_ suspension: Restriction? = nil) {
        let identity = Identity(record: record, hash: hash, suspension: suspension, interruptions: interruptions)
        self.hand(SignIn(token: token, identity: identity), since: heard, wallClock: wallClock, to: completion)
      }
      switch result {
      case .success(.made): made()
      case .success(.suspended(let suspension)): made(suspension)
      case .success(.banned(let ban)): completion(.failure(ban.refusalOfBanned))
      case .success(.repeated(_, let sealed)):
        self.findAgain(known?.token(from: sealed), wallClock: wallClock, completion: completion)
      case .success(.nameTaken):
        completion(.failure(Refusal(.nameTaken, "Somebody has this name, or one much like it.")))
      case .failure(let failure): completion(.failure(Refusal(failure)))
      }
    }
  }

  /// Hands over a session that was just made, or what has become of it: what was told meanwhile may be younger.
  /// - Parameter heard: how many endings had been told when it was asked for.
  func hand(
    _ signIn: SignIn, since heard: UInt64, wallClock: Int64, to completion: @escaping (Result<SignIn, Refusal>) -> Void
  ) {
    let identity = signIn.identity
    guard endings.concern(identity.hash, of: identity.record.user.id, since: heard) else {
      return completion(.success(signIn))
    }
    authenticate(identity.hash, wallClock: wallClock) {
      completion($0.map { SignIn(token: signIn.token, identity: $0) })
    }
  }

  /// A session that an earlier request has made is judged like any other.
  func findAgain(
    _ token: String?, wallClock: Int64, completion: @escaping (Result<SignIn, Refusal>) -> Void
  ) {
    guard let token else { return completion(.failure(Refusal(.unavailable, "The session could not be found again."))) }
    authenticate(token, wallClock: wallClock) { completion($0.map { SignIn(token: token, identity: $0) }) }
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
    let (heard, interruptions) = (endings.count, interruptions)
    broker.perform(FindSession(hash, lifetime: configuration.sessionLifetime)) { result in
      switch result {
      case .success(.found(let record, let suspension)) where self.isAlive(record, wallClock):
        // What was told meanwhile may be younger than the answer.
        if self.endings.concern(hash, of: record.user.id, since: heard) {
          return self.authenticate(hash, wallClock: wallClock, completion: completion)
        }
        completion(
          .success(Identity(record: record, hash: hash, suspension: suspension, interruptions: interruptions)))
      case .success(.found(let record, _)) where record.expires == nil:
        // Ended for good: the look would have prolonged it, and its owner could not sign in under the name.
        self.broker.perform(EndSession(hash)) { _ in completion(.failure(Self.unknown)) }
      case .success(.found), .success(.unknown): completion(.failure(Self.unknown))
      case .success(.banned(let ban)): completion(.failure(ban.refusalOfBanned))
      case .success(.ended): completion(.failure(Self.ended))
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

  /// Ends all sessions of the user on all instances.
  package func signOutEverywhere(_ identity: Identity, completion: @escaping (Result<Void, Refusal>) -> Void) {
    broker.perform(ChangeStanding(.end, of: identity.record.user.id)) {
      completion($0.map { _ in }.mapError { Refusal($0) })
    }
  }

  /// The fleet was told of a session that ended, or of a user whose standing has changed.
  func heard(of subject: RecentEndings.Subject, at now: Instant) { endings.add(subject, at: now) }

  static let badSecret = Refusal(
    .badRequest, "A secret is 32 to 64 random characters of a-z, A-Z, 0-9, _ and -.")
  static let ended = Refusal(.unauthorized, "This session has ended; sign in again.")
  /// The store does not know it, or not any more.
  static let unknown = Refusal(.unauthorized, "This session is not known; sign in again.")
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
