import Chat
import ChatProtocol
import HTTP
import NetServer

/// What stands before every request on the public side that acts for somebody: where it comes from, who it is, and
/// whether the fleet is open.
struct RequestAuthenticator {
  let hub: Hub
  let origins: OriginPolicy
  let refusedOrigins: RefusedOrigins
  let cookie: SessionCookie
  let operators: AdminAuthenticator

  /// The refusal of a request from a page that may not act here; `nil` when it may, or is no page's.
  func refusalOfOrigin(_ exchange: Exchange) -> Reply? {
    let (request, client) = (exchange.request, exchange.client)
    let sent = request.fields.all("Origin")
    let isAdmitted = origins.admits(
      sent, hosts: client.hosts, isSecure: client.isSecure, carriesCookie: SessionCookie.isCarried(by: request))
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

  /// Finds out who asks. `nil` for a request without a token.
  /// - Parameter session: the token that counts if the request's fields have none.
  func identify(
    _ exchange: Exchange, orBy session: String? = nil, completion: @escaping (Result<Identity?, Refusal>) -> Void
  ) {
    let carried = cookie.token(in: exchange.request, isSecure: exchange.client.isSecure)
    guard let token = carried ?? session else { return completion(.success(nil)) }
    // Tokens that are nobody's cost the store a look each.
    if let refusal = refusalOfAuthentication(exchange) { return completion(.failure(refusal)) }
    hub.accounts.authenticate(token, wallClock: hub.time.wallClock) { completion($0.map { $0 }) }
  }
}
