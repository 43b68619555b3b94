import Base
import Broker
import ChatProtocol
import JSON

// How a room's log stays equal to the store: subscribe, read, merge; and read again whenever something is missing.
extension Room {
  /// How many live messages are held while something is read; what is beyond is read too.
  private static let pendingLimit = 1_024

  // MARK: - Starting

  /// Subscribes first, so that nothing falls between the reading and what follows.
  func start() {
    hub.broker.perform(Subscribe(to: name)) { result in
      switch result {
      case .success: self.readLatest()
      case .failure(let failure): self.abandon(failure)
      }
    }
  }

  private func readLatest() {
    let limit = hub.configuration.firstRead
    hub.broker.perform(Synchronize(name, after: nil, limit: limit)) { result in
      switch result {
      case .success(let page):
        self.load(page)
        if page.messages.count < limit { self.oldestStored = self.log.firstSeq }
        self.settle(page)
      case .failure(let failure): self.abandon(failure)
      }
    }
  }

  private func abandon(_ failure: BrokerFailure) {
    hub.forget(self)
    abandonment = failure
    let joins = waiting
    waiting = []
    for join in joins { refuse(join, failure) }
    for pending in publishQueue.takeAll() { pending.completion(.failure(failure)) }
  }

  // MARK: - Following

  package func receive(_ message: BroadcastMessage) {
    hub.counters.broadcastsReceived += 1
    heardAt = hub.time.now
    guard phase == .live else {
      if pendingBroadcasts.count < Self.pendingLimit {
        pendingBroadcasts.append(message)
      } else {
        hub.counters.messagesSkipped += 1
      }
      return
    }
    switch apply(message) {
    case .applied: hub.counters.messagesLive += 1
    case .doubled: hub.counters.messagesDoubled += 1
    case .ahead:
      pendingBroadcasts.append(message)
      resync()
    }
  }

  private enum Application { case applied, doubled, ahead }

  private func apply(_ message: BroadcastMessage) -> Application {
    let stored = message.stored
    guard message.epoch == log.position.epoch, stored.generation >= generation else {
      // Another history: of a store that was replaced, or of one that has been. Only the store can tell which.
      return .ahead
    }
    guard stored.generation == generation else { return .ahead }
    if stored.seq < log.position.seq { return .doubled }
    if stored.seq == log.position.seq { return stored.identity == log.position.identity ? .doubled : .ahead }
    return append(stored, epoch: message.epoch) ? .applied : .ahead
  }

  // MARK: - Resyncing

  /// Reads what follows the log, unless that is under way.
  func resync() {
    guard phase == .live else { return }
    phase = .resyncing
    resyncAttempts = 0
    fetchNext()
  }

  /// The store is there again, or has just answered: what waits for the next attempt, or for nothing, is read now.
  func resyncNow() {
    if resyncDue == nil { resync() } else { fetchNext() }
  }

  private func fetchNext() {
    resyncDue = nil
    hub.counters.resyncs += 1
    let call = Synchronize(name, after: log.position, limit: hub.configuration.pageLimit)
    hub.broker.perform(call) { result in
      switch result {
      case .success(let page): self.resynced(by: page)
      case .failure: self.resyncLater()
      }
    }
  }

  /// Tries again soon, with growing pauses of up to two seconds.
  func resyncLater() {
    phase = .resyncing
    hub.counters.resyncsFailed += 1
    resyncAttempts = min(resyncAttempts + 1, 4)
    resyncDue = hub.time.now + .milliseconds(125 << resyncAttempts)
  }

  func retryResync() {
    if let resyncDue, hub.time.now >= resyncDue { fetchNext() }
    if phase == .live, hub.time.now >= heardAt + quietSpan {
      heardAt = hub.time.now
      resync()
    }
  }

  private func resynced(by page: SyncPage) {
    resyncAttempts = 0
    switch page.verdict {
    case .recovered: take(page)
    case .gap:
      tellGap(to: page, reason: "trimmed")
      restart(at: page)
      take(page)
    case .rewind(let base):
      restoreAll(after: base.seq, isWhole: log.firstSeq <= base.seq + 1)
      tell(rewind(to: base))
      rewindLog(to: base)
      take(page)
    case .reset, .fresh:
      restoreAll(after: 0, isWhole: reachesBack)
      tellGap(to: page, reason: "reset")
      restart(at: page)
      take(page)
    }
    settle(page)
  }

  /// Goes live, or reads on.
  private func settle(_ page: SyncPage) {
    if generation != page.head.generation { beginHistory() }
    generation = page.head.generation
    heardAt = hub.time.now
    let isComplete = !page.hasMore && mergeHeld()
    guard isComplete else {
      phase = .resyncing
      // A page that brought nothing although something is missing is a store out of order: no reading in circles.
      if page.messages.isEmpty { resyncLater() } else { fetchNext() }
      return
    }
    phase = .live
    isUnsettled = false
    answerWaiting()
    offerNext()
  }

  /// Applies the messages that came meanwhile, as far as they follow.
  /// - Returns: whether nothing is missing now. A message of another history than the page's may be older or newer
  ///   than the page; only the store can tell, and has it, so that it need not be held.
  private func mergeHeld() -> Bool {
    let messages = pendingBroadcasts
    pendingBroadcasts = []
    var isComplete = true
    for message in messages {
      let stored = message.stored
      if message.epoch == formerEpoch {
        hub.counters.messagesDoubled += 1
        continue
      }
      guard message.epoch == log.position.epoch, stored.generation <= generation else {
        hub.counters.messagesSkipped += 1
        isComplete = false
        continue
      }
      if stored.seq <= log.position.seq || stored.generation < generation {
        hub.counters.messagesDoubled += 1
      } else if append(stored, epoch: message.epoch) {
        hub.counters.messagesLive += 1
      } else {
        pendingBroadcasts.append(message)
        isComplete = false
      }
    }
    restoreUnconfirmed()
    return isComplete
  }

  // MARK: - Pages

  /// Fills the log for the first time.
  private func load(_ page: SyncPage) {
    restart(at: page)
    for message in page.messages where append(message, epoch: page.head.epoch) { hub.counters.messagesLoaded += 1 }
  }

  private func take(_ page: SyncPage) {
    for message in page.messages where append(message, epoch: page.head.epoch) { hub.counters.messagesResynced += 1 }
  }

  private func restart(at page: SyncPage) {
    guard let first = page.messages.first else { return restartLog(after: page.head) }
    let before = first.seq == 0 ? 0 : first.seq - 1
    restartLog(
      after: Position(epoch: page.head.epoch, generation: first.generation, seq: before, identity: "-"))
  }

  // MARK: - What is said

  /// Messages that can't be had any more are said aloud.
  private func tellGap(to page: SyncPage, reason: String) {
    let next = page.messages.first?.seq ?? page.head.seq + 1
    tell(
      JSONWriter.object { writer in
        writer.member("type", "gap")
        writer.member("room", name.text)
        writer.member("after", log.position.seq)
        writer.member("seq", next)
        writer.member("reason", reason)
      })
  }

  func rewind(to base: Position) -> [UInt8] {
    JSONWriter.object { writer in
      writer.member("type", "rewind")
      writer.member("room", name.text)
      writer.member("position", base.text)
    }
  }
}
