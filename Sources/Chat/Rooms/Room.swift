import Base
import Broker
import ChatProtocol
import JSON

/// A room as this instance knows it: its newest messages, its members here, and how it stays without holes.
///
/// `Room+Following` keeps the log equal to the store, `Room+Joining` brings members in, this file delivers.
package final class Room {
  enum Phase {
    /// Subscribing and reading for the first time; joins wait.
    case starting
    /// What comes is what follows.
    case live
    /// Something is missing and being read; what comes meanwhile is held.
    case resyncing
  }

  /// Between two assertions of who is here.
  private static let assertionSpan = TimeSpan.seconds(PresenceHold.lifetime / 3)

  package let name: RoomName
  unowned let hub: Hub

  /// Its place in the hub's row.
  var tableIndex = 0

  var phase = Phase.starting
  /// Why the room could not be followed; it has been given up then, perhaps before anybody could ask for something.
  var abandonment: BrokerFailure?
  var log: RoomLog
  /// The store's generation as of the last look; a message of another one calls for a look.
  var generation: UInt32 = 0
  /// Whether the log reaches back to the oldest message that the store has: the seq where it then began.
  var oldestStored: UInt64?
  var pendingBroadcasts: [BroadcastMessage] = []
  var resyncAttempts = 0
  /// When a failed look is repeated.
  var resyncDue: Instant?
  /// When something was last heard of the room, or looked up.
  var heardAt: Instant

  /// Messages on their way into the store.
  var publishQueue = PublishQueue()
  /// Whether the store is another one than was known and has not been looked at to its end.
  var isUnsettled = false
  /// How often in a row the store refused what was meant for the history that it told itself.
  var refusals = 0
  /// What was acknowledged and has not arrived yet, a bounded number.
  var unconfirmed: [UnconfirmedMessage] = []

  /// What the store forgot, still to be offered to it, oldest first: at most what the log and `unconfirmed` hold.
  var offers: [Offer] = []
  var isOffering = false
  /// Nothing is offered before this; it is moved on as long as others put things back, up to a limit.
  var offersDue: Instant = .distantPast
  var offersDueAtLast: Instant = .distantPast
  /// Authors whose messages wait for one that they have seen and this instance has not.
  var expected: [User.ID: ExpectedMessage] = [:]
  /// When the room's history last began anew, or was wound back, as this instance saw it.
  var historyBegan: Instant
  /// How often that has happened.
  private(set) var history = 0
  /// The epoch before the present one.
  var formerEpoch: String?

  /// The two of a direct room.
  var pair: [User]?
  var waiting: [Join] = []
  /// Reads of the store that are under way, and who waits for each.
  var reads: [PageRead: [Join]] = [:]

  var presence = RoomPresence()
  var presenceToldAt: Instant = .distantPast
  /// When those who are here are asserted again.
  var assertionDue: Instant
  /// How long nothing may be heard before the store is looked at.
  let quietSpan: TimeSpan
  var countToldAt: Instant = .distantPast
  var hasUntoldCount = false

  private(set) var members: [Client] = []
  private var deliveredSeq: UInt64 = 0
  private var isDirty = false
  /// Whether somebody came or something was said since that was last asked.
  private var isActive = false
  /// Since when nobody needs the room here.
  private var idleSince: Instant?

  init(_ name: RoomName, hub: Hub) {
    self.name = name
    self.hub = hub
    heardAt = hub.time.now
    historyBegan = hub.time.now
    // Rooms that were joined in one moment are not all looked after in one moment.
    let share = Double(hub.entropy.next() >> 11) / Double(1 << 53)
    assertionDue = hub.time.now + .seconds(share * Self.assertionSpan.seconds)
    quietSpan = .seconds((0.75 + share / 4) * Double(hub.configuration.quietCheck))
    log = RoomLog(after: Position(epoch: "0", generation: 0, seq: 0, identity: "-"))
  }

  // MARK: - Members

  func add(_ client: Client) {
    // What those who are here are still owed must not reach the newcomer, who has had it with the catch-up.
    flush()
    if !hub.isPresent(client.user, in: self) { presence.arrive(client.user) }
    client.memberships.add(Membership(room: self, index: Int32(truncatingIfNeeded: members.count)))
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

  /// A room that is only written to is needed as long as one that somebody left.
  func noteUse() {
    if idleSince != nil { idleSince = hub.time.now }
  }

  // MARK: - Delivering

  /// Appends the message that follows to the log.
  /// - Returns: whether it did follow; what does not is not appended.
  func append(_ message: StoredMessage, epoch: String) -> Bool {
    let (next, overflow) = log.position.seq.addingReportingOverflow(1)
    guard message.seq == next, !overflow else { return false }
    let position = Position(of: message, epoch: epoch)
    let json = MessageEvent.json(message, at: position, in: name)
    var frame: [UInt8] = []
    frame.reserveCapacity(json.count + 10)
    let headerLength = EventFrames.append(json, to: &frame)
    log.append(frame, headerLength: headerLength, position: position)
    noteArrival(of: message.identity)
    hub.counters.deliveriesQueued += members.count
    markDirty()
    if ChangeEvent.type(ofBody: message.body) != nil { applyDeletion(message.body) }
    return true
  }

  /// Whether something happened here since the last time that was asked.
  func takeActivity() -> Bool {
    defer { isActive = false }
    return isActive
  }

  private func markDirty() {
    isActive = true
    guard !isDirty else { return }
    isDirty = true
    hub.dirty(self)
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

  /// Starts over from another place: what lies before it has been told, or was never owed.
  func restartLog(after position: Position) {
    flush()
    if position.epoch != log.position.epoch {
      formerEpoch = log.position.epoch
      beginHistory()
    }
    log = RoomLog(after: position)
    deliveredSeq = position.seq
    oldestStored = nil
  }

  /// The store is another one, or has forgotten something: nothing is published until all of it has been looked at.
  func beginHistory() {
    history += 1
    historyBegan = hub.time.now
    isUnsettled = true
  }

  /// Forgets what the store forgot.
  func rewindLog(to position: Position) {
    flush()
    beginHistory()
    log.rewind(to: position)
    deliveredSeq = position.seq
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

  // MARK: - Fleeting things

  func receive(_ ephemeral: Ephemeral) {
    switch ephemeral.kind {
    case .typing:
      guard members.count <= hub.configuration.typingLimit else { return }
      whisper(ephemeral.json, except: ephemeral.user)
    case .presence:
      if let object = try? JSONParser.parseObject(ephemeral.json), let count = object["count"]?.integer {
        presence.count = Int(clamping: count)
      }
      guard max(members.count, presence.count) <= hub.configuration.presenceDetailLimit else {
        hasUntoldCount = true
        return
      }
      whisper(ephemeral.json, except: nil)
    }
  }

  /// Tells those members who keep up; what is fleeting must not press on the others.
  private func whisper(_ json: [UInt8], except user: User.ID?) {
    let frame = hub.frame(json)
    for client in members where client.user.id != user && client.transport.spareBytes > 0 {
      client.transport.deliver(frame)
    }
  }

  // MARK: - Once a second, or more often where there are few

  /// - Returns: whether the room is still needed.
  func tick() -> Bool {
    retryResync()
    expireExpectations()
    offerNext()
    giveUpOverdue()
    tellPresence()
    tellCount()
    if let idleSince, hub.time.now >= idleSince + .seconds(hub.configuration.roomLinger) {
      let isIdle = members.isEmpty && waiting.isEmpty && reads.isEmpty && presence.isEmpty
      return !(isIdle && offers.isEmpty && publishQueue.areNone)
    }
    return true
  }

  /// In large rooms the number of members replaces their coming and going.
  private func tellCount() {
    guard hasUntoldCount, hub.time.now >= countToldAt + .seconds(2) else { return }
    hasUntoldCount = false
    countToldAt = hub.time.now
    let json = JSONWriter.object { writer in
      writer.member("type", "presence")
      writer.member("room", name.text)
      writer.member("count", presence.count)
    }
    whisper(json, except: nil)
  }

  /// Tells the fleet who came and went, and asserts the others again before they expire.
  func tellPresence() {
    let now = hub.time.now
    if presence.hasNews(now) {
      let news = presence.takeNews(now)
      presenceToldAt = now
      updatePresence(present: news.present, gone: news.gone)
    }
    guard now >= assertionDue else { return }
    assertionDue = now + Self.assertionSpan
    let users = members.map(\.user) + presence.lingering
    for start in stride(from: 0, to: users.count, by: 1_000) {
      updatePresence(present: Array(users[start..<min(start + 1_000, users.count)]), gone: [])
    }
  }

  private func updatePresence(present: [User], gone: [User.ID]) {
    hub.broker.perform(UpdatePresence(in: name, present: present, gone: gone)) { result in
      if case .success(let count) = result { self.presence.count = count }
    }
  }
}
