import ChatProtocol
import HTTP
import NetServer

/// `POST /poll`: the chat for where WebSockets are blocked. Nothing is kept between two calls.
struct PollRoute {
  /// Several messages, each as long as may be: bytes.
  private static let longestBody = 262_144

  let authenticator: RequestAuthenticator
  let server: WaitingPolls

  func add(to router: inout Router) {
    router.on("POST", "/poll") { poll($0) }
  }

  private func poll(_ exchange: Exchange) {
    if let refusal = authenticator.refusal(of: exchange) { return exchange.answer(refusal) }
    guard exchange.request.body.count <= Self.longestBody else {
      return exchange.answer(.refusal(.tooLarge, "A poll has at most \(Self.longestBody) bytes."))
    }
    let poll: PollRequest
    do { poll = try PollRequest(exchange.request.body) } catch { return exchange.answer(.refusal(error)) }
    let isOperator = authenticator.operators.isOperator(exchange.request)
    authenticator.identify(exchange, orBy: poll.session) { result in
      switch result {
      case .success(let identity?): server.open(poll, exchange, identity, isOperator: isOperator)
      case .success(nil): exchange.answer(.refusal(.unauthorized, "There is no session."))
      case .failure(let refusal): exchange.answer(.refusal(refusal))
      }
    }
  }
}
