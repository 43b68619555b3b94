import Broker
import ChatProtocol

/// One instance's access to a `MemoryStore`: the whole `Broker` contract without Redis. A chat of one instance runs on
/// it, and nothing survives the process.
///
/// What is asked is done at once, and fails only with what means that nothing was stored; replies wait with the broadcasts
/// for `MemoryStore.deliverQueued`.
package final class MemoryBroker: Broker {
  package weak var events: (any BrokerEvents)?
  package var condition: BrokerCondition { .delivering }
  package var space: StoreSpace? { store.space }

  let store: MemoryStore
  private let instance: String

  /// - Parameter instance: the instance's name, unlike any other's on the store.
  package init(store: MemoryStore, instance: String = "") {
    self.store = store
    self.instance = instance
    store.register(self)
  }

  // Compiled once more for the call that each message is: as a generic it would look up types at run time.
  @_specialize(where Call == Publish)
  package func perform<Call: BrokerCall>(_ call: Call, reply: @escaping Call.Completion) {
    call.run(on: self) { [store] result in store.queue { reply(result) } }
  }

  /// Whether replies or broadcasts of the store's wait, and handing them over: for whoever has no loop to do it.
  package var hasQueued: Bool { store.hasQueued }
  package func deliverQueued() { store.deliverQueued() }

  package func unsubscribe(from room: RoomName) {
    store.existingRoom(room)?.followers.removeAll { $0.broker == nil || $0.broker === self }
  }

  package func announce(_ typing: Typing, in room: RoomName) {
    guard let room = store.existingRoom(room) else { return }
    store.tell(room, [.typing(typing)])
  }

  package func announce(_ report: UsageReport) { store.tellFleet(.usage(report)) }
}

// MARK: - Messages

extension MemoryBroker: BrokerBackend {
  package func run(_ call: Publish, reply: @escaping Publish.Completion) {
    reply(Result { () throws(BrokerFailure) in try place(call) })
  }

  private func place(_ call: Publish) throws(BrokerFailure) -> Receipt {
    let (publication, now) = (call.publication, store.now)
    let key = RequestMemory.Key(room: publication.room, author: publication.author, id: publication.id)
    store.requests.expire(at: now)
    if let answer = store.requests[key] { return try answer.repeated(publication) }
    let existing = store.existingRoom(publication.room)
    if let known = call.known, existing?.isKnown(as: known) != true { throw .stale }
    if let refusal = existing?.refusal(of: publication, judgedBy: call.judgement, at: now) { throw refusal }
    if existing == nil, call.judgement?.version.isEmpty == false { throw .otherPolicy }
    guard let (room, message) = store.store(publication, at: now) else { throw .full }
    if let slow = call.judgement?.slow { room.noteWriting(of: publication.author, slow: slow, at: now) }
    let receipt = Receipt(position: room.head, time: now, isDuplicate: false)
    store.requests.remember(
      key, RequestMemory.Answer(receipt: receipt, digest: publication.digest),
      isShort: call.judgement != nil && store.space.isFilling, now: now)
    let broadcast = BroadcastMessage(epoch: room.epoch, stored: message)
    store.tellFollowers(of: room) { $0.broker(received: broadcast, in: room.name) }
    return receipt
  }

  package func run(_ call: FindReceipt, reply: @escaping FindReceipt.Completion) {
    let key = RequestMemory.Key(room: call.room, author: call.author, id: call.id)
    store.requests.expire(at: store.now)
    reply(.success(store.requests[key]?.receipt.repeated))
  }

  package func run(_ call: Synchronize, reply: @escaping Synchronize.Completion) {
    guard let room = store.room(call.room) else { return reply(.failure(.full)) }
    reply(.success(room.page(after: call.position, limit: pageSize(call.limit), latest: call.latest, now: store.now)))
  }

  package func run(_ call: ReadHistory, reply: @escaping ReadHistory.Completion) {
    let page = store.existingRoom(call.room)?.history(
      call.range, limit: pageSize(call.limit), bytes: call.bytes, now: store.now)
    reply(.success(page ?? HistoryPage(epoch: "", messages: [], hasMore: false)))
  }

  package func run(_ call: ReadPolicy, reply: @escaping ReadPolicy.Completion) {
    reply(.success(store.existingRoom(call.room)?.policy ?? Policy()))
  }

  package func run(_ call: KeepInvitationKey, reply: @escaping KeepInvitationKey.Completion) {
    reply(.success(store.existingRoom(call.room)?.keepInvitationKey(call.key, replaces: call.replaces)))
  }

  package func run(_ call: FindInvitationKey, reply: @escaping FindInvitationKey.Completion) {
    reply(.success(store.existingRoom(call.room)?.invitationKey))
  }

