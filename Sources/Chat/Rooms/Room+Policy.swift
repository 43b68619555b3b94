import Broker
import ChatProtocol
import JSON

// What may be done here: known, judged by, and carried out.
extension Room {
  /// What whoever is not let in is told, whatever the reason.
  static let notOpen = Refusal(BrokerFailure.forbidden)

  /// So many messages and changes may have been written in a room that is still new to whoever wrote them.
  static let mostInNewRoom: UInt64 = 20

  func admits(_ user: User, _ act: RoomAct) -> Bool {
    !policy.exists || allows(user.id, act, in: policy, at: hub.time.wallClock)
  }

  /// Whether what may be done here is known.
  var isFollowed: Bool { if case .starting = sync.state { false } else { true } }

  func whenFollowed(_ body: @escaping () -> Void) { isFollowed ? body() : onceFollowed.append(body) }

  func doOnceFollowed() {
    let bodies = onceFollowed
    onceFollowed = []
    for body in bodies { body() }
  }

  /// Whether everybody can find it.
  var isListed: Bool { name.participants == nil && policy.mode != .closed }

  // MARK: - Knowing it

  /// A page tells which policy the room has: if it is another one than is known, it is read first.
  func whenPolicyKnown(_ version: String, then: @escaping (BrokerFailure?) -> Void) {
    guard version != policy.version else { return then(nil) }
    let count = policyChanges
    hub.broker.perform(ReadPolicy(of: name)) { result in
      switch result {
      case .success(let policy):
        self.know(policy, readSince: count)
        then(nil)
      case .failure(let failure): then(failure)
      }
    }
  }

  /// Something was judged by another policy than the room has.
  func readPolicy() {
    let count = policyChanges
    hub.broker.perform(ReadPolicy(of: name)) { result in
      guard case .success(let policy) = result else { return }
      self.know(policy, readSince: count)
      self.perform(self.sync.policyRead(at: self.hub.time.now))
    }
  }

  /// A change has come in the room's order, if what was read has not gone beyond it.
  func applyPolicy(of message: StoredMessage) {
    guard message.seq > policy.seq, message.identity != policy.version else { return }
    var policy = policy
    policy.apply(
      PolicyChange(body: message.body), version: message.identity, seq: message.seq, at: hub.time.wallClock)
    policyChanges += 1
    know(policy)
  }

  /// Takes over what was read, unless changes have come meanwhile that it does not have: the next one would be added to what
  /// lacks these, and pass for the whole.
  /// - Parameter count: `policyChanges` as it was asked for. If it still is, the store has the last word: it may have lost
  ///   something.
  func know(_ policy: Policy, readSince count: Int) {
    if policyChanges == count || policy.seq >= self.policy.seq { know(policy) }
  }

  private func know(_ policy: Policy) {
    guard policy != self.policy else { return }
    let before = keptSeconds
    self.policy = policy
    if keptSeconds != before { keepsOtherwise() }
    enforce()
  }

  /// Takes those out who may not be here any more, once they have seen why.
  private func enforce() {
    if policy.mode == .closed { hub.broker.perform(UnlistRoom(name)) { _ in } }
    for client in members where !admits(client.user, .enter) { expel(client) }
  }

  func expel(_ client: Client) {
    remove(client, left: true)
    client.tell(
      JSONWriter.object { writer in
        writer.member("type", "left")
        writer.member("room", name.text)
        writer.member("reason", "removed")
      })
  }

  // MARK: - Judging by it

  /// By which policy a publication may be stored; `nil` if it may not.
  func judge(_ publication: Publication) -> Judgement? {
    let now = hub.time.wallClock
    let act = act(of: publication)
    if !policy.exists {
      if case .govern = act { return allows(publication.author, act, in: policy, at: now) ? Judgement("") : nil }
      return Judgement("")
    }
    guard allows(publication.author, act, in: policy, at: now) else { return nil }
    return Judgement(
      policy.version, slow: act == .send ? pause(of: publication.author, in: policy, at: now) : nil)
  }

  /// Whether a publication calls everybody, and its author may.
  func calls(_ publication: Publication) -> Bool {
    publication.mentioned.everybody != nil
      && allows(publication.author, .callEverybody, in: policy, at: hub.time.wallClock)
  }

  private func act(of publication: Publication) -> RoomAct {
    switch publication.header.kind {
    case .edit: .edit
    case .reaction: .react
    case .delete: .delete(ofOthers: publication.header.target?.author != publication.author)
    case .policy: .govern(PolicyChange(body: publication.body), isNew: isNew(to: publication.author))
    default: .send
    }
  }

  /// Whether nobody else has written here. Each look reads what was written, so only a room with little in it is new.
  func isNew(to user: User.ID) -> Bool {
    guard !policy.exists, name.participants == nil, isFollowed else { return false }
    guard log.firstSeq == 1, log.position.seq <= Self.mostInNewRoom else { return false }
    return log.objects(from: 1, through: log.position.seq).allSatisfy { event in
      let object = try? JSONParser.parseObject(Array(event.bytes))
      return object?["from"]?.object?["id"]?.string == user
    }
  }

  /// What may not be stored may have been stored before that was forbidden: its author is asking again then. Or what is
  /// known here is not so any more: no one is refused by that.
  func findRepeat(of publication: Publication, _ completion: @escaping (Result<Receipt, BrokerFailure>) -> Void) {
    hub.broker.perform(FindReceipt(of: publication.id, by: publication.author, in: name)) { result in
      switch result {
      case .success(let receipt?): completion(.success(receipt))
      case .success(nil):
        self.hub.broker.perform(ReadPolicy(of: self.name)) { result in
          completion(result.flatMap { .failure($0.version == self.policy.version ? .forbidden : .otherPolicy) })
        }
      case .failure(let failure): completion(.failure(failure))
      }
    }
  }
}

extension JSONWriter {
  /// What somebody who joins is told of a policy: the settings, and what they are themselves.
  mutating func policy(_ policy: Policy, of user: User, at now: Int64) {
    member("mode", policy.mode.rawValue)
    if policy.slow > 0 { member("slow", policy.slow) }
    if !policy.topic.isEmpty { member("topic", policy.topic) }
    if let pin = policy.pin { member("pin", object: { $0.pin(pin) }) }
    if policy.retain > 0 { member("retain", policy.retain) }
    if let everybody = policy.everybody { member("everybody", everybody.rawValue) }
    guard let role = policy.role(of: user.id, at: now) else { return }
    member("role", role.rawValue)
    if let until = policy.people[user.id]?.until, until > now { member("until", until) }
  }
}
