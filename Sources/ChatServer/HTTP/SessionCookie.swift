import HTTP
import NetServer

/// The cookie in which a browser keeps its session's token: out of reach of scripts, and not sent along with what other
/// servers make the browser post (threat 12).
struct SessionCookie {
  /// Seconds that the browser keeps it; as long as the session lives unused.
  let lifetime: Int
  /// Whether every page is known to be behind TLS, although a connection may not look like it.
  let isAlwaysSecure: Bool

  /// Behind TLS the name itself makes sure that nobody but this host, over TLS, can have set it (RFC 6265bis, 4.1.3.2).
  static func name(isSecure: Bool) -> String { isSecure ? "__Host-tchatter_session" : "tchatter_session" }

  /// The token that the request carries: what a program says explicitly wins over what a browser sends by itself.
  func token(in request: Request, isSecure: @autoclosure () -> Bool) -> String? {
    if let token = BearerToken.of(request) { return token }
    guard request.fields["Cookie"] != nil else { return nil }
    return cookie(in: request, isSecure: isSecure())
  }

  /// The token of the cookie, if it counts.
  func cookie(in request: Request, isSecure: Bool) -> String? {
    BearerToken.of(request) == nil ? kept(in: request, isSecure: isSecure) : nil
  }

  /// The token that the browser keeps, whether it counts or not.
  private func kept(in request: Request, isSecure: Bool) -> String? {
    if isSecure || isAlwaysSecure, let token = request.fields.cookie(Self.name(isSecure: true)) { return token }
    // Versions before 0.4 did not know that it is always secure, and set the other one.
    return isSecure ? nil : request.fields.cookie(Self.name(isSecure: false))
  }

  /// Whether the browser keeps another session than the one that the request is about: that one stays.
  func isAnothers(in request: Request, isSecure: Bool) -> Bool {
    guard let bearer = BearerToken.of(request), let kept = kept(in: request, isSecure: isSecure) else { return false }
    return kept != bearer
  }

  /// Whether the request carries it, under either name, and it counts: beside a token that a program says it does not.
  static func isCarried(by request: Request) -> Bool {
    request.fields["Cookie"] != nil && isNamed(in: request) && BearerToken.of(request) == nil
  }

  private static func isNamed(in request: Request) -> Bool {
    request.fields.cookie(name(isSecure: false)) != nil || request.fields.cookie(name(isSecure: true)) != nil
  }

  /// - Parameter seconds: after which the session ends, however much it is used.
  func setting(_ token: String, within seconds: Int? = nil, isSecure: Bool) -> String {
    line(token, maxAge: min(lifetime, max(seconds ?? lifetime, 0)), isSecure: isSecure)
  }

  func clearing(isSecure: Bool) -> String { line("", maxAge: 0, isSecure: isSecure) }

  private func line(_ value: String, maxAge: Int, isSecure: Bool) -> String {
    let isSecure = isSecure || isAlwaysSecure
    return "\(Self.name(isSecure: isSecure))=\(value); Path=/; Max-Age=\(maxAge); HttpOnly; SameSite=Lax"
      + (isSecure ? "; Secure" : "")
  }
}
