// How a room's log stays equal to the store: subscribe, read, merge; and read again whenever something is missing.
extension Room {
  /// How many live messages are held while something is read; what is beyond is read too.
  private static let heldLimit = 1_024

  // MARK: - Starting

  /// Subscribes first, so that nothing falls between the reading and what follows.
  func start() {
    hub.broker.subscribe(to: name) { result in
      switch result {
      case .success: self.readLatest()
      case .failure(let failure): self.abandon(failure)
      }
    }
  }

  private func readLatest() {
    let limit = hub.configuration.firstRead
    hub.broker.synchronize(name, after: nil, limit: limit) { result in
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
    for errand in errands.takeAll() { errand.completion(.failure(failure)) }
  }

  // MARK: - Following

  package func receive(_ message: BroadcastMessage) {
    hub.ledger.broadcastsReceived += 1
    heardAt = hub.time.now
    guard phase == .live else {
      if held.count < Self.heldLimit { held.append(message) } else { hub.ledger.messagesHealedOver += 1 }
      return
    }
    switch apply(message) {
    case .applied: hub.ledger.messagesLive += 1
    case .doubled: hub.ledger.messagesDoubled += 1
    case .ahead:
      held.append(message)
      heal()
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

  // MARK: - Healing

  /// Reads what follows the log, unless that is under way.
  func heal() {
    guard phase == .live else { return }
    phase = .healing
    healAttempts = 0
    readOn()
  }

  /// The store is there again, or has just answered: what waits for the next attempt, or for nothing, is read now.
  func healNow() {
    if healDue == nil { heal() } else { readOn() }
  }

  private func readOn() {
    healDue = nil
    hub.ledger.heals += 1
    hub.broker.synchronize(name, after: log.position, limit: hub.configuration.pageLimit) { result in
      switch result {
      case .success(let page): self.healed(by: page)
      case .failure: self.healLater()
      }
    }
  }

  /// Tries again soon, with growing pauses of up to two seconds.
  func healLater() {
    phase = .healing
    hub.ledger.healsFailed += 1
    healAttempts = min(healAttempts + 1, 4)
    healDue = hub.time.now + UInt64(125 << healAttempts) * 1_000_000
  }

  func retryHealing() {
    if let healDue, hub.time.now >= healDue { readOn() }
    if phase == .live, hub.time.now >= heardAt + quietSpan {
      heardAt = hub.time.now
      heal()
    }
  }

  private func healed(by page: SyncPage) {
    healAttempts = 0
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
      phase = .healing
      // A page that brought nothing although something is missing is a store out of order: no reading in circles.
      if page.messages.isEmpty { healLater() } else { readOn() }
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
    let messages = held
    held = []
    var isComplete = true
    for message in messages {
      let stored = message.stored
      if message.epoch == formerEpoch {
        hub.ledger.messagesDoubled += 1
        continue
      }
      guard message.epoch == log.position.epoch, stored.generation <= generation else {
        hub.ledger.messagesHealedOver += 1
        isComplete = false
        continue
      }
      if stored.seq <= log.position.seq || stored.generation < generation {
        hub.ledger.messagesDoubled += 1
      } else if append(stored, epoch: message.epoch) {
        hub.ledger.messagesLive += 1
      } else {
        held.append(message)
        isComplete = false
      }
    }
    restoreUnseen()
    return isComplete
  }

  // MARK: - Pages

  /// Fills the log for the first time.
  private func load(_ page: SyncPage) {
    restart(at: page)
    for message in page.messages where append(message, epoch: page.head.epoch) { hub.ledger.messagesLoaded += 1 }
  }

  private func take(_ page: SyncPage) {
    for message in page.messages where append(message, epoch: page.head.epoch) { hub.ledger.messagesHealed += 1 }
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
