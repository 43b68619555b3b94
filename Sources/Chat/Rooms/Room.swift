import Base
import Broker
import ChatProtocol
import JSON

/// A room as this instance knows it: its members here, its newest messages, and how they get to each other.
///
/// What keeps the log equal to the store is `RoomSync`; `Room+Actions` carries out what it decides. `Room+Joining` brings
/// members in, `Room+Presence` says who is here, this file delivers.
package final class Room: Slotted {
  package let name: RoomName
  unowned let hub: Hub

  /// Of the `RoomTable`.
  package var slot: Int32 = -1

  var sync: RoomSync
  var log: RoomLog
  /// Who waits for what became of a message on its way into the store, by its number.
  var publishers: [Int: (Result<Receipt, BrokerFailure>) -> Void] = [:]
  private var lastNumber = 0

  /// What may be done here, as of the newest message; known as soon as the room is followed.
  var policy = Policy()
  /// How many changes of it have come in the room's order.
  var policyChanges = 0
  /// What is to be done once it is.
  var onceFollowed: [() -> Void] = []

  /// The two of a direct room.
  var pair: [User]?
  /// Who of the two has written to the other through this instance, and whether the store has told if that was the first time.
  var writers: [User.ID: Bool] = [:]
  /// Those who come in once the room is live.
  var waiting: [Join] = []
  /// Reads of the store for those who come in, and who waits for each.
  var reads: [PageRead: PageReaders] = [:]

  var presence: PresenceNews
  /// When it is looked next whether messages are too old to be kept.
  var trimDue = Instant.distantPast

  private(set) var members: [Client] = []
  private(set) var traffic: RoomTraffic
  private var deliveredSeq: UInt64 = 0
  private var isDirty = false
  /// Whether somebody came or something was said since that was last asked.
  private var isActive = false
  /// Who had the room followed here, until it is known what was read for that.
  private weak var follower: Client?
  /// Since when nobody needs the room here.
  private var idleSince: Instant?

  init(_ name: RoomName, hub: Hub, for follower: Client?) {
    self.name = name
    self.hub = hub
    self.follower = follower
    // Rooms that were joined in one moment are not all looked after in one moment.
    let share = Double(hub.entropy.next() >> 11) / Double(1 << 53)
    sync = RoomSync(name, hub.configuration, share: share, at: hub.time.now)
    log = RoomLog(after: sync.position)
    presence = PresenceNews(share: share, at: hub.time.now)
    traffic = RoomTraffic(since: hub.time.now)
  }

  // MARK: - Members

  func add(_ client: Client) {
    // What those who are here are still owed must not reach the newcomer, who has had it with the catch-up.
    flush()
    if !hub.isPresent(client.user, in: self), presence.arrive(client.user) { hub.charge(arrivalOf: client, in: self) }
    client.memberships.add(Membership(room: self, index: Int32(truncatingIfNeeded: members.count)))
    client.address?.rooms += 1
    members.append(client)
    isActive = true
    idleSince = nil
  }

  /// - Parameter left: whether the client said so, rather than being cut off.
  func remove(_ client: Client, left: Bool) {
    guard let membership = client.memberships[self] else { return }
    flush()
    let index = Int(membership.index)
    client.memberships.remove(self)
    client.address?.rooms -= 1
    let last = members.removeLast()
    if index < members.count {
      members[index] = last
      last.memberships.move(in: self, to: Int32(truncatingIfNeeded: index))
    }
    if !hub.isPresent(client.user, in: self) {
      presence.depart(client.user, due: hub.time.after(seconds: left ? 0 : hub.configuration.presenceGrace))
    }
    noteIdle()
  }

  func noteIdle() {
    if members.isEmpty, waiting.isEmpty, reads.isEmpty { idleSince = idleSince ?? hub.time.now }
  }

  // MARK: - Publishing

  func publish(_ publication: Publication, completion: @escaping (Result<Receipt, BrokerFailure>) -> Void) {
    // A room that is only written to is needed as long as one that somebody left.
    if idleSince != nil { idleSince = hub.time.now }
    lastNumber += 1
    publishers[lastNumber] = completion
    perform(sync.publish(publication, number: lastNumber, at: hub.time.now))
  }

  /// Several, which are stored at once where nothing is to come before them.
  /// - Parameter completion: told what became of each, in their order.
  func publish(_ publications: [Publication], completion: @escaping ([Result<Receipt, BrokerFailure>]) -> Void) {
    guard !publications.isEmpty else { return completion([]) }
    if idleSince != nil { idleSince = hub.time.now }
    var (results, left) = ([Int: Result<Receipt, BrokerFailure>](), publications.count)
    let numbers = publications.indices.map { lastNumber + 1 + $0 }
    lastNumber += publications.count
    for number in numbers {
      publishers[number] = { result in
        results[number] = result
        left -= 1
        if left == 0 { completion(numbers.compactMap { results[$0] }) }
      }
    }
    performTogether(sync.publish(publications, numbers: numbers, at: hub.time.now))
  }

  // MARK: - The log

  package func receive(_ message: BroadcastMessage) {
    hub.counters.broadcastsReceived += 1
    switch sync.receive(message, at: hub.time.now) {
    case .append: append(message.stored, from: .broadcast)
    case .perform(let actions): perform(actions)
    }
  }

  /// Appends the message that follows.
  func append(_ message: StoredMessage, from source: RoomSync.Source) {
    log.append(message, in: name)
    hub.counters.countMessage(from: source, deliveries: members.count)
    if source != .firstPage { heard(message) }
    markDirty()
    applyChange(message.header, at: log.position.seq)
    if message.header.kind == .policy { applyPolicy(of: message) }
  }

  /// For operators.
  private func heard(_ message: StoredMessage) {
    traffic.count(deliveries: members.count)
    for follower in hub.followers { follower.delivered(message, in: name, to: members.count, at: hub.time) }
  }

  /// Starts over from another place: what lies before it has been told, or was never owed.
  func restartLog(after position: Position, isOldest: Bool) {
    flush()
    // In another history changes of the policy are counted anew.
    if position.epoch != log.position.epoch { policy.seq = 0 }
    log = RoomLog(after: position, isOldest: isOldest)
    deliveredSeq = position.seq
  }

  /// Forgets what the store forgot.
  func rewindLog(to position: Position) {
    flush()
    log.rewind(to: position)
    deliveredSeq = position.seq
  }

  // MARK: - Delivering

  private func markDirty() {
    isActive = true
    guard !isDirty else { return }
    isDirty = true
    hub.dirty(self)
  }

  /// Whether something happened here since the last time that was asked. That somebody looked into a room in which nothing
  /// was ever written, alone, is nothing: else a single guest could push all others' rooms out of the directory.
  func takeActivity() -> Bool {
    guard log.position.seq > 0 || presence.count > 1 else { return false }
    defer { isActive = false }
    return isActive
  }

  /// The first page was read: whoever had the room followed pays for it, and for a new room if it is one.
  func chargeFollower(for page: SyncPage) {
    guard let follower else { return }
    self.follower = nil
    hub.charge(Price.subscription + page.price, to: follower)
    hub.settle(.newRooms, isOne: page.head.seq == 0, of: follower)
  }

  /// Hands all that was appended since the last time to all members: one slice each, however many messages.
  func flush() {
    isDirty = false
    if deliveredSeq < log.position.seq {
      deliver(log.frames(after: deliveredSeq))
      deliveredSeq = log.position.seq
    }
    log.trim(toMessages: hub.configuration.logMessages, bytes: hub.configuration.logBytes)
  }

  /// Says something to all members beside the messages, after what they are owed.
  func tell(_ json: [UInt8]) {
    flush()
    deliver([hub.frame(json)])
  }

  private func deliver(_ slices: [ByteSlice]) {
    for client in members {
      for slice in slices { client.transport.deliver(slice) }
    }
  }

  // MARK: - Once a second, or more often where there are few

  /// - Returns: whether the room is still needed.
  func tick() -> Bool {
    perform(sync.tick(at: hub.time.now))
    traffic.tick(at: hub.time.now)
    if hub.time.now >= trimDue { trimBacklog() }
    tellPresence()
    tellCount()
    guard let idleSince, hub.time.now >= idleSince + .seconds(hub.configuration.roomLinger) else { return true }
    let isIdle = members.isEmpty && waiting.isEmpty && reads.isEmpty && presence.isEmpty
    return !(isIdle && sync.isIdle)
  }
}
