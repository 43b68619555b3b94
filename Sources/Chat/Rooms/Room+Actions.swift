import Broker
import ChatProtocol
import JSON

// Carrying out what `RoomSync` decides.
extension Room {
  func start() { perform(sync.start()) }

  /// Messages may have gone missing with nothing following them.
  func mayHaveMissedMessages() { perform(sync.resyncNow()) }

  /// What waited may go on.
  func wake() { perform(sync.tick(at: hub.time.now)) }

  /// The room is not followed any longer.
  func end() { hub.counters.messagesSkipped += sync.dropPending() }

  func perform(_ actions: [RoomSync.Action]) {
    for action in actions {
      guard let tampering = hub.tampering else {
        perform(action)
        continue
      }
      for altered in tampering.altered(action) { perform(altered) }
    }
  }

  /// The same; what is to be stored goes together, if all of it is, in one lineage, and may be by one policy.
  func performTogether(_ actions: [RoomSync.Action]) {
    let pending = actions.compactMap { action -> (PendingPublish, Position?)? in
      if case .publish(let pending, let known) = action { (pending, known) } else { nil }
    }
    guard hub.tampering == nil, pending.count == actions.count, let known = pending.first?.1,
      pending.allSatisfy({ $0.1 == known }), let judgement = judgement(ofAll: pending.map(\.0.publication))
    else { return perform(actions) }
    publish(pending.map(\.0), expecting: known, judgedBy: judgement)
  }

  private func perform(_ action: RoomSync.Action) {
    switch action {
    case .subscribe: subscribe()
    case .fetch(let position, let limit): fetch(after: position, limit: limit)
    case .retryLater: hub.counters.resyncsFailed += 1
    case .append(let message, let source): append(message, from: source)
    case .dropDuplicate: hub.counters.messagesDoubled += 1
    case .leaveToStore: hub.counters.messagesSkipped += 1
    case .restart(let position, let isOldest): restartLog(after: position, isOldest: isOldest)
    case .rewind(let position): rewindLog(to: position)
    case .tellGap(let seq, let next, let reason):
      tellGap(after: seq, next: next, reason: reason == "trimmed" ? edge : reason)
    case .tellRewind(let position): tell(rewind(to: position))
    case .goLive: answerWaiting()
    case .abandon(let failure): abandon(failure)
    case .publish(let pending, let known): publish(pending, expecting: known)
    case .restore(let publication, let known): restore(publication, expecting: known)
    case .readPolicy: readPolicy()
    case .wake(let time): hub.wakingRooms.add(self, at: time)
    case .answer(let number, let result): publishers.removeValue(forKey: number)?(result)
    }
  }

  // MARK: - Calls of the broker

  private func subscribe() {
    hub.broker.perform(Subscribe(to: name)) { result in
      switch result {
      case .success: self.trimBacklog { self.perform(self.sync.subscribed()) }
      case .failure(let failure): self.perform(self.sync.subscribeFailed(failure))
      }
    }
  }

  private func fetch(after position: Position?, limit: Int) {
    if position != nil { hub.counters.resyncs += 1 }
    hub.broker.perform(Synchronize(name, after: position, limit: limit)) { result in
      switch result {
      case .success(let page):
        self.chargeFollower(for: page)
        self.whenPolicyKnown(page.policy) { failure in
          if let failure { return self.perform(self.sync.pageFailed(failure, at: self.hub.time.now)) }
          self.perform(self.sync.pageRead(page, log: self.log, at: self.hub.time))
        }
      case .failure(let failure): self.perform(self.sync.pageFailed(failure, at: self.hub.time.now))
      }
    }
  }

  private func publish(_ pending: PendingPublish, expecting known: Position?) {
    let publication = pending.publication
    func published(_ result: Result<Receipt, BrokerFailure>) { self.published(pending, expecting: known, result) }
    // Nobody has written here yet: the room would be one more to keep. Who locks it first may.
    let isNew = known?.seq == 0 && publication.header.kind == .message
    if isNew, hub.broker.space(of: name)?.isFilling == true { return published(.failure(.full)) }
    guard let judgement = judge(publication) else { return findRepeat(of: publication, published) }
    let (calls, policy) = (calls(publication), policy)
    var judged = pending
    if calls { judged.publication = publication.calling }
    hub.broker.perform(Publish(judged.publication, expecting: known, judgedBy: judgement)) { result in
      // What was not stored is judged anew.
      guard case .success(let receipt) = result else { return published(result) }
      self.hub.note(publication, called: calls, by: policy, receipt)
      self.published(judged, expecting: known, result)
    }
  }

  /// What calls nobody.
  private func publish(_ pending: [PendingPublish], expecting known: Position, judgedBy judgement: Judgement) {
    let call = PublishSeveral(pending.map(\.publication), in: name, expecting: known, judgedBy: judgement)
    hub.broker.perform(call) { result in
      let results: [Result<Receipt, BrokerFailure>] =
        switch result {
        case .success(let results): results
        case .failure(let failure): pending.map { _ in .failure(failure) }
        }
      for (one, result) in zip(pending, results) { self.published(one, expecting: known, result) }
    }
  }

  /// By which policy all of these may be stored: deletions alone, which nothing else comes of.
  private func judgement(ofAll publications: [Publication]) -> Judgement? {
    guard publications.allSatisfy({ $0.header.kind == .delete }) else { return nil }
    let judgements = publications.map(judge)
    guard let judgement = judgements.first ?? nil, judgements.allSatisfy({ $0 == judgement }) else { return nil }
    return judgement
  }

  private func published(
    _ pending: PendingPublish, expecting known: Position?, _ result: Result<Receipt, BrokerFailure>
  ) { perform(sync.published(pending, expecting: known, result, at: hub.time.now)) }

  private func restore(_ publication: Publication, expecting known: Position?) {
    hub.broker.perform(Publish(publication, expecting: known)) { result in
      if case .success(let receipt) = result {
        if !receipt.isDuplicate { self.hub.counters.messagesRestored += 1 }
        self.applyRestored(publication.header)
      }
      self.perform(self.sync.restored(publication, expecting: known, result, at: self.hub.time.now))
    }
  }

  private func abandon(_ failure: BrokerFailure) {
    hub.forget(self)
    let joins = waiting
    waiting = []
    for join in joins { refuse(join, Refusal(failure)) }
    doOnceFollowed()
  }

  // MARK: - What is said

  private func tellGap(after seq: UInt64, next: UInt64, reason: String) {
    tell(
      JSONWriter.object { writer in
        writer.member("type", "gap")
        writer.member("room", name.text)
        writer.member("after", seq)
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