  package func run(_ call: AddReport, reply: @escaping AddReport.Completion) {
    guard !store.space.isFull, let room = store.existingRoom(call.room) else { return reply(.failure(.full)) }
    let report = Report(
      call.position, time: store.now, by: call.user.id, named: call.user.name, reason: call.reason)
    let isNews = room.add(report)
    if isNews { store.tell(room, [.report(report)]) }
    reply(.success(isNews))
  }

  package func run(_ call: ListReports, reply: @escaping ListReports.Completion) {
    reply(.success(store.existingRoom(call.room)?.reports(at: store.now) ?? []))
  }

  package func run(_ call: RemoveReports, reply: @escaping RemoveReports.Completion) {
    reply(.success(store.existingRoom(call.room)?.removeReports(about: call.position) ?? 0))
  }

  package func run(_ call: Erase, reply: @escaping Erase.Completion) {
    store.existingRoom(call.room)?.erase(call.erasure)
    reply(.success(()))
  }

  package func run(_ call: TrimBacklog, reply: @escaping TrimBacklog.Completion) {
    reply(
      .success(
        store.existingRoom(call.room).map { room in
          TrimBacklog.Trimmed(epoch: room.epoch, first: room.firstSeq(at: store.now), hasMore: false)
        }))
  }

  /// What is erased is blank here at once, and nothing is written into files.
  package func run(_ call: BlankTexts, reply: @escaping BlankTexts.Completion) {
    reply(.success(BlankTexts.Step(count: 0, isDone: true)))
  }

  package func run(_ call: RewriteStoreFile, reply: @escaping RewriteStoreFile.Completion) { reply(.success(.unused)) }

  package func run(_ call: ReadStoreFiles, reply: @escaping ReadStoreFiles.Completion) { reply(.success([])) }

  package func run(_ call: Subscribe, reply: @escaping Subscribe.Completion) {
    guard let room = store.room(call.room) else { return reply(.failure(.full)) }
    room.followers.removeAll { $0.broker == nil || $0.broker === self }
    room.followers.append(WeakBroker(broker: self))
    reply(.success(()))
  }

  private func pageSize(_ limit: Int) -> Int { min(max(limit, 1), 1_000) }
}

extension RequestMemory.Answer {
  /// The answer to a repeated request.
  fileprivate func repeated(_ publication: Publication) throws(BrokerFailure) -> Receipt {
    guard digest == publication.digest else { throw .conflict }
    return receipt.repeated
  }
}

