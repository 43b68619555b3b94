import Base
import Broker
import Chat
import ChatProtocol
import NetServer

/// A user as operators name them: by their id, or by `@` and the name of somebody who is signed in.
struct OperatorsUser {
  let hub: Hub

  /// Finds who is meant; answers by itself if nobody is.
  /// - Parameter text: without percent-encoding.
  func find(_ text: String, _ exchange: Exchange, found: @escaping (User.ID) -> Void) {
    if User.isID(text) { return found(text) }
    guard text.first == "@", let name = try? UserName(String(text.dropFirst())) else {
      return exchange.answer(.refusal(.badRequest, "A user is an id, or @ and the name of somebody signed in."))
    }
    hub.broker.perform(FindUser(named: name.skeleton)) { result in
      switch result {
      case .success(let user?): found(user.id)
      case .success(nil): exchange.answer(.refusal(.notFound, "Nobody has this name."))
      case .failure(let failure): exchange.answer(.refusal(Refusal(failure)))
      }
    }
  }
}
