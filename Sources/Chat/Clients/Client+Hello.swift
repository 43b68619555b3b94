import Broker
import ChatProtocol
import JSON
import WebSocket

// Saying who one is.
extension Client {
  /// The protocol's versions that are spoken.
  private static let versions = 1...1

  func hello(
    id: String?, version: Int, session: String?, name: String?, kind: User.Kind, secret: String?, token: String?,
    code: String?
  ) {
    guard Self.versions.contains(version) else {
      refuse(Refusal(.badRequest, "This server speaks version 1 of the protocol."), id: id)
      return close(.unsupportedVersion, "unsupported version")
    }
    guard phase == .connected else { return refuse(Refusal(.badRequest, "Hello was said already."), id: id) }
    guard !hub.maintenance.isOn || isOperator else {
      refuse(Refusal(.maintenance, hub.maintenance.message, retryAfter: 10_000), id: id)
      return close(.tryLater, "maintenance")
    }
    if !isOperator, let exceeded = hub.limits.take(.hello, from: address, now: hub.time.now) {
      return refuseHello(counted(exceeded), id: id)
    }
    if let token {
      signIn(with: token, id: id)
    } else if let code {
      signIn(withCode: code, secret, id: id)
    } else if let session {
      authenticate(session, id: id)
    } else if let identity {
      // The session may have ended since the connection was made with its cookie.
      authenticate(identity, id: id)
    } else if let name {
      signIn(name, kind, secret, id: id)
    } else {
      refuseHello(Refusal(.unauthorized, "Hello needs a session, a token, a code or a name."), id: id)
    }
  }

  private func authenticate(_ session: String, id: String?) {
    phase = .identifying
    hub.accounts.authenticate(session, wallClock: hub.time.wallClock) { self.authenticated($0, id: id) }
  }

  private func authenticate(_ identity: Identity, id: String?) {
    phase = .identifying
    hub.accounts.authenticate(identity.hash, wallClock: hub.time.wallClock) { self.authenticated($0, id: id) }
  }

  private func authenticated(_ result: Result<Identity, Refusal>, id: String?) {
    guard phase == .identifying else { return }
    switch result {
    case .success(let identity):
      welcome(identity, token: nil, id: id)
      tellDirectRooms()
    case .failure(let refusal): refuseHello(refusal, id: id)
    }
  }

  private func signIn(_ name: String, _ kind: User.Kind, _ secret: String?, id: String?) {
    if let refusal = hub.accounts.refusalOfGuest(isOperator: isOperator) {
      return refuseHello(refusal, .helloRefused, "no guests", id: id)
    }
    if let refusal = hub.refusalOfSignIn(from: address) { return refuseHello(refusal, id: id) }
    phase = .identifying
    hub.accounts.signIn(as: name, claim: kind, secret: secret, wallClock: hub.time.wallClock) { result in
      self.signedIn(result, id: id) { self.answer(nil) }
    }
  }

  private func signIn(withCode code: String, _ secret: String?, id: String?) {
    if let refusal = hub.accounts.refusalOfGuest(isOperator: isOperator) {
      return refuseHello(refusal, .helloRefused, "no guests", id: id)
    }
    if let refusal = hub.refusalOfSignIn(from: address) { return refuseHello(refusal, id: id) }
    phase = .identifying
    hub.signIn(withCode: code, secret: secret, from: address) { result in
      self.signedIn(result, id: id) { self.tellDirectRooms() }
    }
  }

  private func signIn(with token: String, id: String?) {
    phase = .identifying
    hub.accounts.signIn(with: token, wallClock: hub.time.wallClock) { result in
      // They may have been here before, on another day or device.
      self.signedIn(result, id: id) { self.tellDirectRooms() }
    }
  }

  private func signedIn(_ result: Result<SignIn, Refusal>, id: String?, finish: () -> Void) {
    guard phase == .identifying else { return }
    switch result {
    case .success(let signIn):
      welcome(signIn.identity, token: signIn.token, id: id)
      finish()
    case .failure(let refusal): refuseHello(refusal, id: id)
    }
  }

  /// Says why, and closes with a code that says so as well: programs have mostly sent their next requests already, and what
  /// is refused then is not what is wrong.
  private func refuseHello(_ refusal: Refusal, id: String?) {
    switch refusal.code {
    case .unauthorized: refuseHello(refusal, .unauthorized, "unknown session or token", id: id)
    case .nameTaken: refuseHello(refusal, .nameTaken, "name taken", id: id)
    case .forbidden: refuseHello(refusal, .banned, "banned", id: id)
    case .unavailable: refuseHello(refusal, .tryLater, "unavailable", id: id)
    case .rateLimited: refuseHello(refusal, .flooding, "too many", id: id)
    default: refuseHello(refusal, .helloRefused, "hello refused", id: id)
    }
  }

  private func refuseHello(_ refusal: Refusal, _ code: CloseCode, _ reason: String, id: String?) {
    phase = .connected
    refuse(refusal, id: id)
    close(code, reason)
  }

  func tellWelcome(token: String?, id: String?) {
    let configuration = hub.configuration
    let welcome = Self.reply("welcome", id: id) { writer in
      writer.member("user", object: { $0.user(user) })
      if let token { writer.member("session", token) }
      if let expires = identity?.record.expires { writer.member("expires", expires) }
      writer.member(
        "server",
        object: { server in
          server.member("version", configuration.version)
          server.member("instance", configuration.instance)
          if !configuration.page.isEmpty { server.member("page", configuration.page) }
        })
      writer.member("pingInterval", configuration.pingSeconds * 1_000)
      writer.member(
        "limits",
        object: { limits in
          limits.member("text", configuration.textLimit)
          limits.member("dataBytes", MessageData.maximumBytes)
          limits.member("history", configuration.historyLimit)
          limits.member("rooms", configuration.roomsPerClient)
        })
      if let suspension { writer.member("suspended", object: { $0.restriction(suspension) }) }
    }
    tell(welcome)
  }

  /// Who came back is told of the direct rooms they have, whatever was written there meanwhile. With that, the hello is
  /// done with.
  func tellDirectRooms() {
    hub.tellDirectRooms(of: user.id, to: [self]) { self.answer(nil) }
  }
}
