import Broker
import Chat
import ChatProtocol
import HTTP
import JSON
import NetServer

/// Signing in, being recognised, signing out, over HTTP.
struct SessionRoutes {
  let authenticator: RequestAuthenticator

  func add(to router: inout Router) {
    router.on("POST", "/session") { signIn($0) }
    router.on("GET", "/session") { tell($0) }
    router.on("DELETE", "/session") { signOut($0) }
  }

  private var accounts: Accounts { authenticator.hub.accounts }
  private var cookie: SessionCookie { authenticator.cookie }

  /// A session always gets a token of the server's making. One that the client has is ended once there is a new one.
  private func signIn(_ exchange: Exchange) {
    if let refusal = authenticator.refusal(of: exchange) { return exchange.answer(refusal) }
    if let refusal = authenticator.refusalOfProxy(exchange) { return exchange.answer(.refusal(refusal)) }
    if let verified = authenticator.verifiedUser(of: exchange) { return signIn(exchange, verified: verified) }
    if let token = BearerToken.of(exchange.request), !Token.looksLikeOne(token) {
      return signIn(exchange, with: token)
    }
    let participant: Participant
    do { participant = try Participant(exchange.request.body) } catch {
      return exchange.answer(.refusal(error))
    }
    let isOperator = authenticator.operators.isOperator(exchange.request)
    if let refusal = accounts.refusalOfGuest(isOperator: isOperator) ?? authenticator.refusalOfSignIn(exchange) {
      return exchange.answer(.refusal(refusal))
    }
    let completion: (Result<SignIn, Refusal>) -> Void = { result in
      exchange.answer(reply(result, exchange))
      if case .success(let signIn) = result { endPrevious(exchange, besides: signIn.identity) }
    }
    switch participant.claim {
    case .name(let name, let kind):
      accounts.signIn(
        as: name, claim: kind, secret: participant.secret, wallClock: authenticator.hub.time.wallClock,
        completion: completion)
    case .code(let code):
      authenticator.hub.signIn(
        withCode: code, secret: participant.secret, from: isOperator ? "" : exchange.client.network,
        completion: completion)
    }
  }

  /// Somebody of an application's, or a bot with its key. The token counts and nothing else: what the browser sends along
  /// is not looked at.
  private func signIn(_ exchange: Exchange, with token: String) {
    if let refusal = authenticator.refusalOfAuthentication(exchange) { return exchange.answer(.refusal(refusal)) }
    accounts.signIn(with: token, wallClock: authenticator.hub.time.wallClock) { result in
      exchange.answer(reply(result, exchange))
    }
  }

  /// Whom a trusted proxy has signed in.
  private func signIn(_ exchange: Exchange, verified user: VerifiedUser) {
    if let refusal = authenticator.refusalOfAuthentication(exchange) { return exchange.answer(.refusal(refusal)) }
    accounts.signIn(verified: user, wallClock: authenticator.hub.time.wallClock) { result in
      exchange.answer(reply(result, exchange))
      if case .success(let signIn) = result { endPrevious(exchange, besides: signIn.identity) }
    }
  }

  private func reply(_ result: Result<SignIn, Refusal>, _ exchange: Exchange) -> Reply {
    switch result {
    case .success(let signIn): signedIn(signIn, isSecure: exchange.client.isSecure)
    case .failure(let refusal): .refusal(refusal)
    }
  }

  /// Who wants to take part, as in `hello`; a kind that is not known counts as a person.
  private struct Participant {
    /// By what they come.
    enum Claim {
      case name(String, User.Kind)
      /// Which they were told on another device.
      case code(String)
    }

    let claim: Claim
    let secret: String?

    init(_ body: [UInt8]) throws(Refusal) {
      let object: JSONObject
      do { object = try JSONParser.parseObject(body) } catch {
        throw Refusal(.badRequest, "The body must be a JSON object: \(error.reason).")
      }
      secret = object["secret"]?.string
      if let code = object["code"]?.string {
        claim = .code(code)
      } else if let name = object["name"]?.string {
        claim = .name(name, object["kind"]?.string.flatMap(User.Kind.init) ?? .user)
      } else {
        throw Refusal(.badRequest, "The body must have a name or a code.")
      }
    }
  }

