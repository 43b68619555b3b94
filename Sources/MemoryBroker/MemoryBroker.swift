import Broker
import ChatProtocol

/// One instance's access to a `MemoryStore`: the whole `Broker` contract without Redis. A chat of one instance runs on
/// it, and nothing survives the process.
///
/// Completions are called before the functions return, and never fail but for `.full`, `.conflict` and `.stale`.
package final class MemoryBroker: Broker {
  package weak var events: (any BrokerEvents)?
  package var condition: BrokerCondition { .delivering }

  let store: MemoryStore
  private let instance: String

  /// - Parameter instance: the instance's name, unlike any other's on the store.
  package init(store: MemoryStore, instance: String = "") {
    self.store = store
    self.instance = instance
    store.register(self)
  }
}

// MARK: - Messages

extension MemoryBroker {
  package func publish(
    _ publication: Publication, expecting known: Position?,
    completion: @escaping (Result<Receipt, BrokerFailure>) -> Void
  ) {
    completion(Result { () throws(BrokerFailure) in try place(publication, expecting: known) })
  }

  private func place(_ publication: Publication, expecting known: Position?) throws(BrokerFailure) -> Receipt {
    let now = store.now
    let key = RequestMemory.Key(room: publication.room, author: publication.author, id: publication.id)
    store.requests.expire(at: now)
    if let answer = store.requests[key] { return try answer.repeated(publication) }
    if let known, store.existingRoom(publication.room)?.isKnown(as: known) != true { throw .stale }
    guard !store.requests.isFull, let room = store.room(publication.room) else { throw .full }
    let message = room.store(publication, at: now)
    let receipt = Receipt(position: room.head, time: now, isDuplicate: false)
    store.requests.remember(key, RequestMemory.Answer(receipt: receipt, digest: publication.digest), now: now)
    let broadcast = BroadcastMessage(epoch: room.epoch, stored: message)
    store.tellFollowers(of: room) { $0.broker(received: broadcast, in: room.name) }
    return receipt
  }

  package func synchronize(
    _ room: RoomName, after position: Position?, limit: Int,
    completion: @escaping (Result<SyncPage, BrokerFailure>) -> Void
  ) {
    guard let room = store.room(room) else { return completion(.failure(.full)) }
    completion(.success(room.page(after: position, limit: pageSize(limit), now: store.now)))
  }

  package func history(
    of room: RoomName, _ range: HistoryRange, limit: Int,
    completion: @escaping (Result<HistoryPage, BrokerFailure>) -> Void
  ) {
    let page = store.existingRoom(room)?.history(range, limit: pageSize(limit), now: store.now)
    completion(.success(page ?? HistoryPage(epoch: "", messages: [], hasMore: false)))
  }

  package func amend(
    _ amendment: Amendment, in room: RoomName, completion: @escaping (Result<Void, BrokerFailure>) -> Void
  ) {
    store.existingRoom(room)?.amend(amendment)
    completion(.success(()))
  }

  package func subscribe(to room: RoomName, completion: @escaping (Result<Void, BrokerFailure>) -> Void) {
    guard let room = store.room(room) else { return completion(.failure(.full)) }
    room.followers.removeAll { $0.broker == nil || $0.broker === self }
    room.followers.append(WeakBroker(broker: self))
    completion(.success(()))
  }

  package func unsubscribe(from room: RoomName) {
    store.existingRoom(room)?.followers.removeAll { $0.broker == nil || $0.broker === self }
  }

  package func announce(_ ephemeral: Ephemeral, in room: RoomName) {
    guard let room = store.existingRoom(room) else { return }
    store.tell(room, [ephemeral])
  }

  private func pageSize(_ limit: Int) -> Int { min(max(limit, 1), 1_000) }
}

extension RequestMemory.Answer {
  /// The answer to a repeated request.
  fileprivate func repeated(_ publication: Publication) throws(BrokerFailure) -> Receipt {
    guard digest == publication.digest else { throw .conflict }
    return Receipt(position: receipt.position, time: receipt.time, isDuplicate: true)
  }
}

