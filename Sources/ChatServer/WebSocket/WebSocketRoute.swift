import Chat
import ChatProtocol
import HTTP
import NetServer
import WebSocket

/// `GET /ws`: from a request to a WebSocket. Everything that is not let through is answered without ever a 101, and the
/// connection closed, so that no proxy goes on in the belief that it is a tunnel (threats 1, 3).
struct WebSocketRoute {
  /// Spoken in any case; named in the answer when the client offers it.
  private static let subprotocol = "tchatter.v1"

  let authenticator: RequestAuthenticator
  let sockets: WebSocketServer

  func add(to router: inout Router) {
    router.on("GET", "/ws") { upgrade($0) }
  }

  private func upgrade(_ exchange: Exchange) {
    let accepted: Handshake.Accepted
    do { accepted = try Handshake.check(exchange.request) } catch {
      return exchange.answer(Reply(error.response, closes: true))
    }
    if let refusal = authenticator.refusalOfOrigin(exchange) { return refuse(exchange, refusal) }
    authenticator.identify(exchange) { result in
      switch result {
      case .success(let identity): open(exchange, accepted, identity)
      // The client says in its hello who it is, and hears there that its session has ended.
      case .failure(let refusal) where refusal.code == .unauthorized: open(exchange, accepted, nil)
      case .failure(let refusal) where refusal.code == .forbidden: open(exchange, accepted, nil, refusal: refusal)
      case .failure(let refusal): refuse(exchange, .refusal(refusal))
      }
    }
  }

  private func open(
    _ exchange: Exchange, _ accepted: Handshake.Accepted, _ identity: Identity?, refusal: Refusal? = nil
  ) {
    let isOperator = authenticator.operators.isOperator(exchange.request)
    let address = exchange.client.network
    var fields = Fields()
    if let cookie = exchange.newCookie { try? fields.add("Set-Cookie", cookie) }
    guard let (stream, remainder) = exchange.takeOver() else { return }
    stream.write(Handshake.response(for: accepted, protocol: Self.subprotocol, fields: fields))
    sockets.open(
      stream, remainder: remainder, identity: identity, from: address, isOperator: isOperator,
      refusal: refusal)
  }

  private func refuse(_ exchange: Exchange, _ reply: Reply) {
    var reply = reply
    reply.closes = true
    exchange.answer(reply)
  }
}
