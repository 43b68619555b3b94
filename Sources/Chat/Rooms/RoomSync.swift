import Base
import Broker
import ChatProtocol

/// How a room's log stays equal to the store, and how what is said gets into the store, and nowhere else than behind all
/// that is there: a state machine.
///
///     starting ──> live <──> resyncing     something is missing, and has been read
///                   ^            │
///                   └ restoring <┘         the store has forgotten something: it is put back
///
/// A value: what happens goes in with the time, what is to be done comes out as actions, to be carried out in their
/// order. It knows no hub and no broker. `RoomSync+Publishing` is about what goes into the store.
package struct RoomSync {
  package enum State: Equatable, Sendable {
    /// Subscribing, and reading for the first time.
    case starting
    /// What is broadcast is what follows.
    case live
    /// Something is missing and being read; what is broadcast meanwhile is held.
    case resyncing
    /// Live, but the store has forgotten something: that is put back before anything new is published.
    case restoring
    /// The room could not be followed.
    case abandoned(BrokerFailure)
  }

  /// How much later than this one another instance may hear that the store is another one: a little longer than the longest
  /// pause between two attempts to connect to it (`RedisConfiguration.lastPause`; `SettlingTests` holds them together).
  static let settlingSpan: TimeSpan = .milliseconds(300)
  /// How many broadcasts are held while something is read; what is beyond is read too.
  private static let pendingLimit = 1_024

  let room: RoomName
  let configuration: HubConfiguration
  /// In 0..<1, drawn for each room, so that not all do at once what they do unasked.
  let share: Double
  /// How long the room's messages are kept: seconds.
  var keptSeconds: Int
  var state = State.starting
  /// The newest message's position, as it will be in the log once the actions are carried out.
  private(set) var position = Position(epoch: "-", generation: 0, seq: 0, identity: "-")
  /// The store's generation as of the last page; a message of another one calls for a look.
  private(set) var generation: UInt32 = 0
  /// The epoch before the present one.
  private var formerEpoch: String?
  /// How often the store turned out to be another one or to have forgotten something, and when it last did.
  private(set) var lineage = 0
  private(set) var lineageBegan: Instant
  /// Whether that has not been read to its end yet; nothing is published meanwhile.
  var isLineageInDoubt = false
  /// Until when nothing new is published after that: what the store has forgotten, an instance may have that is told later
  /// than this one, and it was shown before anything new.
  private var settlesAt = Instant.distantPast

  private(set) var pendingBroadcasts: [BroadcastMessage] = []
  private var retries = 0
  /// When a failed read is repeated.
  private var retryAt: Instant?
  /// When something was last heard of the room, or looked up.
  private var heardAt: Instant

  var publishQueue = PublishQueue()
  /// Whether the store has another policy than the room was last judged by, until that is read; nothing is published meanwhile.
  var isPolicyInDoubt = false
  /// How often in a row it turned out so.
  var policyRefusals = 0
  /// How often in a row the store refused what was meant for the lineage that it told itself.
  var refusals = 0
  var unconfirmed = UnconfirmedMessages()
  var restoreQueue = RestoreQueue()
  /// How often in a row something could not be put back: tried again at first before others publish anything new.
  var failedRestores = 0
  var expected = ExpectedMessages()

  init(_ room: RoomName, _ configuration: HubConfiguration, share: Double, at now: Instant) {
    self.room = room
    self.configuration = configuration
    self.share = share
    keptSeconds = configuration.backlogSeconds
    lineageBegan = now
    heardAt = now
  }

  /// What is known of the room: its lineage, and how far it has come.
  var knownPosition: Position {
    Position(epoch: position.epoch, generation: generation, seq: position.seq, identity: position.identity)
  }

  /// Whether the log is known to be what the store has.
  var isLive: Bool {
    switch state {
    case .live, .restoring: true
    case .starting, .resyncing, .abandoned: false
    }
  }

  /// Whether nothing is on its way into the store.
  var isIdle: Bool { publishQueue.isEmpty && restoreQueue.isEmpty }

  // MARK: - Starting

  /// Subscribes first, so that nothing falls between the reading and what follows.
  func start() -> [Action] { [.subscribe] }

  func subscribed() -> [Action] { [.fetch(after: nil, limit: configuration.firstRead)] }

  mutating func subscribeFailed(_ failure: BrokerFailure) -> [Action] {
    state = .abandoned(failure)
    return [.abandon(failure)] + publishQueue.takeAll().map { .answer($0.number, .failure(failure)) }
  }

  // MARK: - Following

  mutating func receive(_ message: BroadcastMessage, at now: Instant) -> Reception {
    heardAt = now
    guard isLive else { return .perform(hold(message)) }
    let stored = message.stored
    // Another lineage is that of a store that was replaced, or of one that has been: only the store can tell which.
    guard message.epoch == position.epoch, stored.generation == generation else { return .perform(fill(message)) }
    if stored.seq == position.seq &+ 1 {
      let isAwaited = !restoreQueue.isEmpty || !expected.isEmpty
      advance(to: stored, at: now)
      // As long as another instance puts things back, what is left is for it, until the next tick.
      guard isAwaited, restoreQueue.isEmpty else { return .append }
      return .perform([.append(stored, from: .broadcast)] + proceed(at: now))
    }
    let isDuplicate =
      stored.seq < position.seq || (stored.seq == position.seq && stored.identity == position.identity)
    return .perform(isDuplicate ? [.dropDuplicate] : fill(message))
  }

  private mutating func hold(_ message: BroadcastMessage) -> [Action] {
    guard pendingBroadcasts.count < Self.pendingLimit else { return [.leaveToStore] }
    pendingBroadcasts.append(message)
    return []
  }

  /// Reads what lies before a message.
  private mutating func fill(_ message: BroadcastMessage) -> [Action] {
    pendingBroadcasts.append(message)
    return resync()
  }

  /// Gives up what is held, with the room.
  /// - Returns: how many there were.
  mutating func dropPending() -> Int {
    defer { pendingBroadcasts = [] }
    return pendingBroadcasts.count
  }

  /// The message that follows will be in the log.
  private mutating func advance(to message: StoredMessage, at now: Instant) {
    position = Position(of: message, epoch: position.epoch)
    unconfirmed.remove(message.identity)
    if !restoreQueue.isEmpty { restoreQueue.noteArrival(of: message, at: now) }
    expected.remove(message.identity)
  }

  // MARK: - Reading

  /// Reads what follows the log, unless that is under way.
  mutating func resync() -> [Action] {
    guard isLive else { return [] }
    state = .resyncing
    retries = 0
    return fetchNext()
  }

  /// The store is there again, or has just answered: what waits for the next attempt, or for nothing, is read now.
  mutating func resyncNow() -> [Action] {
    retries = 0
    return retryAt == nil ? resync() : fetchNext()
  }

  private mutating func fetchNext() -> [Action] {
    retryAt = nil
    return [.fetch(after: position, limit: configuration.pageLimit)]
  }

  /// Tries again soon, with growing pauses of up to two seconds.
  mutating func resyncLater(at now: Instant) -> [Action] {
    state = .resyncing
    retries = min(retries + 1, 4)
    let time = now + .milliseconds(125 << retries)
    retryAt = time
    return [.retryLater, .wake(at: time)]
  }

  mutating func pageFailed(_ failure: BrokerFailure, at now: Instant) -> [Action] {
    state == .starting ? subscribeFailed(failure) : resyncLater(at: now)
  }

  /// - Parameter log: the room's log as it is, from which is taken what the store has forgotten.
  mutating func pageRead(_ page: SyncPage, log: RoomLog, at time: HubTime) -> [Action] {
    let isFirst = state == .starting
    retries = 0
    var actions: [Action] = []
    switch page.verdict {
    case .recovered: break
    case .fresh where isFirst:
      actions = restart(at: page, isOldest: page.messages.count < configuration.firstRead, time.now)
    case .gap: actions = tellGap(to: page, "trimmed") + restart(at: page, isOldest: false, time.now)
    case .rewind(let base):
      queueForgotten(in: log, after: base.seq, isWhole: log.firstSeq <= base.seq + 1, at: time)
      actions = [.tellRewind(to: base)] + rewind(to: base, time.now)
    case .reset, .fresh:
      queueForgotten(in: log, after: 0, isWhole: log.reachesBack, at: time)
      actions = tellGap(to: page, "reset") + restart(at: page, isOldest: false, time.now)
    }
    for message in page.messages where message.seq == position.seq &+ 1 {
      advance(to: message, at: time.now)
      actions.append(.append(message, from: isFirst ? .firstPage : .page))
    }
    if generation != page.head.generation { beginLineage(time.now) }
    // A room that is only now followed here has shown nothing.
    if isFirst { settlesAt = .distantPast }
    generation = page.head.generation
    heardAt = time.now
    return actions + goOn(after: page, time.now)
  }

  /// Goes live, or reads on.
  private mutating func goOn(after page: SyncPage, _ now: Instant) -> [Action] {
    state = .resyncing
    var actions: [Action] = []
    guard !page.hasMore, mergePending(&actions, now) else {
      // A page that brought nothing although something is missing is a store out of order: no reading in circles.
      return actions + (page.messages.isEmpty ? resyncLater(at: now) : fetchNext())
    }
    state = restoreQueue.isEmpty ? .live : .restoring
    isLineageInDoubt = false
    actions += [settlesAt, restoreQueue.nextDue].compactMap { $0 }.filter { $0 > now }.map { .wake(at: $0) }
    return actions + [.goLive] + proceed(at: now)
  }

  /// Appends what was broadcast meanwhile, as far as it follows.
  /// - Returns: whether nothing is missing now. A message of another lineage than the page's may be older or newer than
  ///   the page; only the store can tell, and has it, so that it need not be held.
  private mutating func mergePending(_ actions: inout [Action], _ now: Instant) -> Bool {
    let messages = pendingBroadcasts
    pendingBroadcasts = []
    var isComplete = true
    for message in messages {
      let stored = message.stored
      if message.epoch == formerEpoch {
        actions.append(.dropDuplicate)
      } else if message.epoch != position.epoch || stored.generation > generation {
        actions.append(.leaveToStore)
        isComplete = false
      } else if stored.seq <= position.seq || stored.generation < generation {
        actions.append(.dropDuplicate)
      } else if stored.seq == position.seq &+ 1 {
        advance(to: stored, at: now)
        actions.append(.append(stored, from: .broadcast))
      } else {
        pendingBroadcasts.append(message)
        isComplete = false
      }
    }
    queueUnconfirmed(now)
    return isComplete
  }

  // MARK: - Another lineage

  /// Where the page begins, with the room's log behind nothing.
  private mutating func restart(at page: SyncPage, isOldest: Bool, _ now: Instant) -> [Action] {
    if page.head.epoch != position.epoch {
      formerEpoch = position.epoch
      beginLineage(now)
    }
    position = page.start
    return [.restart(after: position, isOldest: isOldest)]
  }

  private mutating func rewind(to base: Position, _ now: Instant) -> [Action] {
    beginLineage(now)
    position = base
    return [.rewind(to: base)]
  }

  /// The store is another one, or has forgotten something: nothing is published until all of it has been read.
  private mutating func beginLineage(_ now: Instant) {
    lineage += 1
    lineageBegan = now
    isLineageInDoubt = true
    settlesAt = now + Self.settlingSpan
  }

  /// Whether whoever had something to put back has begun with it.
  func isSettled(_ now: Instant) -> Bool { now >= settlesAt }

  /// Messages that can't be had any more are said aloud.
  private func tellGap(to page: SyncPage, _ reason: String) -> [Action] {
    [.tellGap(after: position.seq, next: page.messages.first?.seq ?? page.head.seq &+ 1, reason: reason)]
  }

  // MARK: - Time

  /// How long nothing may be heard before the store is looked at.
  private var quietTimeout: TimeSpan { .seconds((0.75 + share / 4) * Double(configuration.quietCheck)) }

  /// To be called about once a second.
  mutating func tick(at now: Instant) -> [Action] {
    var actions: [Action] = isPolicyInDoubt ? [.readPolicy] : []
    if let retryAt, now >= retryAt { actions += fetchNext() }
    if isLive, now >= heardAt + quietTimeout {
      heardAt = now
      actions += resync()
    }
    expected.expire(at: now)
    return actions + proceed(at: now) + giveUpOverdue(at: now)
  }
}
