import Broker
import ChatProtocol

extension MemoryBroker {
  package func run(_ call: CreateSession, reply: @escaping CreateSession.Completion) {
    store.sweep()
    guard !store.sessions.isFull else { return reply(.failure(.full)) }
    reply(.success(store.sessions.create(call, now: store.now)))
    if let excess = store.sessions.endExcess(of: call.record.user.id, now: store.now) {
      store.tellFleet(.sessionEnded(excess))
    }
  }

  package func run(_ call: CreateUserSession, reply: @escaping CreateUserSession.Completion) {
    store.sweep()
    guard !store.sessions.isFull else { return reply(.failure(.full)) }
    reply(.success(store.sessions.create(call, now: store.now)))
    if let excess = store.sessions.endExcess(of: call.user, now: store.now) { store.tellFleet(.sessionEnded(excess)) }
  }

  package func run(_ call: CreateBotSession, reply: @escaping CreateBotSession.Completion) {
    store.sweep()
    guard !store.sessions.isFull else { return reply(.failure(.full)) }
    let answer = store.sessions.create(call, now: store.now)
    reply(.success(answer))
    if case .made(let user, _) = answer, let excess = store.sessions.endExcess(of: user.id, now: store.now) {
      store.tellFleet(.sessionEnded(excess))
    }
  }

  package func run(_ call: AddDeviceCode, reply: @escaping AddDeviceCode.Completion) {
    store.sweep()
    guard store.sessions.codes.count < store.sessions.capacity else { return reply(.failure(.full)) }
    store.sessions.codes.add(call, now: store.now)
    reply(.success(()))
  }

  package func run(_ call: CreateDeviceSession, reply: @escaping CreateDeviceSession.Completion) {
    store.sweep()
    guard !store.sessions.isFull else { return reply(.failure(.full)) }
    let answer = store.sessions.create(call, now: store.now)
    reply(.success(answer))
    guard case .made(let user) = answer else { return }
    if let excess = store.sessions.endExcess(of: user.id, now: store.now) { store.tellFleet(.sessionEnded(excess)) }
    store.tellFleet(.deviceAdded(NewDevice(of: user.id, session: call.hash, at: call.created)))
  }

  package func run(_ call: RenewSession, reply: @escaping RenewSession.Completion) {
    let before = store.sessions.renew(call, now: store.now)
    if let before, before.scope != call.scope { store.tellFleet(.standingChanged(before.user.id)) }
    reply(.success(before != nil))
  }

  package func run(_ call: FindSession, reply: @escaping FindSession.Completion) {
    reply(.success(store.sessions.prolong(call.hash, lifetime: call.lifetime, now: store.now)))
  }

  package func run(_ call: EndSession, reply: @escaping EndSession.Completion) {
    store.sessions.end(call.hash, now: store.now)
    store.tellFleet(.sessionEnded(call.hash))
    reply(.success(()))
  }

  package func run(_ call: ListSessions, reply: @escaping ListSessions.Completion) {
    reply(.success(store.sessions.list(of: call.user, lifetime: call.lifetime, now: store.now)))
  }

  package func run(_ call: RevokeSessions, reply: @escaping RevokeSessions.Completion) {
    let ended = store.sessions.revoke(call, now: store.now)
    for hash in ended ?? [] { store.tellFleet(.sessionEnded(hash)) }
    reply(.success(ended?.count))
  }

  package func run(_ call: ChangeStanding, reply: @escaping ChangeStanding.Completion) {
    let (ended, until) = store.sessions.change(by: call, now: store.now)
    tell(ended, of: call.user)
    reply(.success(ChangeStanding.Reply(ended: ended.count, until: until)))
  }

  private func tell(_ ended: [TokenHash], of user: User.ID) {
    for hash in ended { store.tellFleet(.sessionEnded(hash)) }
    store.tellFleet(.standingChanged(user))
  }

  package func run(_ call: ReadStanding, reply: @escaping ReadStanding.Completion) {
    reply(.success(store.sessions.standing(of: call.user, now: store.now)))
  }

  package func run(_ call: FindUser, reply: @escaping FindUser.Completion) {
    reply(.success(store.sessions.user(named: call.skeleton, now: store.now)))
  }
}

// MARK: - Bots

extension MemoryBroker {
  package func run(_ call: AddBot, reply: @escaping AddBot.Completion) {
    reply(.success(store.sessions.add(call, now: store.now)))
  }

  package func run(_ call: ListBots, reply: @escaping ListBots.Completion) {
    reply(.success(store.sessions.bots.all))
  }

  package func run(_ call: RemoveBot, reply: @escaping RemoveBot.Completion) {
    guard let ended = store.sessions.remove(bot: call.id, unusedFor: call.unusedFor, now: store.now) else {
      return reply(.success(nil))
    }
    tell(ended, of: call.id)
    reply(.success(ended.count))
  }
}
