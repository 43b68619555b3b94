import Base
import Broker
import Chat
import ChatProtocol

/// What a webhook's client sent.
package struct HookRequest: Sendable {
  /// From the address.
  package let token: String
  package let body: [UInt8]
  /// From the field `Idempotency-Key`.
  package let key: String?

  package init(token: String, body: [UInt8], key: String?) {
    self.token = token
    self.body = body
    self.key = key
  }
}

/// A hook just made. Its token is told once and kept nowhere.
package struct NewHook: Sendable {
  package let hook: Hook
  package let token: String
}

/// Incoming webhooks on one instance: taking what they post, and what operators do with them.
///
/// Nothing about a hook is kept on the instance, so that one that was revoked is unknown everywhere at once.
package struct Hooks {
  let hub: Hub

  package init(hub: Hub) { self.hub = hub }

  // MARK: - Posting

  /// Takes a post: success once its message is stored, or was before under the same key.
  package func take(_ post: HookRequest, completion: @escaping (Result<Void, HookRefusal>) -> Void) {
    guard !hub.maintenance.isOn else { return completion(.failure(.maintenance)) }
    guard let token = Token.hash(post.token) else { return completion(.failure(.invalidToken)) }
    hub.broker.perform(UseHook(token)) { result in
      switch result {
      case .success(.admitted(let hook)): HookDelivery(hub: hub, hook: hook, completion: completion).take(post)
      case .success(.tooSoon(let wait)): completion(.failure(.rateLimited(wait: wait)))
      case .success(.unknown): completion(.failure(.invalidToken))
      case .failure(let failure): completion(.failure(HookRefusal(failure)))
      }
    }
  }

  // MARK: - Operators

  /// Makes a hook.
  /// - Parameter mayBeNew: whether its room may be one in which nobody has been; else such a room is `not_found`.
  package func add(
    _ wish: NewHookRequest, mayBeNew: Bool, completion: @escaping (Result<NewHook, Refusal>) -> Void
  ) {
    guard !mayBeNew else { return add(wish, completion: completion) }
    hub.roomExists(wish.room) { result in
      switch result {
      case .success(true): add(wish, completion: completion)
      case .success(false): completion(.failure(Refusal(.notFound, "There is no such room yet.")))
      case .failure(let failure): completion(.failure(Refusal(failure)))
      }
    }
  }

  private func add(_ wish: NewHookRequest, completion: @escaping (Result<NewHook, Refusal>) -> Void) {
    let token = Token.make(hub.entropy)
    guard let hash = Token.hash(token) else { return completion(.failure(Refusal(.unavailable, "No token was made."))) }
    let hook = Hook(
      id: hub.entropy.word(12), room: wish.room, name: wish.name, reach: wish.reach, rate: wish.rate,
      template: wish.template, created: hub.time.wallClock)
    hub.broker.perform(AddHook(hook, token: hash)) { result in
      switch result {
      case .success(true): completion(.success(NewHook(hook: hook, token: token)))
      case .success(false):
        completion(.failure(Refusal(.forbidden, "There are \(Hook.maximum) hooks already; revoke some first.")))
      case .failure(let failure): completion(.failure(Refusal(failure)))
      }
    }
  }

  package func list(completion: @escaping (Result<[Hook], Refusal>) -> Void) {
    hub.broker.perform(ListHooks()) { completion($0.mapError { Refusal($0) }) }
  }

  /// Ends a hook; `not_found` when there is none with this id.
  package func revoke(_ id: String, completion: @escaping (Result<Void, Refusal>) -> Void) {
    let unknown = Refusal(.notFound, "There is no hook with this id.")
    guard User.isID(id) else { return completion(.failure(unknown)) }
    hub.broker.perform(RemoveHook(id)) { result in
      switch result {
      case .success(true): completion(.success(()))
      case .success(false): completion(.failure(unknown))
      case .failure(let failure): completion(.failure(Refusal(failure)))
      }
    }
  }
}

extension Hub {
  /// Whether anybody has been in a public room, or anything is kept of it.
  func roomExists(_ room: RoomName, completion: @escaping (Result<Bool, BrokerFailure>) -> Void) {
    broker.perform(ReadHistory(of: room, .before(seq: Position.greatestSeq), limit: 1)) {
      completion($0.map { !$0.epoch.isEmpty })
    }
  }
}