// MARK: - Sessions

extension MemoryBroker {
  package func createSession(
    _ hash: TokenHash, _ record: SessionRecord, skeleton: String, lifetime: Int,
    completion: @escaping (Result<Bool, BrokerFailure>) -> Void
  ) {
    store.sweep()
    guard !store.sessions.isFull else { return completion(.failure(.full)) }
    let isMade = store.sessions.create(hash, record, skeleton: skeleton, lifetime: lifetime, now: store.now)
    completion(.success(isMade))
  }

  package func session(
    _ hash: TokenHash, lifetime: Int, completion: @escaping (Result<SessionRecord?, BrokerFailure>) -> Void
  ) {
    completion(.success(store.sessions.prolong(hash, lifetime: lifetime, now: store.now)))
  }

  package func endSession(_ hash: TokenHash, completion: @escaping (Result<Void, BrokerFailure>) -> Void) {
    store.sessions.end(hash)
    store.tellFleet(.sessionEnded(hash))
    completion(.success(()))
  }

  package func user(named skeleton: String, completion: @escaping (Result<User?, BrokerFailure>) -> Void) {
    completion(.success(store.sessions.user(named: skeleton, now: store.now)))
  }
}

// MARK: - Presence

extension MemoryBroker {
  package func updatePresence(
    in room: RoomName, present: [User], gone: [User.ID],
    completion: @escaping (Result<Int, BrokerFailure>) -> Void
  ) {
    guard let room = store.room(room) else { return completion(.failure(.full)) }
    store.tell(room, room.presence.update(by: instance, present: present, gone: gone, now: store.now))
    completion(.success(room.presence.count))
  }

  package func members(
    of room: RoomName, limit: Int, completion: @escaping (Result<Members, BrokerFailure>) -> Void
  ) {
    guard let room = store.existingRoom(room) else { return completion(.success(Members(users: [], count: 0))) }
    store.tell(room, room.presence.update(by: instance, present: [], gone: [], now: store.now))
    completion(.success(Members(users: room.presence.users(limit: max(limit, 0)), count: room.presence.count)))
  }
}

// MARK: - Rooms

extension MemoryBroker {
  package func noteActivity(in rooms: [RoomName]) {
    for room in rooms { store.directory.note(room, now: store.now) }
  }

  package func publicRooms(
    from start: Int, limit: Int, completion: @escaping (Result<RoomListing, BrokerFailure>) -> Void
  ) {
    let latest = store.directory.latest(from: max(0, start), limit: min(max(limit, 1), 100), now: store.now)
    let rooms = latest.rooms.map { entry in
      ListedRoom(room: entry.room, count: store.existingRoom(entry.room)?.presence.count ?? 0, time: entry.time)
    }
    completion(.success(RoomListing(rooms: rooms, hasMore: latest.hasMore)))
  }
}

// MARK: - The fleet

extension MemoryBroker {
  package func maintenance(completion: @escaping (Result<Maintenance, BrokerFailure>) -> Void) {
    completion(.success(store.maintenance))
  }

  package func setMaintenance(
    _ maintenance: Maintenance, completion: @escaping (Result<Void, BrokerFailure>) -> Void
  ) {
    store.maintenance = maintenance
    store.tellFleet(.maintenance(maintenance))
    completion(.success(()))
  }

  package func recordDirect(
    _ room: RoomName, from sender: User, to recipient: User,
    completion: @escaping (Result<Void, BrokerFailure>) -> Void
  ) {
    store.directs.record(room, of: sender.id, with: recipient, now: store.now)
    store.directs.record(room, of: recipient.id, with: sender, now: store.now)
    store.tellFleet(.direct(room: room, from: sender, recipient: recipient.id))
    completion(.success(()))
  }

  package func directRooms(
    of user: User.ID, completion: @escaping (Result<[DirectRoom], BrokerFailure>) -> Void
  ) {
    completion(.success(store.directs.rooms(of: user, within: store.limits.seconds, now: store.now)))
  }
}
