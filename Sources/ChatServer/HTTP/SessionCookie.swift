import HTTP

/// The cookie in which a browser keeps its session's token: out of reach of scripts, and not sent along with what other
/// servers make the browser post (threat 12).
struct SessionCookie {
  /// Seconds that the browser keeps it; as long as the session lives unused.
  let lifetime: Int

  /// Behind TLS the name itself makes sure that nobody but this host, over TLS, can have set it (RFC 6265bis, 4.1.3.2).
  static func name(isSecure: Bool) -> String { isSecure ? "__Host-tchatter_session" : "tchatter_session" }

  /// The token that the request carries: what a program says explicitly wins over what a browser sends by itself.
  static func token(in request: Request, isSecure: @autoclosure () -> Bool) -> String? {
    if let token = BearerToken.of(request) { return token }
    guard request.fields["Cookie"] != nil else { return nil }
    return request.fields.cookie(name(isSecure: isSecure()))
  }

  /// Whether the request carries it, under either name.
  static func isCarried(by request: Request) -> Bool {
    request.fields["Cookie"] != nil && isNamed(in: request)
  }

  private static func isNamed(in request: Request) -> Bool {
    request.fields.cookie(name(isSecure: false)) != nil || request.fields.cookie(name(isSecure: true)) != nil
  }

  func setting(_ token: String, isSecure: Bool) -> String { line(token, maxAge: lifetime, isSecure: isSecure) }

  func clearing(isSecure: Bool) -> String { line("", maxAge: 0, isSecure: isSecure) }

  private func line(_ value: String, maxAge: Int, isSecure: Bool) -> String {
    "\(Self.name(isSecure: isSecure))=\(value); Path=/; Max-Age=\(maxAge); HttpOnly; SameSite=Lax"
      + (isSecure ? "; Secure" : "")
  }
}
