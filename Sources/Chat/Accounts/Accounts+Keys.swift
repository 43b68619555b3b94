import Base
import Broker
import ChatProtocol

// Programs that come with a key.
extension Accounts {
  /// Makes a session of the bot that a key belongs to, beside those that it has.
  func signIn(withKey key: String, wallClock: Int64, completion: @escaping (Result<SignIn, Refusal>) -> Void) {
    let session = Token.make(entropy)
    guard let keyHash = BotKey.hash(key) else { return completion(.failure(Self.unknownKey)) }
    guard let hash = Token.hash(session) else {
      return completion(.failure(Refusal(.unavailable, "No session could be made.")))
    }
    let call = CreateBotSession(hash, key: keyHash, created: wallClock, lifetime: configuration.sessionLifetime)
    let (heard, interruptions) = (endings.count, interruptions)
    broker.perform(call) { result in
      switch result {
      case .success(.made(let user, let suspension)):
        let identity = Identity(
          record: SessionRecord(user: user, created: wallClock), hash: hash, suspension: suspension,
          interruptions: interruptions)
        self.hand(SignIn(token: session, identity: identity), since: heard, wallClock: wallClock, to: completion)
      case .success(.banned(let ban)): completion(.failure(ban.refusalOfBanned))
      case .success(.unknown): completion(.failure(Self.unknownKey))
      case .failure(let failure): completion(.failure(Refusal(failure)))
      }
    }
  }

  private static let unknownKey = Refusal(.unauthorized, "This key is not known, or not any more.")
}

extension BotKey {
  /// What is kept in its place; `nil` for what can't be a key.
  static func hash(_ key: String) -> TokenHash? { isWellFormed(key) ? TokenHash(SHA256.hash(Array(key.utf8))) : nil }
}
