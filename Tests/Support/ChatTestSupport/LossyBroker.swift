import Broker
import Chat
import ChatProtocol
import MemoryBroker

/// A broker that loses, delays and refuses on demand what the one behind it does.
final class LossyBroker: Broker {
  private var inner: MemoryBroker
  private var followed: Set<RoomName> = []
  weak var events: (any BrokerEvents)?
  /// Broadcasts are lost while it is set.
  var losesBroadcasts = false
  /// Reads and publications fail while it is set.
  var fails = false
  /// Reads are answered only by `release`.
  var holdsReads = false
  /// Reads are made, but their answers wait for `release`.
  var holdsAnswers = false
  private(set) var reads = 0
  private var heldReads: [() -> Void] = []

  init(_ inner: MemoryBroker) {
    self.inner = inner
    inner.events = self
  }

  var condition: BrokerCondition { inner.condition }

  /// Goes on with another store, as if this one had come back empty.
  /// - Parameter isNoticed: whether a connection broke, so that the instance looks at once.
  func replaceStore(_ other: MemoryBroker, isNoticed: Bool = true) {
    inner.events = nil
    inner = other
    inner.events = self
    for room in followed { inner.subscribe(to: room) { _ in } }
    if isNoticed { events?.brokerMayHaveMissedMessages() }
  }

  func release() {
    holdsReads = false
    holdsAnswers = false
    let pendingBroadcasts = heldReads
    heldReads = []
    for read in pendingBroadcasts { read() }
  }

  private var failure: BrokerFailure { .unavailable(reason: "on demand") }

  func publish(
    _ publication: Publication, expecting known: Position?,
    completion: @escaping (Result<Receipt, BrokerFailure>) -> Void
  ) {
    if fails { return completion(.failure(failure)) }
    inner.publish(publication, expecting: known, completion: completion)
  }

  func synchronize(
    _ room: RoomName, after position: Position?, limit: Int,
    completion: @escaping (Result<SyncPage, BrokerFailure>) -> Void
  ) {
    reads += 1
    if fails { return completion(.failure(failure)) }
    let read = { [inner] in inner.synchronize(room, after: position, limit: limit, completion: completion) }
    if holdsAnswers {
      inner.synchronize(room, after: position, limit: limit) { page in self.heldReads.append { completion(page) } }
    } else if holdsReads {
      heldReads.append(read)
    } else {
      read()
    }
  }

  func history(
    of room: RoomName, _ range: HistoryRange, limit: Int,
    completion: @escaping (Result<HistoryPage, BrokerFailure>) -> Void
  ) { inner.history(of: room, range, limit: limit, completion: completion) }

  func amend(
    _ amendment: Amendment, in room: RoomName, completion: @escaping (Result<Void, BrokerFailure>) -> Void
  ) {
    if fails { completion(.failure(failure)) } else { inner.amend(amendment, in: room, completion: completion) }
  }

  func subscribe(to room: RoomName, completion: @escaping (Result<Void, BrokerFailure>) -> Void) {
    if fails { return completion(.failure(failure)) }
    followed.insert(room)
    inner.subscribe(to: room, completion: completion)
  }
  func unsubscribe(from room: RoomName) {
    followed.remove(room)
    inner.unsubscribe(from: room)
  }
  func announce(_ ephemeral: Ephemeral, in room: RoomName) { inner.announce(ephemeral, in: room) }

  func createSession(
    _ hash: TokenHash, _ record: SessionRecord, skeleton: String, lifetime: Int,
    completion: @escaping (Result<Bool, BrokerFailure>) -> Void
  ) { inner.createSession(hash, record, skeleton: skeleton, lifetime: lifetime, completion: completion) }
  func session(
    _ hash: TokenHash, lifetime: Int, completion: @escaping (Result<SessionRecord?, BrokerFailure>) -> Void
  ) { inner.session(hash, lifetime: lifetime, completion: completion) }
  func endSession(_ hash: TokenHash, completion: @escaping (Result<Void, BrokerFailure>) -> Void) {
    inner.endSession(hash, completion: completion)
  }
  func user(named skeleton: String, completion: @escaping (Result<User?, BrokerFailure>) -> Void) {
    inner.user(named: skeleton, completion: completion)
  }
  func updatePresence(
    in room: RoomName, present: [User], gone: [User.ID], completion: @escaping (Result<Int, BrokerFailure>) -> Void
  ) { inner.updatePresence(in: room, present: present, gone: gone, completion: completion) }
  func members(
    of room: RoomName, limit: Int, completion: @escaping (Result<Members, BrokerFailure>) -> Void
  ) { inner.members(of: room, limit: limit, completion: completion) }
  func noteActivity(in rooms: [RoomName]) { inner.noteActivity(in: rooms) }
  func publicRooms(
    from start: Int, limit: Int, completion: @escaping (Result<RoomListing, BrokerFailure>) -> Void
  ) { inner.publicRooms(from: start, limit: limit, completion: completion) }
  func maintenance(completion: @escaping (Result<Maintenance, BrokerFailure>) -> Void) {
    inner.maintenance(completion: completion)
  }
  func setMaintenance(_ maintenance: Maintenance, completion: @escaping (Result<Void, BrokerFailure>) -> Void) {
    inner.setMaintenance(maintenance, completion: completion)
  }
  func recordDirect(
    _ room: RoomName, from sender: User, to recipient: User,
    completion: @escaping (Result<Void, BrokerFailure>) -> Void
  ) { inner.recordDirect(room, from: sender, to: recipient, completion: completion) }
  func directRooms(of user: User.ID, completion: @escaping (Result<[DirectRoom], BrokerFailure>) -> Void) {
    inner.directRooms(of: user, completion: completion)
  }
}

extension LossyBroker: BrokerEvents {
  func broker(received message: BroadcastMessage, in room: RoomName) {
    if !losesBroadcasts { events?.broker(received: message, in: room) }
  }
  func broker(received ephemeral: Ephemeral, in room: RoomName) {
    if !losesBroadcasts { events?.broker(received: ephemeral, in: room) }
  }
  func broker(received event: FleetEvent) { if !losesBroadcasts { events?.broker(received: event) } }
  func brokerMayHaveMissedMessages() { events?.brokerMayHaveMissedMessages() }
}

extension LossyBroker {
  func addHook(_ hook: Hook, token: TokenHash, completion: @escaping (Result<Bool, BrokerFailure>) -> Void) {
    inner.addHook(hook, token: token, completion: completion)
  }
  func hooks(completion: @escaping (Result<[Hook], BrokerFailure>) -> Void) { inner.hooks(completion: completion) }
  func removeHook(_ id: User.ID, completion: @escaping (Result<Bool, BrokerFailure>) -> Void) {
    inner.removeHook(id, completion: completion)
  }
  func useHook(_ token: TokenHash, completion: @escaping (Result<HookUse, BrokerFailure>) -> Void) {
    inner.useHook(token, completion: completion)
  }
}
