import Base
import Broker
import Chat
import ChatProtocol

/// One post on its way: from a hook that was admitted to a message that is stored.
struct HookDelivery {
  let hub: Hub
  let hook: Hook
  let completion: (Result<Void, HookRefusal>) -> Void

  func take(_ post: HookRequest) {
    let payload: HookPayload
    do { payload = try read(post.body) } catch { return completion(.failure(error)) }
    let id = Self.id(post.key ?? payload.dedupe) ?? hub.entropy.word(12)
    let text = HookText.cut(payload.text, limit: hub.configuration.textLimit)
    if let refusal = MessageText.refusal(of: text, limit: hub.configuration.textLimit) {
      return completion(.failure(.invalidPayload(reason: refusal.message)))
    }
    address(payload.channel) { address in
      name(payload.username) { name in publish(text, as: name, to: address, id: id) }
    }
  }

  private func read(_ body: [UInt8]) throws(HookRefusal) -> HookPayload {
    guard !hook.template.isEmpty else { return try HookPayload(body) }
    // One that this version can't read was made by a later one.
    guard let template = try? HookTemplate(hook.template) else {
      throw .invalidPayload(reason: "the hook's template can't be read")
    }
    return try HookPayload(body, template: template)
  }

  /// A message's id from a key of any length: what is too long for one is told apart by its digest.
  private static func id(_ key: String?) -> String? {
    guard let key, !key.isEmpty else { return nil }
    guard key.utf8.count > ClientRequest.maximumIDLength else { return key }
    return TokenHash(SHA256.hash(Array(key.utf8)))?.text
  }

  // MARK: - Where

  /// Finds where a payload's `channel` leads; without one, to the hook's room.
  private func address(_ channel: String?, then: @escaping (Address) -> Void) {
    let channel = channel.map { HookText.clean($0) } ?? ""
    guard !channel.isEmpty else { return then(Address(room: hook.room, partner: nil)) }
    if channel.hasPrefix("@") { return direct(String(channel.dropFirst()), then: then) }
    let room = RoomName((channel.hasPrefix("#") ? String(channel.dropFirst()) : channel).lowercased())
    if room == hook.room { return then(Address(room: hook.room, partner: nil)) }
    guard hook.reach == .any else { return completion(.failure(.actionProhibited)) }
    guard let room else { return completion(.failure(.channelNotFound)) }
    hub.roomExists(room) { result in
      switch result {
      case .success(true): then(Address(room: room, partner: nil))
      case .success(false): completion(.failure(.channelNotFound))
      case .failure(let failure): completion(.failure(HookRefusal(failure)))
      }
    }
  }

  private func direct(_ name: String, then: @escaping (Address) -> Void) {
    guard hook.reach == .any else { return completion(.failure(.actionProhibited)) }
    guard let name = try? UserName(name) else { return completion(.failure(.channelNotFound)) }
    hub.broker.perform(FindUser(named: name.skeleton)) { result in
      switch result {
      case .success(let user?): then(Address(room: RoomName(between: hook.id, and: user.id), partner: user))
      case .success(nil): completion(.failure(.channelNotFound))
      case .failure(let failure): completion(.failure(HookRefusal(failure)))
      }
    }
  }

  // MARK: - Under which name

  /// The payload's name as far as it can be one, else the hook's; marked where somebody in the chat is called so, or much
  /// like it, and where nobody may be.
  private func name(_ wish: String?, then: @escaping (String) -> Void) {
    let name = HookName.fitting(wish ?? "") ?? hook.name
    guard let userName = try? UserName(name), !userName.isReserved(for: .bot) else {
      return then(HookName.marked(name))
    }
    hub.broker.perform(FindUser(named: userName.skeleton)) { result in
      switch result {
      case .success(nil): then(name)
      case .success(.some): then(HookName.marked(name))
      case .failure(let failure): completion(.failure(HookRefusal(failure)))
      }
    }
  }

  // MARK: - The message

  private func publish(_ text: String, as name: String, to address: Address, id: String) {
    if let failure = hub.refusalOfMessages(in: address.room) { return completion(.failure(HookRefusal(failure))) }
    hub.counters.publicationsReceived += 1
    let author = User(id: hook.id, name: name, kind: .bot)
    hub.publish(MessageContent(text), mentioning: Mentioned(in: text), by: author, in: address.room, id: id) {
      result in
      switch result {
      case .success(let receipt): stored(isRepeat: receipt.isDuplicate, at: address)
      // The same key with another text: a repeat all the same, for that is what a key says.
      case .failure(.conflict): stored(isRepeat: true, at: address)
      case .failure(let failure):
        hub.counters.refusePublication(for: Refusal(failure).code)
        // Another room than its own that is closed to a hook is none.
        let isHidden = failure == .forbidden && address.room != hook.room
        completion(.failure(isHidden ? .channelNotFound : HookRefusal(failure)))
      }
    }
  }

  private func stored(isRepeat: Bool, at address: Address) {
    if isRepeat {
      hub.counters.publicationsDuplicate += 1
    } else {
      hub.counters.publicationsAcknowledged += 1
    }
    if let partner = address.partner {
      // Best effort: the message is stored, and the next one tries again.
      let sender = User(id: hook.id, name: hook.name, kind: .bot)
      hub.broker.perform(RecordDirect(address.room, from: sender, to: partner)) { _ in }
    }
    completion(.success(()))
  }
}
