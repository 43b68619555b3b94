import ChatProtocol
import NetClient
import WebSocket

// Coming with an application's tokens.
extension Participant {
  /// What is said on a new connection: with the session as long as there is one, else with a token or a name.
  func sayHello(on connection: Connection) {
    guard session == nil, let tokens else {
      return connection.send(
        ClientObject.hello(session: session, name: configuration.name, kind: configuration.kind, secret: secret))
    }
    tokens.ask { [weak self, weak connection] token in
      guard let self, let connection, phase.connections.contains(where: { $0 === connection }) else { return }
      guard let token else {
        lastRefusal = ServerRefusal(code: ErrorCode.unavailable.rawValue, message: "There is no token.")
        connection.abandon()
        return self.connection(connection, ended: .failed("no token"))
      }
      connection.token = token
      connection.send(ClientObject.hello(token: token))
    }
  }

  /// The session ends soon. A token is asked for and shown on whatever connection counts then.
  func sessionExpires() {
    guard let tokens, !isRenewing else { return }
    isRenewing = true
    tokens.ask { [weak self] token in
      guard let self else { return }
      isRenewing = false
      guard let token, let connection = phase.newest else { return }
      connection.ask(.renew) { ClientObject.renew(token, id: $0) }
    }
  }

  /// The hello, or the session, was not taken.
  func noteRefusal(of connection: Connection, _ refusal: ServerRefusal) {
    guard let tokens, let token = connection.token, refusal.code == ErrorCode.unauthorized.rawValue else { return }
    tokens.tokenWasRefused(token, refusal)
  }

  /// Whether a new token may do better than what has just ended.
  func needsNewToken(after end: ConnectionEnd) -> Bool {
    guard tokens != nil else { return false }
    if lastRefusal?.code == ErrorCode.unauthorized.rawValue { return true }
    guard case .closed(let code, _) = end else { return false }
    return code == .unauthorized || code == .tokenExpired
  }
}
