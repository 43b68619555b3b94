import Base
import Broker
import ChatProtocol

// Storing messages in the lineage that this instance knows, or not at all.
//
// Each publication says which epoch and generation it is meant for. A store that failed over or was wiped since refuses
// it, with nothing stored. The room then reads the store, puts back what was forgotten (`RestoreQueue`), and publishes
// after that what was refused, in order. What can't be done in time is answered with `unavailable`.
extension RoomSync {
  /// How long after a failover an author's messages wait for what the author has seen.
  private static let failoverWindow: TimeSpan = .seconds(10)

  // MARK: - Publishing

  /// - Parameter number: greater than those before it, for the answer.
  mutating func publish(_ publication: Publication, number: Int, at now: Instant) -> [Action] {
    if case .abandoned(let failure) = state { return [.answer(number, .failure(failure))] }
    let pending = PendingPublish(
      number: number, publication: publication, deadline: now + .seconds(configuration.publicationTimeout))
    guard publishQueue.add(pending) else {
      return [refusal(of: number, "too many messages wait while the room is being restored")]
    }
    return publishNext(at: now)
  }

  /// Several at once, each with its number.
  mutating func publish(_ publications: [Publication], numbers: [Int], at now: Instant) -> [Action] {
    zip(publications, numbers).flatMap { publish($0, number: $1, at: now) }
  }

  mutating func published(
    _ pending: PendingPublish, expecting known: Position?, _ result: Result<Receipt, BrokerFailure>, at now: Instant
  ) -> [Action] {
    var actions: [Action] = []
    switch result {
    case .failure(.stale):
      publishQueue.end(puttingBack: pending)
      actions = refused(expecting: known, at: now)
    case .failure(.otherPolicy):
      publishQueue.end(puttingBack: pending)
      actions = misjudged()
    default:
      publishQueue.end()
      policyRefusals = 0
      if case .success(let receipt) = result { actions = keepUntilHeard(pending.publication, receipt) }
      actions.append(.answer(pending.number, result))
    }
    return publishQueue.isUnderWay ? actions : actions + proceed(at: now)
  }

  /// Publishes what waits, unless something older is to be put back first.
  private mutating func publishNext(at now: Instant) -> [Action] {
    guard isLive || state == .resyncing, !isLineageInDoubt, !isPolicyInDoubt, restoreQueue.isEmpty else { return [] }
    guard isSettled(now) else { return [] }
    var actions: [Action] = []
    let known = knownPosition
    while let pending = publishQueue.takeNext(expecting: known, except: expected) {
      actions.append(.publish(pending, expecting: known))
    }
    return actions
  }

  /// The store is another one than was known, or has fallen back: nothing is published until it has been read.
  private mutating func refused(expecting known: Position?, at now: Instant) -> [Action] {
    guard known?.isOfSameLineage(as: knownPosition) ?? true else { return [] }
    isLineageInDoubt = true
    guard isLive else { return resyncNow() }
    refusals += 1
    // A store that goes on refusing what it tells itself is not asked in circles.
    return refusals > 2 ? resyncLater(at: now) : resync()
  }

  /// The room has another policy than was known: nothing is published until it has been read, and all is judged again.
  private mutating func misjudged() -> [Action] {
    guard !isPolicyInDoubt else { return [] }
    isPolicyInDoubt = true
    policyRefusals += 1
    // A store that goes on refusing what it tells itself is asked once a second.
    return policyRefusals > 2 ? [] : [.readPolicy]
  }

  mutating func policyRead(at now: Instant) -> [Action] {
    isPolicyInDoubt = false
    return proceed(at: now)
  }

  /// Gives up what has waited too long: it is certain that it was not stored.
  mutating func giveUpOverdue(at now: Instant) -> [Action] {
    publishQueue.takeOverdue(at: now).map { refusal(of: $0.number, "the room is being restored") }
  }

  private func refusal(of number: Int, _ reason: String) -> Action {
    .answer(number, .failure(.unavailable(reason: reason)))
  }

  private mutating func keepUntilHeard(_ publication: Publication, _ receipt: Receipt) -> [Action] {
    refusals = 0
    guard receipt.position.epoch == position.epoch, receipt.position.seq > position.seq else { return [] }
    let hasRoom = unconfirmed.add(publication, at: receipt.position, lineage: lineage)
    return hasRoom ? [] : resync()
  }

