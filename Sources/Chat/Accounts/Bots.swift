import Broker
import ChatProtocol

/// A bot just made. Its key is told once and kept nowhere.
package struct NewBot: Sendable {
  package let bot: Bot
  package let key: String
}

/// What operators do with the programs that have a key.
package struct Bots {
  private let hub: Hub

  package init(hub: Hub) { self.hub = hub }

  /// Makes a key, and its name the bot's alone.
  /// - Parameter maker: the operator's address.
  package func add(_ name: String, maker: String, completion: @escaping (Result<NewBot, Refusal>) -> Void) {
    let userName: UserName
    do { userName = try UserName(name) } catch { return completion(.failure(error)) }
    guard !userName.isReserved(for: .bot) else {
      return completion(.failure(Refusal(.badRequest, "This name, or one much like it, is the chat's own.")))
    }
    let key = BotKey.make(hub.entropy)
    guard let hash = BotKey.hash(key) else { return completion(.failure(Refusal(.unavailable, "No key was made."))) }
    let bot = Bot(userName, created: hub.time.wallClock, maker: maker)
    hub.broker.perform(AddBot(bot, key: hash, skeleton: userName.skeleton)) { result in
      switch result {
      case .success(.added): completion(.success(NewBot(bot: bot, key: key)))
      case .success(.nameTaken): completion(.failure(Self.nameTaken))
      case .success(.tooMany):
        completion(.failure(Refusal(.forbidden, "There are \(Bot.maximum) keys already; revoke some first.")))
      case .failure(let failure): completion(.failure(Refusal(failure)))
      }
    }
  }

  package func list(completion: @escaping (Result<[ListedBot], Refusal>) -> Void) {
    hub.broker.perform(ListBots()) { completion($0.mapError { Refusal($0) }) }
  }

  /// Ends a bot's key and its sessions; `not_found` when none has this name.
  /// - Parameter completion: gets how many sessions were ended.
  package func revoke(_ name: UserName, completion: @escaping (Result<Int, Refusal>) -> Void) {
    hub.broker.perform(RemoveBot(Bot.id(of: name))) { result in
      switch result {
      case .success(let ended?): completion(.success(ended))
      case .success(nil): completion(.failure(Refusal(.notFound, "There is no bot of this name.")))
      case .failure(let failure): completion(.failure(Refusal(failure)))
      }
    }
  }

  private static let nameTaken = Refusal(
    .nameTaken, "A bot has this name, or one much like it, or somebody who is signed in, or it is held for a ban.")
}
