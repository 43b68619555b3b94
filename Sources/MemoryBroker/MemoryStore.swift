import Broker
import ChatProtocol

/// What the instances of a fleet share, kept in this process. Each instance has its own `MemoryBroker` on it; a single
/// instance has one, a simulated fleet several.
///
/// Everything in it is bounded: the backlog of a room by `BacklogLimits`; the number of rooms, sessions and remembered
/// request ids, and the memory that all of it takes, by capacities, beyond which it refuses with `.full`; and all of it by
/// expiry.
package final class MemoryStore {
  /// How much fits.
  package struct Capacities: Sendable {
    package var rooms = 100_000
    package var sessions = 500_000
    package var requests = 2_000_000
    /// What messages, request ids, rooms, sessions, read marks and mentions may take in all: bytes.
    package var bytes = 512 << 20
    package init() {}
  }

  let limits: BacklogLimits
  let capacities: Capacities
  private let clock: () -> Int64
  private let makeEpoch: () -> String
  private var rooms: [RoomName: MemoryRoom] = [:]
  var requests: RequestMemory
  var sessions: MemorySessions
  var directs = MemoryDirects()
  var readMarks = MemoryReadMarks()
  var mentions = MemoryMentions()
  var directory: MemoryDirectory
  var maintenance = Maintenance(isOn: false, message: "")
  var hooks = MemoryHooks()
  var pages = MemoryPages()

  private var brokers: [WeakBroker] = []
  private let soon: (@escaping () -> Void) -> Void
  /// Replies and what is told, in order.
  private var queued: [Delivery] = []
  private var nextSweep = Int64.min
  /// What the rooms take, as far as it has changed by what was published; counted anew at each sweep.
  private var roomBytes = 0

  /// - Parameters:
  ///   - clock: the time, milliseconds since 1970.
  ///   - makeEpoch: a random word of 1–15 bytes of `[a-z0-9]`.
  ///   - soon: runs what it is given once the present turn's handlers have returned: what was queued is handed over then.
  package init(
    limits: BacklogLimits = BacklogLimits(), capacities: Capacities = Capacities(), clock: @escaping () -> Int64,
    makeEpoch: @escaping () -> String, soon: @escaping (@escaping () -> Void) -> Void
  ) {
    self.limits = limits
    self.capacities = capacities
    self.clock = clock
    self.makeEpoch = makeEpoch
    self.soon = soon
    requests = RequestMemory(capacity: capacities.requests)
    directory = MemoryDirectory(seconds: limits.seconds)
    sessions = MemorySessions(capacity: capacities.sessions)
  }

  /// Milliseconds since 1970.
  var now: Int64 { clock() }

  // MARK: - Space

  /// About what a remembered request id or a code takes, a session with its name or a name that somebody had, and a read mark or a
  /// mention: bytes.
  static let requestOverhead = 256
  static let sessionOverhead = 1_024
  static let markOverhead = 192

  /// How much is taken.
  var space: StoreSpace {
    let marks = (readMarks.total + mentions.total) * Self.markOverhead
    let people = (sessions.count + sessions.knownCount) * Self.sessionOverhead
    let ids = (requests.count + sessions.codes.count) * Self.requestOverhead
    let used = roomBytes + ids + people + marks
    return StoreSpace(used: used, limit: capacities.bytes)
  }

  /// Gives a publication its place; `nil` when there is no room for it.
  func store(_ publication: Publication, at now: Int64) -> (room: MemoryRoom, message: StoredMessage)? {
    sweep()
    let isFull = requests.isFull || space.used + publication.body.count > capacities.bytes
    guard !isFull, let room = room(publication.room) else { return nil }
    let before = room.byteCount
    let message = room.store(publication, at: now)
    roomBytes += room.byteCount - before
    return (room, message)
  }

  // MARK: - Rooms

  var allRooms: Dictionary<RoomName, MemoryRoom>.Values { rooms.values }

  func existingRoom(_ name: RoomName) -> MemoryRoom? { rooms[name] }

  /// The room, made if need be; `nil` when there are too many.
  func room(_ name: RoomName) -> MemoryRoom? {
    if let room = rooms[name] { return room }
    sweep()
    guard rooms.count < capacities.rooms else { return nil }
    let room = MemoryRoom(name, epoch: makeEpoch(), limits: limits, now: now)
    rooms[name] = room
    roomBytes += room.byteCount
    return room
  }

  /// Forgets a room that nobody uses, as `RemoveRoom` tells it.
  func remove(_ name: RoomName, unusedFor seconds: Int) -> Bool {
    guard let room = rooms[name] else { return false }
    tell(room, room.presence.expire(at: now).map { .presence($0) })
    guard let surveyed = room.surveyed(listed: directory.time(of: name)), surveyed.isUnused(for: seconds, at: now)
    else { return false }
    directory.forget(name)
    roomBytes -= room.byteCount
    rooms[name] = nil
    guard room.policy.exists else { return true }
    let next = MemoryRoom(after: room, epoch: makeEpoch(), now: surveyed.lastUse)
    rooms[name] = next
    roomBytes += next.byteCount
    return true
  }

  /// Forgets what has expired, once a minute at most; called where something is added.
  func sweep() {
    let now = now
    guard now >= nextSweep else { return }
    nextSweep = now.addingSeconds(60)
    sessions.expire(at: now)
    directs.expire(after: limits.seconds, now: now)
    readMarks.expire(at: now)
    mentions.expire(at: now)
    for room in rooms.values {
      tell(room, room.presence.expire(at: now).map { .presence($0) })
      room.expire(at: now)
    }
    rooms = rooms.filter { !$0.value.isForgettable(at: now) }
    roomBytes = rooms.values.reduce(0) { $0 + $1.byteCount }
  }

  // MARK: - Telling

  func register(_ broker: MemoryBroker) {
    brokers.removeAll { $0.broker == nil }
    brokers.append(WeakBroker(broker: broker))
  }

  func tell(_ room: MemoryRoom, _ notices: [Ephemeral]) {
    for notice in notices {
      tellFollowers(of: room) { $0.broker(received: notice, in: room.name) }
    }
  }

  /// Tells every instance that follows the room.
  func tellFollowers(of room: MemoryRoom, _ tell: @escaping (any BrokerEvents) -> Void) {
    deliver(to: room.followers, tell)
  }

  /// Tells every instance.
  func tellFleet(_ event: FleetEvent) {
    deliver(to: brokers) { $0.broker(received: event) }
  }

  private func deliver(to receivers: [WeakBroker], _ tell: @escaping (any BrokerEvents) -> Void) {
    queue {
      for receiver in receivers {
        if let events = receiver.broker?.events { tell(events) }
      }
    }
  }

  // MARK: - Queueing

  /// Keeps back what would else come before a call returns, or in another order for one receiver than for the next.
  func queue(_ delivery: @escaping () -> Void) {
    queued.append(Delivery(run: delivery))
    if queued.count == 1 { soon { [weak self] in self?.deliverQueued() } }
  }

  package var hasQueued: Bool { !queued.isEmpty }

  /// Hands over what is queued. What that leads to is queued for the next time.
  package func deliverQueued() {
    let deliveries = queued
    queued = []
    for delivery in deliveries { delivery.run() }
  }
}

/// A closure by itself in an array would be wrapped in a second one.
private struct Delivery {
  let run: () -> Void
}

/// A broker that may be gone: an instance that ended without taking leave.
struct WeakBroker {
  weak var broker: MemoryBroker?
}
