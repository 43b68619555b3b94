import Base

/// Which tokens are taken: JSON Web Tokens (RFC 7519) that are signed with HS256 by one who knows a secret.
package struct TokenRules: Equatable, Sendable {
  /// How far the clocks of whoever makes tokens and of this instance may be apart: milliseconds.
  package static let leeway: Int64 = 60_000

  /// Those by one of which a token is signed. None: there are no tokens.
  package var secrets: [TokenSecret] = []
  /// What `aud` has to name, `iss` to be. `nil`: anything, or nothing.
  package var audience: String?
  package var issuer: String?

  package init() {}

  /// Whether any token is taken.
  package var areInUse: Bool { !secrets.isEmpty }

  /// What a token says, if it is to be believed.
  /// - Parameter wallClock: milliseconds since 1970.
  package func verify(_ token: String, at wallClock: Int64) throws(TokenRefusal) -> Claims {
    let parts = try CompactSerialization(token)
    _ = try JOSEHeader(parts.header)
    // Each is tried, whichever fits, so that the time tells nothing of them.
    let fits = secrets.map { HMAC.isSHA256(parts.signature, of: parts.signingInput, key: $0.bytes) }
    guard fits.contains(true) else { throw TokenRefusal("The token's signature is made with none of the secrets.") }
    let claims = try Claims(parts.payload)
    try judge(claims, at: wallClock)
    return claims
  }

  /// What a token says, if it is to be believed, whose signature a proxy has verified: its first two parts. Whom the key of that
  /// signature belongs to signs for others, too: only the audience tells that a token is for here.
  package func judge(verified text: String, at wallClock: Int64) throws(TokenRefusal) -> Claims {
    let parts = try CompactSerialization.unsigned(text)
    _ = try JOSEHeader(parts.header, isVerified: true)
    let claims = try Claims(parts.payload)
    try judge(claims, at: wallClock)
    return claims
  }

  private func judge(_ claims: Claims, at wallClock: Int64) throws(TokenRefusal) {
    guard wallClock < claims.expiration else { throw TokenRefusal("The token's exp is over.") }
    let latest = wallClock + Self.leeway
    guard claims.notBefore ?? 0 <= latest else { throw TokenRefusal("The token's nbf has not come yet.") }
    guard claims.issuedAt ?? 0 <= latest else { throw TokenRefusal("The token's iat lies in the future.") }
    if let audience, !claims.audience.contains(audience) {
      throw TokenRefusal(claims.audience.isEmpty ? "The token's aud is missing." : "The token's aud is not this chat.")
    }
    if let issuer, claims.issuer != issuer {
      throw TokenRefusal(claims.issuer == nil ? "The token's iss is missing." : "The token's iss is somebody else.")
    }
  }
}

/// What an application's backend and the fleet know, and nobody else: it shows itself nowhere.
package struct TokenSecret: Equatable, Sendable, CustomStringConvertible, CustomReflectable {
  /// As long as what HS256 makes, at least (RFC 7518 §3.2): bytes.
  package static let minimumLength = 32

  let bytes: [UInt8]

  /// `nil` for one that is too short.
  package init?(_ bytes: [UInt8]) {
    guard bytes.count >= Self.minimumLength else { return nil }
    self.bytes = bytes
  }

  package var description: String { "(secret)" }
  package var customMirror: Mirror { Mirror(self, children: []) }

  package static func == (one: TokenSecret, other: TokenSecret) -> Bool {
    ConstantTime.areEqual(one.bytes, other.bytes)
  }
}