  /// - Parameter present: the session that was asked for, which the client may have known before, if its request is a repeat.
  private func endPrevious(_ exchange: Exchange, besides present: Identity) {
    authenticator.authenticate(exchange) { result in
      guard case .success(let identity?) = result, identity.hash != present.hash else { return }
      accounts.signOut(identity) { _ in }
    }
  }

  private func signedIn(_ signIn: SignIn, isSecure: Bool) -> Reply {
    let json = JSONWriter.object { writer in
      writer.member("session", signIn.token)
      Self.write(signIn.identity.record, to: &writer)
    }
    var reply = Reply.json(201, json)
    reply.add(
      "Set-Cookie", cookie.setting(signIn.token, within: secondsLeft(signIn.identity.record), isSecure: isSecure))
    return reply
  }

  /// A page of another host may have a browser ask, though not see the answer: for that no session is made.
  private func tell(_ exchange: Exchange) {
    let isOwn = exchange.request.comes(from: ["same-origin", "none"])
    let completion: (Result<Identity?, Refusal>) -> Void = { result in
      switch result {
      case .success(let identity?): exchange.answer(known(identity, exchange))
      case .success(nil): exchange.answer(.refusal(.unauthorized, "There is no session."))
      case .failure(let refusal): exchange.answer(refused(refusal, exchange))
      }
    }
    if isOwn {
      authenticator.identify(exchange, completion: completion)
    } else {
      authenticator.authenticate(exchange, completion: completion)
    }
  }

  /// Looking the session up has prolonged it; so the browser's cookie is as well.
  private func known(_ identity: Identity, _ exchange: Exchange) -> Reply {
    let json = JSONWriter.object { writer in
      Self.write(identity.record, to: &writer)
    }
    var reply = Reply.json(200, json)
    let isSecure = exchange.client.isSecure
    if exchange.newCookie == nil, let token = cookie.cookie(in: exchange.request, isSecure: isSecure) {
      reply.add("Set-Cookie", cookie.setting(token, within: secondsLeft(identity.record), isSecure: isSecure))
    }
    return reply
  }

  /// What the browser shows is ended: of whom a proxy names none is made for that.
  private func signOut(_ exchange: Exchange) {
    if let refusal = authenticator.refusalOfOrigin(exchange) { return exchange.answer(refusal) }
    authenticator.authenticate(exchange) { result in
      switch result {
      case .success(let identity?):
        let isEverywhere = exchange.request.query == "everywhere=1"
        let signOut = isEverywhere ? accounts.signOutEverywhere : accounts.signOut
        signOut(identity) { result in
          switch result {
          case .success: exchange.answer(signedOut(exchange))
          case .failure(let refusal): exchange.answer(.refusal(refusal))
          }
        }
      case .success(nil): exchange.answer(signedOut(exchange))
      case .failure(let refusal) where [.unauthorized, .forbidden].contains(refusal.code):
        exchange.answer(signedOut(exchange))
      case .failure(let refusal): exchange.answer(.refusal(refusal))
      }
    }
  }

  private func signedOut(_ exchange: Exchange) -> Reply {
    exchange.newCookie = nil
    var reply = Reply(204)
    let isSecure = exchange.client.isSecure
    if cookie.isAnothers(in: exchange.request, isSecure: isSecure) { return reply }
    reply.add("Set-Cookie", cookie.clearing(isSecure: isSecure))
    return reply
  }

  /// A cookie whose session has ended is taken back.
  private func refused(_ refusal: Refusal, _ exchange: Exchange) -> Reply {
    var reply = Reply.refusal(refusal)
    if refusal.code == .unauthorized, SessionCookie.isCarried(by: exchange.request) {
      reply.add("Set-Cookie", cookie.clearing(isSecure: exchange.client.isSecure))
    }
    return reply
  }

  private static func write(_ record: SessionRecord, to writer: inout JSONWriter) {
    writer.member("user", object: { $0.user(record.user) })
    if let expires = record.expires { writer.member("expires", expires) }
  }

  /// How long a session lasts that has an end of its own.
  private func secondsLeft(_ record: SessionRecord) -> Int? {
    record.secondsLeft(at: authenticator.hub.time.wallClock)
  }
}

extension SessionRecord {
  /// How long it lasts, if it has an end of its own.
  func secondsLeft(at wallClock: Int64) -> Int? { expires.map { Int(clamping: ($0 - wallClock) / 1_000) } }
}
