import Base
import Broker
import ChatProtocol

// Guests who take their identity to another device.
extension Accounts {
  /// Why no code is made for a session; `nil` where one is.
  func refusalOfCode(for record: SessionRecord, isOperator: Bool) -> Refusal? {
    // Whoever comes by a token, a proxy or a key is the same user wherever they do.
    guard record.expires == nil, record.user.kind == .user else { return Self.noGuest }
    return refusalOfGuest(isOperator: isOperator)
  }

  /// Makes a code by which another device signs in as the user of a session, once. Their earlier one is void then.
  func makeCode(for identity: Identity, completion: @escaping (Result<String, Refusal>) -> Void) {
    let code = DeviceCode.make(entropy)
    guard let hash = DeviceCode.hash(code) else {
      return completion(.failure(Refusal(.unavailable, "No session could be made.")))
    }
    broker.perform(AddDeviceCode(hash, for: identity.hash, of: identity.record.user.id)) { result in
      completion(result.map { code }.mapError { Refusal($0) })
    }
  }

  /// Makes a session of the user whose code it is, or finds the one that the same request made before. Whatever is wrong with
  /// a code, its refusal is the same.
  func signIn(
    withCode code: String, secret: String?, wallClock: Int64, completion: @escaping (Result<SignIn, Refusal>) -> Void
  ) {
    let known = secret.flatMap(SignInSecret.init)
    guard secret == nil || known != nil else { return completion(.failure(Self.badSecret)) }
    guard let codeHash = DeviceCode.hash(code) else { return completion(.failure(Self.wrongCode)) }
    let token = Token.make(entropy)
    guard let hash = Token.hash(token) else {
      return completion(.failure(Refusal(.unavailable, "No session could be made.")))
    }
    let call = CreateDeviceSession(
      hash, code: codeHash, created: wallClock, lifetime: configuration.sessionLifetime,
      request: known?.request(for: token))
    let (heard, interruptions) = (endings.count, interruptions)
    broker.perform(call) { result in
      switch result {
      case .success(.made(let user)):
        let record = SessionRecord(user: user, created: wallClock)
        let identity = Identity(record: record, hash: hash, interruptions: interruptions)
        self.hand(SignIn(token: token, identity: identity), since: heard, wallClock: wallClock, to: completion)
      case .success(.repeated(_, let sealed)):
        self.findAgain(known?.token(from: sealed), wallClock: wallClock, completion: completion)
      case .success(.wrong): completion(.failure(Self.wrongCode))
      case .success(.tooManyWrong(let wait)):
        completion(.failure(Self.tooManyWrong(wait: wait)))
      case .failure(let failure): completion(.failure(Refusal(failure)))
      }
    }
  }

  static let wrongCode = Refusal(
    .unauthorized, "This code is wrong, has expired or was already used. Get a new one on the other device.")
  /// Of all there were too many.
  static func tooManyWrong(wait: Int) -> Refusal {
    Refusal(.rateLimited, "Too many codes were wrong; wait a while.", retryAfter: wait)
  }
  private static let noGuest = Refusal(
    .forbidden, "Codes are for guests. Sign in on the other device as you did on this one.")
}

extension DeviceCode {
  /// What is kept in its place; `nil` for what can't be a code.
  static func hash(_ code: String) -> TokenHash? {
    characters(of: code).flatMap { TokenHash(SHA256.hash(Array("tchatter device code ".utf8) + $0)) }
  }
}
