import Broker
import ChatProtocol

// Saying who one is.
extension Client {
  /// The protocol's versions that are spoken.
  private static let versions = 1...1

  func hello(id: String?, version: Int, session: String?, name: String?, kind: User.Kind, secret: String?) {
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
    if let session {
      authenticate(session, id: id)
    } else if let identity {
      // The session may have ended since the connection was made with its cookie.
      authenticate(identity, id: id)
    } else if let name {
      signIn(name, kind, secret, id: id)
    } else {
      refuseHello(Refusal(.unauthorized, "Hello needs a session or a name."), id: id)
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
    if let refusal = hub.refusalOfSignIn(from: address) { return refuseHello(refusal, id: id) }
    phase = .identifying
    hub.accounts.signIn(as: name, kind: kind, secret: secret, wallClock: hub.time.wallClock) { result in
      guard self.phase == .identifying else { return }
      switch result {
      case .success(let signIn):
        self.welcome(signIn.identity, token: signIn.token, id: id)
        self.answer(nil)
      case .failure(let refusal): self.refuseHello(refusal, id: id)
      }
    }
  }

  /// Says why, and closes with a code that says so as well: programs have mostly sent their next requests already, and what
  /// is refused then is not what is wrong.
  private func refuseHello(_ refusal: Refusal, id: String?) {
    phase = .connected
    refuse(refusal, id: id)
    switch refusal.code {
    case .unauthorized: close(.unauthorized, "unknown session")
    case .nameTaken: close(.nameTaken, "name taken")
    case .forbidden: close(.banned, "banned")
    case .unavailable: close(.tryLater, "unavailable")
    case .rateLimited: close(.flooding, "too many")
    default: close(.helloRefused, "hello refused")
    }
  }

  /// Who came back is told of the direct rooms they have, whatever was written there meanwhile. With that, the hello is
  /// done with.
  func tellDirectRooms() {
    hub.broker.perform(ListDirectRooms(of: user.id)) { result in
      defer { self.answer(nil) }
      guard case .success(let rooms) = result else { return }
      for direct in rooms { self.hint(at: direct.room, from: direct.other) }
    }
  }
}