  // MARK: - Putting back

  /// Takes what this instance has after `seq`, where the store goes on: it is to be put back before anything else.
  /// - Parameter isWhole: whether the log reaches back to there. If not, another instance may have what is missing, and
  ///   the order would be lost.
  mutating func queueForgotten(in log: RoomLog, after seq: UInt64, isWhole: Bool, at time: HubTime) {
    let first = max(seq + 1, log.firstSeq)
    // An older one might have been stored again already, and its id forgotten meanwhile; or it would not be kept any more.
    let oldest = time.wallClock - min(Int64(Publication.idLifetime) * 500, Int64(keptSeconds) * 1_000)
    let logged = log.objects(from: first, through: log.position.seq).enumerated().compactMap { index, object in
      MessageEvent.publication(Array(object.bytes), in: room, oldest: oldest).map {
        ForgottenMessage(publication: $0, lineage: lineage, seq: first + UInt64(index))
      }
    }
    let acknowledged = unconfirmed.takeAll()
    restoreQueue.add(logged + acknowledged)
    let gapDelay = gapDelay(before: acknowledged, behind: log.position.seq)
    restoreQueue.wait(isWhole ? gapDelay : restoreDelay(holding: log.count), from: time.now)
  }

  /// Takes what was acknowledged here and never arrived, and is not where the room has come to.
  mutating func queueUnconfirmed(_ now: Instant) {
    let lost = unconfirmed.takeLost(at: knownPosition)
    let delay = gapDelay(before: lost, behind: position.seq)
    if restoreQueue.isEmpty, delay > .zero { restoreQueue.wait(delay, from: now) }
    restoreQueue.add(lost)
  }

  /// What lies between what this instance has got and what it has stored itself, another one has stored, and shown before.
  private func gapDelay(before acknowledged: [ForgottenMessage], behind seq: UInt64) -> TimeSpan {
    let next = acknowledged.map(\.seq).filter { $0 > seq }.sorted()
    return zip(next, (seq + 1)...).allSatisfy(==) ? .zero : Self.settlingSpan
  }

  /// Whoever has more goes first; those who have the same do not all begin at once.
  private func restoreDelay(holding count: Int) -> TimeSpan {
    let lack = max(0, 1 - Double(count) / Double(max(configuration.logMessages, 1)))
    return .seconds(RestoreQueue.restoreDelay.seconds * (1 + lack + share))
  }

  mutating func restored(
    _ publication: Publication, expecting known: Position?, _ result: Result<Receipt, BrokerFailure>, at now: Instant
  ) -> [Action] {
    restoreQueue.end()
    var actions: [Action] = []
    switch result {
    case .success(let receipt):
      failedRestores = 0
      restoreQueue.remove(publication.identity)
      actions = keepUntilHeard(publication, receipt)
    case .failure(.conflict): restoreQueue.remove(publication.identity)
    case .failure(.stale): return refused(expecting: known, at: now)
    // A full store is asked at each tick, once a second.
    case .failure(.full): return []
    case .failure:
      failedRestores = min(failedRestores + 1, 4)
      return [.wake(at: now + .milliseconds(50 << failedRestores))]
    }
    return actions + proceed(at: now)
  }

  /// Puts back the next message that was forgotten; publishes what waits when there is none.
  mutating func proceed(at now: Instant) -> [Action] {
    if state == .restoring, restoreQueue.isEmpty { state = .live }
    guard state == .restoring else { return publishNext(at: now) }
    guard let publication = restoreQueue.next(at: now) else { return [] }
    return [.restore(publication, expecting: knownPosition)]
  }

  // MARK: - What an author has seen

  /// An author has come with a position that the store does not know, or not any more. If the store forgot it just now,
  /// another instance may be about to put it back.
  mutating func expect(_ seen: Position, by author: User.ID, at now: Instant) {
    guard seen.seq > 0, now < lineageBegan + Self.failoverWindow, !restoreQueue.contains(seen.identity) else { return }
    expected.expect(seen.identity, by: author, at: now)
  }
}