// MARK: - Sessions

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

  package func run(_ call: RenewSession, reply: @escaping RenewSession.Completion) {
    reply(.success(store.sessions.renew(call, now: store.now)))
  }

  package func run(_ call: FindSession, reply: @escaping FindSession.Completion) {
    reply(.success(store.sessions.prolong(call.hash, lifetime: call.lifetime, now: store.now)))
  }

  package func run(_ call: EndSession, reply: @escaping EndSession.Completion) {
    store.sessions.end(call.hash, now: store.now)
    store.tellFleet(.sessionEnded(call.hash))
    reply(.success(()))
  }

  package func run(_ call: JudgeUser, reply: @escaping JudgeUser.Completion) {
    let (ended, until) = store.sessions.judge(call, now: store.now)
    tell(ended, of: call.user)
    reply(.success(JudgeUser.Reply(ended: ended.count, until: until)))
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

// MARK: - Presence

extension MemoryBroker {
  package func run(_ call: UpdatePresence, reply: @escaping UpdatePresence.Completion) {
    guard let room = store.room(call.room) else { return reply(.failure(.full)) }
    let notices = room.presence.update(by: instance, present: call.present, gone: call.gone, now: store.now)
    store.tell(room, notices.map { .presence($0) })
    reply(.success(room.presence.count))
  }

  package func run(_ call: ListMembers, reply: @escaping ListMembers.Completion) {
    guard let room = store.existingRoom(call.room) else { return reply(.success(Members(users: [], count: 0))) }
    let notices = room.presence.update(by: instance, present: [], gone: [], now: store.now)
    store.tell(room, notices.map { .presence($0) })
    reply(.success(Members(users: room.presence.users(limit: max(call.limit, 0)), count: room.presence.count)))
  }
}

// MARK: - Rooms

extension MemoryBroker {
  package func run(_ call: NoteActivity, reply: @escaping NoteActivity.Completion) {
    for room in call.rooms { store.directory.note(room, now: store.now) }
    reply(.success(()))
  }

  package func run(_ call: UnlistRoom, reply: @escaping UnlistRoom.Completion) {
    store.directory.forget(call.room)
    reply(.success(()))
  }

  package func run(_ call: ListRooms, reply: @escaping ListRooms.Completion) {
    let latest = store.directory.latest(
      from: max(0, call.start), limit: min(max(call.limit, 1), 100), now: store.now)
    let rooms = latest.rooms.map { entry in
      ListedRoom(room: entry.room, count: store.existingRoom(entry.room)?.presence.count ?? 0, time: entry.time)
    }
    reply(.success(RoomListing(rooms: rooms, hasMore: latest.hasMore)))
  }
}

// MARK: - What the store has

extension MemoryBroker {
  package func run(_ call: SurveyStore, reply: @escaping SurveyStore.Completion) {
    reply(.success(store.survey(from: call.cursor)))
  }

  package func run(_ call: RemoveRoom, reply: @escaping RemoveRoom.Completion) {
    reply(.success(store.remove(call.room, unusedFor: call.unusedFor)))
  }
}

// MARK: - The fleet

extension MemoryBroker {
  package func run(_ call: ReadMaintenance, reply: @escaping ReadMaintenance.Completion) {
    reply(.success(store.maintenance))
  }

  package func run(_ call: SetMaintenance, reply: @escaping SetMaintenance.Completion) {
    store.maintenance = call.maintenance
    store.tellFleet(.maintenance(call.maintenance))
    reply(.success(()))
  }

  package func run(_ call: RecordDirect, reply: @escaping RecordDirect.Completion) {
    let isFirst = store.directs.record(call, within: store.limits.seconds, now: store.now)
    store.tellFleet(.direct(room: call.room, from: call.sender, recipient: call.recipient.id))
    reply(.success(isFirst))
  }

  package func run(_ call: ListDirectRooms, reply: @escaping ListDirectRooms.Completion) {
    reply(.success(store.directs.rooms(of: call.user, within: store.limits.seconds, now: store.now)))
  }
}

// MARK: - What was read, and what is to be

extension MemoryBroker {
  package func run(_ call: MoveReadMarks, reply: @escaping MoveReadMarks.Completion) {
    store.sweep()
    guard !store.space.isFull else { return reply(.failure(.full)) }
    let moved = store.readMarks.move(call, now: store.now)
    reply(.success(moved.map(\.room)))
    guard !moved.isEmpty else { return }
    store.tellFleet(.read(user: call.user, moved.map { RoomMark($0.room, $0.mark) }, by: call.instance))
  }

  package func run(_ call: ListReadMarks, reply: @escaping ListReadMarks.Completion) {
    reply(.success(store.readMarks.list(of: call.user, now: store.now)))
  }

  package func run(_ call: NoteMentions, reply: @escaping NoteMentions.Completion) {
    store.sweep()
    guard !store.space.isFull else { return reply(.failure(.full)) }
    var noted: Set<User.ID> = [call.author]
    for names in call.names {
      let found = names.lazy.compactMap { self.store.sessions.person(named: $0, now: self.store.now) }.first
      guard let found, call.readers.contains(found.user), noted.insert(found.user).inserted else { continue }
      let lifetime = found.isLasting ? SessionRecord.longestLife : call.lifetime
      store.mentions.note(call.mention, for: found.user, lifetime: lifetime, now: store.now)
    }
    reply(.success(noted.count - 1))
  }

  package func run(_ call: ListMentions, reply: @escaping ListMentions.Completion) {
    reply(.success(store.mentions.list(of: call.user, now: store.now)))
  }

  package func run(_ call: ForgetUser, reply: @escaping ForgetUser.Completion) {
    store.readMarks.forget(call.user)
    store.mentions.forget(call.user)
    store.sessions.forgetName(of: call.user)
    reply(.success(()))
  }
}

// MARK: - The page

extension MemoryBroker {
  package func run(_ call: StorePage, reply: @escaping StorePage.Completion) {
    store.pages.keep(call.files, of: call.version, now: store.now)
    reply(.success(()))
  }

  package func run(_ call: FindPageFile, reply: @escaping FindPageFile.Completion) {
    reply(.success(store.pages.file(call.path, of: call.version, now: store.now)))
  }
}

// MARK: - Webhooks

extension MemoryBroker {
  package func run(_ call: AddHook, reply: @escaping AddHook.Completion) {
    reply(.success(store.hooks.add(call.hook, token: call.token)))
  }

  package func run(_ call: ListHooks, reply: @escaping ListHooks.Completion) {
    reply(.success(store.hooks.all))
  }

  package func run(_ call: RemoveHook, reply: @escaping RemoveHook.Completion) {
    reply(.success(store.hooks.remove(call.id, unusedFor: call.unusedFor, now: store.now)))
  }

  package func run(_ call: UseHook, reply: @escaping UseHook.Completion) {
    reply(.success(store.hooks.use(call.token, now: store.now)))
  }

  package func run(_ call: NoteHookRefusal, reply: @escaping NoteHookRefusal.Completion) {
    reply(.success(store.hooks.note(call.refusal, of: call.id, now: store.now)))
  }
}
