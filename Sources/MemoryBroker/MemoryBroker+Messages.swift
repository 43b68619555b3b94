import Broker
import ChatProtocol

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
      call.range, limit: pageSize(call.limit), bytes: call.bytes, tellsEdited: call.tellsEdited, now: store.now)
    reply(.success(page ?? HistoryPage(epoch: "", messages: [], hasMore: false)))
  }

  package func run(_ call: Erase, reply: @escaping Erase.Completion) {
    let room = store.existingRoom(call.room)
    for erasure in call.erasures { room?.erase(erasure) }
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

  package func run(_ call: ClaimCleaning, reply: @escaping ClaimCleaning.Completion) { reply(.success(nil)) }

  package func run(_ call: NoteBlanked, reply: @escaping NoteBlanked.Completion) { reply(.success(())) }

  package func run(_ call: NoteStoreFiles, reply: @escaping NoteStoreFiles.Completion) { reply(.success(())) }

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
