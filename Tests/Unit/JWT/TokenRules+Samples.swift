import JWT
import TokenSigner

/// When the tests take place: milliseconds since 1970.
let now: Int64 = 1_700_000_000_000

extension TokenRules {
  static func sample(audience: String? = nil, issuer: String? = nil) -> TokenRules {
    var rules = TokenRules()
    rules.secrets = [TokenSecret(TokenSigner.secret)].compactMap(\.self)
    rules.audience = audience
    rules.issuer = issuer
    return rules
  }

  /// What is said against a token; empty where nothing is.
  func objection(to token: String) -> String {
    do {
      _ = try verify(token, at: now)
      return ""
    } catch { return error.message }
  }
}
