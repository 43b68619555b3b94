import Broker
import Chat
import ChatProtocol
import JSON

/// A Redis, as a model: rooms with epochs and generations, a replica that is behind, followers. The only one, or a shard of
/// a cluster's.
package final class SimulatedRedis {
  /// A bug that can be planted, to show that the simulation finds it.
  enum Mutation: String, Sendable {
    /// Request ids are not remembered.
    case forgetsIDs
    /// A new primary goes on in the old generation.
    case noGenerations
    /// What is meant for another history is stored all the same.
    case noFence
    /// What was judged by another policy is stored all the same.
    case noJudgement
    /// What is refused has been broadcast already.
    case publishesBeforeStoring
    /// A message is acknowledged although it was not stored.
    case acknowledgesUnstored
    /// Reading on begins one message too late.
    case skipsOne
    /// A room's newest message does not go with it to another shard.
    case movesIncompletely
  }

  struct Room {
    let epoch: String
    var generation: UInt32 = 0
    var writer: Int
    /// The last seq before each generation.
    var bases: [UInt32: UInt64] = [:]
    var messages: [StoredMessage] = []
    var ids: [String: (receipt: Receipt, digest: String)] = [:]
    var policy = Policy()
    /// Those that had a place before, by their identities: they were judged there.
    var putBack: Set<String> = []

    var lastSeq: UInt64 { UInt64(messages.count) }

    func position(_ seq: UInt64) -> Position {
      guard seq > 0 else { return Position(epoch: epoch, generation: generation, seq: 0, identity: "-") }
      return Position(of: messages[Int(seq - 1)], epoch: epoch)
    }

    /// The head as the scripts tell it: in the current generation.
    var head: Position {
      let last = position(lastSeq)
      return Position(epoch: epoch, generation: generation, seq: last.seq, identity: last.identity)
    }
  }

  let scheduler: Scheduler
  var mutation: Mutation?
  private(set) var rooms: [RoomName: Room] = [:]
  private var replica: [RoomName: Room] = [:]
  private let names: Names
  private var primary: Int
  private var followers: [RoomName: [SimulatedBroker]] = [:]
  private(set) var isAway = false
  /// Stands still: what is asked is done once it goes on, in order.
  var isPaused = false {
    didSet { if !isPaused { resume() } }
  }
  private var postponed: [() -> Void] = []

  init(_ scheduler: Scheduler, names: Names) {
    self.scheduler = scheduler
    self.names = names
    primary = names.nextPrimary()
  }

  /// What no two have alike, on no shard: the numbers of primaries and the epochs of rooms.
  final class Names {
    private var primaries = 0
    private var epochs = 0

    func nextPrimary() -> Int {
      primaries += 1
      return primaries
    }

    func nextEpoch() -> String {
      epochs += 1
      return "e\(epochs)"
    }
  }

  // MARK: - Faults

  func whenTurning(_ body: @escaping () -> Void) {
    if isPaused { postponed.append(body) } else { body() }
  }
  private func resume() {
    let bodies = postponed
    postponed = []
    for body in bodies { body() }
  }
  func goAway() { isAway = true }
  func comeBack() { isAway = false }
  /// The replica has seen everything up to now.
  func replicate() { replica = rooms }
  /// The replica takes over with what it has seen.
  func failOver() {
    rooms = replica
    restart()
  }
  /// Starts again with all that it knew: a primary of another name.
  func restart() { primary = names.nextPrimary() }
  /// The replica as a primary, with what it has seen, beside this one, which has not heard of it.
  func promoteReplica() -> SimulatedRedis {
    let promoted = SimulatedRedis(scheduler, names: names)
    promoted.rooms = replica
    promoted.replica = replica
    promoted.mutation = mutation
    return promoted
  }
  func wipe() {
    restart()
    rooms = [:]
    replica = [:]
  }

  // MARK: - Scripts

  /// The room as it is from the first look on: a new primary begins a new generation.
  private func room(_ name: RoomName) -> Room {
    var room = rooms[name] ?? newRoom()
    if room.writer != primary {
      room.writer = primary
      if mutation != .noGenerations {
        // As in the scripts, two primaries promoted over the same one take different steps.
        room.generation += UInt32(primary)
        room.bases[room.generation] = room.lastSeq
      }
    }
    rooms[name] = room
    return room
  }

  private func newRoom() -> Room { Room(epoch: names.nextEpoch(), writer: primary) }

  /// The room goes to another shard: who followed it here hears nothing of it any more.
  func release(_ name: RoomName) -> (room: Room?, followers: [SimulatedBroker]) {
    (rooms.removeValue(forKey: name), followers.removeValue(forKey: name) ?? [])
  }

  func adopt(_ room: Room?, as name: RoomName) { rooms[name] = room }

  /// Whether the room is another one than its publisher knows.
  private func isStale(_ room: Room?, _ known: Position?) -> Bool {
    guard let known, mutation != .noFence else { return false }
    guard let room, room.writer == primary else { return true }
    return room.epoch != known.epoch || room.generation != known.generation || room.lastSeq < known.seq
  }

  /// Whether the room has another policy than a publication was judged by.
  private func isMisjudged(_ room: Room?, _ judgement: Judgement?) -> Bool {
    guard let judgement, mutation != .noJudgement else { return false }
    return judgement.version != room?.policy.version ?? ""
  }

  func publish(
    _ publication: Publication, expecting known: Position?, judgedBy judgement: Judgement?
  ) -> Result<Receipt, BrokerFailure> {
    let key = "\(publication.author):\(publication.id)"
    if let old = rooms[publication.room]?.ids[key], mutation != .forgetsIDs {
      return old.digest == publication.digest ? .success(old.receipt.repeated) : .failure(.conflict)
    }
    if isStale(rooms[publication.room], known) { return .failure(.stale) }
    if isMisjudged(rooms[publication.room], judgement) { return .failure(.otherPolicy) }
    var room = room(publication.room)
    // Held once from here on, so that it is changed and not copied.
    rooms[publication.room] = nil
    defer { rooms[publication.room] = room }
    let message = StoredMessage(
      generation: room.generation, seq: room.lastSeq + 1, identity: publication.identity,
      time: scheduler.wallClock, header: publication.header,
      body: publication.body)
    if mutation == .acknowledgesUnstored, scheduler.chance(5) {
      return .success(Receipt(position: room.head, time: message.time, isDuplicate: false))
    }
    if mutation == .publishesBeforeStoring, scheduler.chance(5) {
      broadcast(message, room.epoch, publication.room)
      return .failure(.full)
    }
    room.messages.append(message)
    if judgement == nil { room.putBack.insert(message.identity) }
    if let change = publication.policyChange {
      room.policy.apply(change, version: message.identity, seq: message.seq, at: message.time)
    }
    let receipt = Receipt(
      position: Position(of: message, epoch: room.epoch), time: message.time, isDuplicate: false)
    room.ids[key] = (receipt, publication.digest)
    broadcast(message, room.epoch, publication.room)
    return .success(receipt)
  }

  private func broadcast(_ message: StoredMessage, _ epoch: String, _ room: RoomName) {
    for follower in followers[room] ?? [] {
      follower.arrive(BroadcastMessage(epoch: epoch, stored: message), in: room, from: self)
    }
  }

  func synchronize(_ name: RoomName, after position: Position?, limit: Int) -> SyncPage {
    let room = room(name)
    guard let position else {
      return page(room, .fresh, after: room.lastSeq - UInt64(min(limit, room.messages.count)), limit: limit)
    }
    let verdict = verdict(room, position)
    var after: UInt64
    switch verdict {
    case .recovered: after = position.seq
    case .rewind(let base): after = base.seq
    default: after = room.lastSeq - UInt64(min(limit, room.messages.count))
    }
    if mutation == .skipsOne, after < room.lastSeq { after += 1 }
    return page(room, verdict, after: after, limit: limit)
  }

  private func verdict(_ room: Room, _ position: Position) -> SyncVerdict {
    guard position.epoch == room.epoch, position.generation <= room.generation else { return .reset }
    let bases = room.bases.filter { $0.key > position.generation }.map(\.value)
    let base = min(bases.min() ?? .max, room.lastSeq)
    if position.seq > base { return .rewind(base: room.position(base)) }
    let identity = room.position(position.seq).identity
    return position.seq == 0 || identity == position.identity ? .recovered : .reset
  }

  private func page(_ room: Room, _ verdict: SyncVerdict, after: UInt64, limit: Int) -> SyncPage {
    let messages = Array(room.messages.dropFirst(Int(after)).prefix(limit))
    return SyncPage(
      verdict: verdict, head: room.head, messages: messages, hasMore: Int(after) + messages.count < room.messages.count,
      policy: room.policy.version)
  }

  // MARK: - What may be done

  func receipt(of id: String, by author: User.ID, in room: RoomName) -> Receipt? {
    rooms[room]?.ids["\(author):\(id)"]?.receipt.repeated
  }

  /// What follows a seq, for reading back.
  func history(of name: RoomName, after seq: UInt64, limit: Int) -> HistoryPage {
    guard let room = rooms[name] else { return HistoryPage(epoch: "", messages: [], hasMore: false) }
    let behind = room.messages.dropFirst(Int(clamping: seq))
    return HistoryPage(epoch: room.epoch, messages: Array(behind.prefix(limit)), hasMore: behind.count > limit)
  }

  func policy(of room: RoomName) -> Policy { rooms[room]?.policy ?? Policy() }

  private func callsEverybody(_ message: StoredMessage) -> Bool {
    (try? JSONParser.parseObject(message.body))?["everybody"] != nil
  }

  /// How many of a room's messages the policy at their place forbids, or that they call everybody, but for those that were put
  /// back.
  func forbidden(in name: RoomName) -> Int {
    guard let room = rooms[name] else { return 0 }
    var policy = Policy()
    var count = 0
    for message in room.messages {
      if message.header.kind == .policy {
        policy.apply(
          PolicyChange(body: message.body), version: message.identity, seq: message.seq, at: message.time)
      } else if !room.putBack.contains(message.identity),
        !allows(message.header.author, callsEverybody(message) ? .callEverybody : .send, in: policy, at: message.time)
      {
        count += 1
      }
    }
    return count
  }

  // MARK: - Followers

  func follow(_ room: RoomName, _ broker: SimulatedBroker) {
    guard followers[room]?.contains(where: { $0 === broker }) != true else { return }
    followers[room, default: []].append(broker)
  }

  func unfollow(_ room: RoomName, _ broker: SimulatedBroker) { followers[room]?.removeAll { $0 === broker } }

  func unfollowAll(_ broker: SimulatedBroker) {
    for room in followers.keys { unfollow(room, broker) }
  }
}
