import HTTP
import NetServer

/// Whether people are who a proxy says they are, by a token.
package enum ProxyUsers: String, CaseIterable, Sendable {
  case yes, no

  /// The header and the claims of a token whose signature the proxy has verified. It deletes what clients send by that name.
  private static let field = "X-Verified-Token"

  /// What the proxy says of who asks. From whoever is not trusted, and where it is said more than once, it is nothing.
  func token(of exchange: Exchange) -> String? {
    guard self == .yes, exchange.request.fields[Self.field] != nil else { return nil }
    let tokens = exchange.request.fields.all(Self.field)
    return tokens.count == 1 && exchange.client.isTrusted ? tokens[0] : nil
  }
}
