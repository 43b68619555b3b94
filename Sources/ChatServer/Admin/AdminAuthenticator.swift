import Base
import HTTP
import NetServer

/// Who counts as an operator: whoever shows the admin token, and the instance's own `/test`.
struct AdminAuthenticator {
  /// The field in which an operator shows the token on the public side, where `Authorization` is for sessions.
  static let field = "Tchatter-Operator"

  /// As configured; without it operators are let in from this machine alone.
  let adminToken: String?
  /// Made anew by each process, for its requests to itself.
  let ownToken: String

  /// On the public side: whether the request gets through during maintenance.
  func isOperator(_ request: Request) -> Bool {
    guard let shown = request.fields[Self.field] else { return false }
    return Self.equal(shown, ownToken) || (adminToken.map { Self.equal(shown, $0) } ?? false)
  }

  /// On the admin side: whether to answer at all; the refusal otherwise.
  ///
  /// Without a token only this machine is let in, and only under a name that is this machine's: a page in a browser here
  /// could lead its own host's name to a loopback address (DNS rebinding), and then sends that name.
  ///
  /// The operators' own page is the one that may ask, for what it shows and nothing else. Browsers send a password by
  /// themselves, so it counts for that alone, and from that page alone. They ask their user for one when the page is opened,
  /// and not again by what it asks for each second.
  func refusal(of exchange: Exchange) -> Reply? {
    let request = exchange.request
    let isDocument = AdminPage.isDocument(request)
    let isOfPage = isDocument || AdminPage.isPart(request) && Self.isOfOwnPage(request)
    let isOwn = isOfPage || request.fields.all("Origin").isEmpty && request.comes(from: ["none"])
    if let adminToken {
      let shown =
        BearerToken.of(request) ?? request.fields[Self.field] ?? (isOfPage ? BasicPassword.of(request) : nil)
      if let shown, Self.equal(shown, adminToken) { return nil }
      var reply = Reply.refusal(.unauthorized, "This needs the admin token.")
      reply.add(
        "WWW-Authenticate", isDocument ? "Basic realm=\"the admin token as password\", charset=\"UTF-8\"" : "Bearer")
      return reply
    }
    guard exchange.client.isLoopback, Self.isOwnName(request.fields["Host"] ?? "") else {
      return .refusal(.forbidden, "This is for operators on this machine; configure an admin token for others.")
    }
    guard isOwn else {
      return .refusal(.forbidden, "This is not for pages.")
    }
    return nil
  }

  /// Whether people themselves have asked, or a page that was served under the same name. Browsers name the origin of some of
  /// what a page loads for itself.
  private static func isOfOwnPage(_ request: Request) -> Bool {
    let host = request.fields["Host"] ?? ""
    return request.comes(from: ["none", "same-origin"])
      && request.fields.all("Origin").allSatisfy { $0 == "http://\(host)" || $0 == "https://\(host)" }
  }

  private static func isOwnName(_ host: String) -> Bool {
    if host.isEmpty || host == "localhost" || host.hasPrefix("localhost:") { return true }
    return NumericAddress(host) != nil || Endpoint(host) != nil
  }

  /// Takes the same time wherever the difference lies.
  static func equal(_ one: String, _ other: String) -> Bool {
    ConstantTime.areEqual(Array(one.utf8), Array(other.utf8))
  }
}
