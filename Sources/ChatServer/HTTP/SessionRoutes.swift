import Chat
import ChatProtocol
import HTTP
import JSON

/// Signing in, being recognised, signing out, over HTTP.
struct SessionRoutes {
  let authenticator: RequestAuthenticator
  let cookie: SessionCookie

  func add(to router: inout Router) {
    router.on("POST", "/session") { signIn($0) }
    router.on("GET", "/session") { tell($0) }
    router.on("DELETE", "/session") { signOut($0) }
  }

  private var accounts: Accounts { authenticator.hub.accounts }

  /// A session always gets a token of the server's making. One that the client has is ended once there is a new one.
  private func signIn(_ exchange: Exchange) {
    if let refusal = authenticator.refusal(of: exchange) { return exchange.answer(refusal) }
    let (name, kind): (String, User.Kind)
    do { (name, kind) = try Self.participant(in: exchange.request.body) } catch {
      return exchange.answer(.refusal(error))
    }
    if let refusal = authenticator.refusalOfSignIn(exchange) { return exchange.answer(.refusal(refusal)) }
    accounts.signIn(as: name, kind: kind, wallClock: authenticator.hub.time.wallClock) { result in
      switch result {
      case .success(let signIn):
        exchange.answer(signedIn(signIn, isSecure: exchange.client.isSecure))
        endPrevious(exchange)
      case .failure(let refusal): exchange.answer(.refusal(refusal))
      }
    }
  }

  /// As in `hello`: a program says that it is one, a kind that is not known counts as a person.
  private static func participant(in body: [UInt8]) throws(Refusal) -> (name: String, kind: User.Kind) {
    do {
      let object = try JSONParser.parseObject(body)
      if let name = object["name"]?.string {
        return (name, object["kind"]?.string.flatMap(User.Kind.init) ?? .user)
      }
    } catch {
      throw Refusal(.badRequest, "The body must be a JSON object: \(error.reason).")
    }
    throw Refusal(.badRequest, "The body must have a name.")
  }

  private func endPrevious(_ exchange: Exchange) {
    authenticator.identify(exchange) { result in
      if case .success(let identity?) = result { accounts.signOut(identity) { _ in } }
    }
  }

  private func signedIn(_ signIn: SignIn, isSecure: Bool) -> Reply {
    let json = JSONWriter.object { writer in
      writer.member("session", signIn.token)
      writer.member("user", object: { Self.write(signIn.identity.record.user, to: &$0) })
    }
    var reply = Reply.json(201, json)
    reply.add("Set-Cookie", cookie.setting(signIn.token, isSecure: isSecure))
    return reply
  }

  private func tell(_ exchange: Exchange) {
    authenticator.identify(exchange) { result in
      switch result {
      case .success(let identity?): exchange.answer(known(identity, exchange))
      case .success(nil): exchange.answer(.refusal(.unauthorized, "There is no session."))
      case .failure(let refusal): exchange.answer(refused(refusal, exchange))
      }
    }
  }

  /// Looking the session up has prolonged it; so the browser's cookie is as well.
  private func known(_ identity: Identity, _ exchange: Exchange) -> Reply {
    let json = JSONWriter.object { writer in
      writer.member("user", object: { Self.write(identity.record.user, to: &$0) })
    }
    var reply = Reply.json(200, json)
    let isSecure = exchange.client.isSecure
    if let token = exchange.request.fields.cookie(SessionCookie.name(isSecure: isSecure)) {
      reply.add("Set-Cookie", cookie.setting(token, isSecure: isSecure))
    }
    return reply
  }

  private func signOut(_ exchange: Exchange) {
    guard authenticator.admitsOrigin(of: exchange) else {
      return exchange.answer(.refusal(.forbidden, "This page may not use the chat."))
    }
    authenticator.identify(exchange) { result in
      switch result {
      case .success(let identity?):
        accounts.signOut(identity) { result in
          switch result {
          case .success: exchange.answer(signedOut(exchange))
          case .failure(let refusal): exchange.answer(.refusal(refusal))
          }
        }
      case .success(nil): exchange.answer(signedOut(exchange))
      case .failure(let refusal) where refusal.code == .unauthorized: exchange.answer(signedOut(exchange))
      case .failure(let refusal): exchange.answer(.refusal(refusal))
      }
    }
  }

  private func signedOut(_ exchange: Exchange) -> Reply {
    var reply = Reply(204)
    reply.add("Set-Cookie", cookie.clearing(isSecure: exchange.client.isSecure))
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

  private static func write(_ user: User, to writer: inout JSONWriter) {
    writer.member("id", user.id)
    writer.member("name", user.name)
    writer.member("kind", user.kind.rawValue)
  }
}
