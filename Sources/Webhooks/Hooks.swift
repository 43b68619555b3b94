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
  /// Where it comes from, as for `Hub.connect`.
  package let address: String

  package init(token: String, body: [UInt8], key: String?, from address: String = "") {
    self.token = token
    self.body = body
    self.key = key
    self.address = address
  }
}

/// A hook just made. Its token is told once and kept nowhere.
package struct NewHook: Sendable {
  package let hook: Hook
  package let token: String
}

/// Incoming webhooks on one instance: taking what they post, and what operators do with them.
///
/// Nothing about a hook itself is kept on the instance, so that one that was revoked is unknown everywhere at once.
package final class Hooks {
  /// Calls something back after a while.
  package typealias Later = (TimeSpan, @escaping () -> Void) -> Void

  let hub: Hub
  package private(set) var counters = HookCounters()
  /// Told of every refusal, and of which hook's post it was where that is known.
  package var onRefusal: (HookRefusal, Hook?) -> Void = { _, _ in }
  private let later: Later
  private var queue = HookQueue()

  package init(hub: Hub, later: @escaping Later) {
    self.hub = hub
    self.later = later
  }

  // MARK: - Posting

  /// Takes a post: success once its message is stored, or was before under the same key.
  package func take(_ post: HookRequest, completion: @escaping (Result<Void, HookRefusal>) -> Void) {
    let entry = HookQueue.Entry(post: post, deadline: hub.time.now + HookQueue.timeout, completion: completion)
    guard !hub.maintenance.isOn else { return refuse(entry, .maintenance, of: nil) }
    guard let token = Token.hash(post.token) else { return refuse(entry, .invalidToken, of: nil) }
    if let hook = queue.hook(of: token) { return wait(entry, token, of: hook) }
    if let refusal = hub.refusalOfHookPost(from: post.address) {
      return refuse(entry, .rateLimited(wait: refusal.retryAfter ?? 1_000), of: nil)
    }
    hub.broker.perform(UseHook(token)) { [self] result in
      switch result {
      case .success(.tooSoon(let hook, let wait)): self.wait(entry, token, of: hook, for: wait)
      case .success(.admitted(let hook)): deliver(entry, of: hook)
      case .success(.unknown): refuse(entry, .invalidToken, of: nil)
      case .failure(let failure): refuse(entry, HookRefusal(failure), of: nil)
      }
    }
  }

  private func deliver(_ entry: HookQueue.Entry, of hook: Hook) {
    HookDelivery(hub: hub, hook: hook) { [self] result in
      if case .failure(let refusal) = result { return refuse(entry, refusal, of: hook) }
      counters.stored += 1
      entry.completion(result)
    }.take(entry.post)
  }

  /// Somebody came to where hooks are, and not by POST. Whose hook it would be is not looked up: nothing came for it.
  package func refuseNoPost() {
    counters.refused[HookRefusal.noPost.code, default: 0] += 1
    onRefusal(.noPost, nil)
  }

  /// A post that could not be read, and has been answered. Whose it was is looked up, so that it is told of the hook.
  package func refuseUnread(_ post: HookRequest, _ refusal: HookRefusal) {
    let entry = HookQueue.Entry(post: post, deadline: hub.time.now) { _ in }
    guard let token = Token.hash(post.token) else { return refuse(entry, refusal, of: nil) }
    if let hook = queue.hook(of: token) { return refuse(entry, refusal, of: hook) }
    guard !hub.maintenance.isOn, hub.refusalOfHookPost(from: post.address) == nil else {
      return refuse(entry, refusal, of: nil)
    }
    hub.broker.perform(UseHook(token)) { [self] result in
      switch result {
      case .success(.tooSoon(let hook, _)), .success(.admitted(let hook)): refuse(entry, refusal, of: hook)
      case .success(.unknown), .failure: refuse(entry, refusal, of: nil)
      }
    }
  }

  /// Counts a refusal, and has the store remember it of the hook.
  private func refuse(_ entry: HookQueue.Entry, _ refusal: HookRefusal, of hook: Hook?) {
    counters.refused[refusal.code, default: 0] += 1
    onRefusal(refusal, hook)
    if let hook, !refusal.isPassing {
      hub.broker.perform(NoteHookRefusal(.init(code: refusal.code, reason: refusal.reason), of: hook.id)) { _ in }
    }
    entry.completion(.failure(refusal))
  }

  // MARK: - Posts that are too soon

  /// Has a post wait behind those of its hook that wait already, or refuses it.
  private func wait(_ entry: HookQueue.Entry, _ token: TokenHash, of hook: Hook, for milliseconds: Int = 0) {
    let isFirst = !queue.isWaiting(token)
    queue.open(token, of: hook)
    if let wait = queue.add(entry, of: token) {
      return refuse(entry, .rateLimited(wait: max(milliseconds, wait.milliseconds)), of: hook)
    }
    counters.delayed += 1
    if isFirst { serve(token, in: .milliseconds(milliseconds)) }
  }

  private func serve(_ token: TokenHash, in wait: TimeSpan) {
    later(wait) { [weak self] in self?.serve(token) }
  }

  /// Tries the first of those that wait; it stays the first until it is done with.
  private func serve(_ token: TokenHash) {
    guard let entry = queue.first(of: token) else { return }
    hub.broker.perform(UseHook(token)) { [self] result in
      if case .success(.tooSoon(_, let wait)) = result, hub.time.now + .milliseconds(wait) <= entry.deadline {
        return serve(token, in: .milliseconds(wait))
      }
      queue.removeFirst(of: token)
      switch result {
      case .success(.admitted) where hub.maintenance.isOn: refuse(entry, .maintenance, of: nil)
      case .success(.admitted(let hook)): deliver(entry, of: hook)
      case .success(.tooSoon(let hook, let wait)): refuse(entry, .rateLimited(wait: wait), of: hook)
      case .success(.unknown): refuse(entry, .invalidToken, of: nil)
      case .failure(let failure): refuse(entry, HookRefusal(failure), of: nil)
      }
      serve(token)
    }
  }

  // MARK: - Operators

  /// Makes a hook.
  /// - Parameter mayBeNew: whether its room may be one in which nobody has been; else such a room is `not_found`.
  package func add(
    _ wish: NewHookRequest, mayBeNew: Bool, completion: @escaping (Result<NewHook, Refusal>) -> Void
  ) {
    guard !mayBeNew else { return add(wish, completion: completion) }
    hub.roomExists(wish.room) { [self] result in
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

  package func list(completion: @escaping (Result<[ListedHook], Refusal>) -> Void) {
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
