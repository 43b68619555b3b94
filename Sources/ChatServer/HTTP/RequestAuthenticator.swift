import Chat
import ChatProtocol
import HTTP
import NetServer

/// What stands before every request on the public side that acts for somebody: where it comes from, who it is, and
/// whether the fleet is open.
struct RequestAuthenticator {
  /// Longer than a long poll waits, so that none of whom a proxy signs in is told that their time is over: milliseconds.
  private static let soon: Int64 = 30_000

  let hub: Hub
  let origins: OriginPolicy
  let refusedOrigins: RefusedOrigins
  let cookie: SessionCookie
  let operators: AdminAuthenticator
  let proxyUsers: ProxyUsers
  let proxyHeader: ProxyHeader

  /// The refusal of a request from a page that may not act here; `nil` when it may, or is no page's.
  func refusalOfOrigin(_ exchange: Exchange) -> Reply? {
    let (request, client) = (exchange.request, exchange.client)
    let sent = request.fields.all("Origin")
    let isAdmitted = origins.admits(
      sent, hosts: client.hosts, isSecure: client.isSecure,
      carriesCookie: SessionCookie.isCarried(by: request) || verifiedUser(of: exchange) != nil)
    guard !isAdmitted else { return nil }
    let refused = RefusedOrigin(
      sent: sent, expected: origins.expected(hosts: client.hosts, isSecure: client.isSecure),
      proxy: client.peer?.text ?? "?", isTrusted: client.isTrusted)
    refusedOrigins.tell(refused, now: hub.time.now)
    return .refusal(.forbidden, refused.message)
  }

  /// The refusal of a request that must come from an own page (or from a program), and while the fleet is open.
  func refusal(of exchange: Exchange) -> Reply? {
    if let refusal = refusalOfOrigin(exchange) { return refusal }
    guard hub.maintenance.isOn, !operators.isOperator(exchange.request) else { return nil }
    return .refusal(Refusal(.maintenance, hub.maintenance.message, retryAfter: 10_000))
  }

  /// Why nobody can sign in from where the request comes from; operators always can.
  func refusalOfSignIn(_ exchange: Exchange) -> Refusal? {
    operators.isOperator(exchange.request) ? nil : hub.refusalOfSignIn(from: exchange.client.network)
  }

  /// Why no token is looked at from where the request comes from; operators' always are.
  func refusalOfAuthentication(_ exchange: Exchange) -> Refusal? {
    operators.isOperator(exchange.request) ? nil : hub.refusalOfAuthentication(from: exchange.client.network)
  }

  /// What a proxy says of who asks. It says so of whatever a browser sends to here, like a cookie; so what a program says
  /// explicitly wins over it, too.
  func verifiedUser(of exchange: Exchange) -> VerifiedUser? {
    guard BearerToken.of(exchange.request) == nil else { return nil }
    return proxyUsers.token(of: exchange).map(VerifiedUser.token) ?? proxyHeader.user(of: exchange)
  }

  /// Why whoever says who asks is refused: not the proxy that may, or not in one word.
  func refusalOfProxy(_ exchange: Exchange) -> Refusal? { proxyHeader.refusal(of: exchange) }

  /// Finds out who asks. `nil` for a request without a token. Whom a proxy has signed in gets a session: with a GET if they have
  /// none, and in any case if the one of their browser's cookie is over, ends soon, or is somebody else's. Where the proxy's word
  /// can't be taken, that cookie does not count either.
  /// - Parameter session: the token that counts if the request's fields have none.
  func identify(
    _ exchange: Exchange, orBy session: String? = nil, completion: @escaping (Result<Identity?, Refusal>) -> Void
  ) {
    if let refusal = refusalOfProxy(exchange) { return completion(.failure(refusal)) }
    guard let verified = verifiedUser(of: exchange) else {
      return authenticate(exchange, orBy: session, completion: completion)
    }
    authenticate(exchange, orBy: session) { result in
      switch result {
      // Not with each poll of a program that forgets its cookies.
      case .success(nil) where exchange.request.method != "GET": completion(result)
      case .success(nil): signIn(exchange, verified: verified, completion: completion)
      case .success(let identity?):
        guard SessionCookie.isCarried(by: exchange.request) else { return completion(result) }
        let isSuperseded: Bool
        // Who sits there now may be somebody else than the cookie's user, though it can't be told who.
        do throws(Refusal) { isSuperseded = try self.isSuperseded(identity, by: verified) } catch {
          return completion(.failure(error))
        }
        guard isSuperseded else { return completion(result) }
        signIn(exchange, verified: verified, insteadOf: identity, completion: completion)
      case .failure(let refusal):
        guard refusal.code == .unauthorized, SessionCookie.isCarried(by: exchange.request) else {
          return completion(result)
        }
        signIn(exchange, verified: verified, completion: completion)
      }
    }
  }

  /// Whose session the request shows, whatever a proxy says. `nil` for a request without a token.
  func authenticate(
    _ exchange: Exchange, orBy session: String? = nil, completion: @escaping (Result<Identity?, Refusal>) -> Void
  ) {
    let carried = cookie.token(in: exchange.request, isSecure: exchange.client.isSecure)
    guard let token = carried ?? session else { return completion(.success(nil)) }
    // Tokens that are nobody's cost the store a look each.
    if let refusal = refusalOfAuthentication(exchange) { return completion(.failure(refusal)) }
    hub.accounts.authenticate(token, wallClock: hub.time.wallClock) { result in completion(result.map { $0 }) }
  }

  /// Whether what a cookie's session says of who asks does not count, as the proxy knows better.
  private func isSuperseded(_ identity: Identity, by verified: VerifiedUser) throws(Refusal) -> Bool {
    let user = try hub.accounts.user(verified: verified, wallClock: hub.time.wallClock)
    guard user.id == identity.record.user.id else { return true }
    let end = identity.record.expires ?? .max
    return end < user.expires && end < hub.time.wallClock + Self.soon
  }

  /// - Parameter previous: whose session the browser has. Somebody else's is ended; their own ends soon by itself, and until then
  ///   other tabs are connected with it.
  private func signIn(
    _ exchange: Exchange, verified: VerifiedUser, insteadOf previous: Identity? = nil,
    completion: @escaping (Result<Identity?, Refusal>) -> Void
  ) {
    if let refusal = refusalOfAuthentication(exchange) { return completion(.failure(refusal)) }
    hub.accounts.signIn(verified: verified, wallClock: hub.time.wallClock) { result in
      switch result {
      case .success(let signIn):
        let seconds = signIn.identity.record.secondsLeft(at: hub.time.wallClock)
        exchange.newCookie = cookie.setting(signIn.token, within: seconds, isSecure: exchange.client.isSecure)
        if let previous, previous.record.user.id != signIn.identity.record.user.id {
          hub.accounts.signOut(previous) { _ in }
        }
        completion(.success(signIn.identity))
      case .failure(let refusal): completion(.failure(refusal))
      }
    }
  }
}
