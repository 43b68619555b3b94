import Chat
import ChatProtocol
import HTTP
import NetServer

/// The fields of a request in which a proxy that signs people in says who asks, by a name and without a token.
package struct ProxyHeader: Equatable, Sendable {
  /// What their names begin with: haproxy.cfg deletes all of these from what clients send, so that none is forgotten there.
  package static let prefixes = [
    "Remote-", "X-Remote-", "X-Auth-", "X-Forwarded-", "X-Verified-", "X-Webauth-", "X-Authentik-",
  ]
  /// Of which it is known to be another's already.
  private static let taken = ["X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Verified-Token"]

  /// Which has the name that is never anybody else's; `nil` where nobody comes so.
  package var user: String?
  /// Which has what the person is called.
  package var name: String?
  /// What keeps those names apart from other issuers'; without it the first field's name, in lower case.
  package var issuer: String?

  package init() {}

  package static func isName(_ text: String) -> Bool {
    let name = text.lowercased()
    return Fields.isToken(text) && text.utf8.count <= 64
      && prefixes.contains { name.hasPrefix($0.lowercased()) && name.utf8.count > $0.utf8.count }
      && !taken.contains { $0.lowercased() == name }
  }

  /// What the proxy says of who asks; `nil` where it says nothing, or is refused (`refusal`).
  func user(of exchange: Exchange) -> VerifiedUser? {
    guard let user, refusal(of: exchange) == nil, let subject = exchange.request.fields[user], !subject.isEmpty else {
      return nil
    }
    let called = name.flatMap { exchange.request.fields[$0] }
    return .named(subject, called: called?.isEmpty == true ? nil : called, issuer: issuer ?? user.lowercased())
  }

  /// Why a request is refused that says who asks.
  func refusal(of exchange: Exchange) -> Refusal? {
    guard let user, exchange.request.fields[user] != nil else { return nil }
    guard exchange.client.isTrusted else {
      return Refusal(.forbidden, "The field \(user) is believed only where a proxy sends it that this chat trusts.")
    }
    guard exchange.request.fields.all(user).count == 1 else {
      return Refusal(.forbidden, "The field \(user) comes more than once.")
    }
    return nil
  }
}
