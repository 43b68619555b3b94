import Broker
import ChatProtocol

// Storing messages in the history that this instance knows, or not at all.
//
// Each publication says which epoch and generation it is meant for. A store that failed over or was wiped since refuses
// it, with nothing stored. The room then looks at the store, puts back what was forgotten (`Room+Restoring`), and
// publishes after that what was refused, in order. What can't be done in time is answered with `unavailable`.
extension Room {
  func publish(_ publication: Publication, completion: @escaping (Result<Receipt, BrokerFailure>) -> Void) {
    if let abandonment { return completion(.failure(abandonment)) }
    noteUse()
    let deadline = hub.time.after(seconds: hub.configuration.publicationTimeout)
    guard publishQueue.add(publication, deadline: deadline, completion: completion) else {
      return completion(.failure(.unavailable(reason: "too many messages wait while the room is being restored")))
    }
    release()
  }

  /// What is known of the room: its history, and how far it has come.
  var knownPosition: Position {
    Position(
      epoch: log.position.epoch, generation: generation, seq: log.position.seq, identity: log.position.identity)
  }

  /// Publishes what waits, unless something older is to be put back first.
  func release() {
    // Asked anew each time: a broker that answers at once may have brought another history meanwhile.
    while mayPublish,
      let pending = publishQueue.takeNext(expecting: knownPosition, where: { expected[$0.publication.author] == nil })
    {
      perform(pending, expecting: knownPosition)
    }
  }

  private var mayPublish: Bool { phase != .starting && !isUnsettled && offers.isEmpty }

  private func perform(_ pending: PendingPublish, expecting known: Position) {
    hub.broker.perform(Publish(pending.publication, expecting: known)) { result in
      self.publishQueue.end()
      switch result {
      case .failure(.stale):
        self.publishQueue.putBack(pending)
        self.refused(expecting: known)
      case .success(let receipt):
        self.keepUntilSeen(pending.publication, receipt)
        pending.completion(result)
      case .failure: pending.completion(result)
      }
      if !self.publishQueue.areUnderWay { self.release() }
    }
  }

  /// The store is another one than was known, or has fallen back: nothing is published until it has been looked at.
  func refused(expecting known: Position) {
    guard known.isOfSameHistory(as: knownPosition) else { return }
    isUnsettled = true
    guard phase == .live else { return resyncNow() }
    refusals += 1
    // A store that goes on refusing what it tells itself is not asked in circles.
    if refusals > 2 { resyncLater() } else { resync() }
  }

  /// Gives up what has waited too long: it is certain that it was not stored.
  func giveUpOverdue() {
    for pending in publishQueue.takeOverdue(at: hub.time.now) {
      pending.completion(.failure(.unavailable(reason: "the room is being restored")))
    }
  }

  // MARK: - What was acknowledged

  /// Keeps a message that the store has acknowledged until it has arrived. If the store forgets it before that, nobody
  /// else may have it.
  func keepUntilSeen(_ publication: Publication, _ receipt: Receipt) {
    refusals = 0
    guard receipt.position.epoch == log.position.epoch, receipt.position.seq > log.position.seq else { return }
    unconfirmed.append(UnconfirmedMessage(publication: publication, position: receipt.position, history: history))
    guard unconfirmed.count > PublishQueue.limit else { return }
    unconfirmed.removeFirst()
    resync()
  }
}

/// A message that was acknowledged and has not arrived yet.
struct UnconfirmedMessage {
  let publication: Publication
  let position: Position
  /// The number of the history that it was stored in.
  let history: Int
}
