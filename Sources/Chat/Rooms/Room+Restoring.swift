// What the store forgot is put back by the instances that still have it. There is no lock and no leader: each offers
// the same messages in the same order, and the ids make one copy of them.
extension Room {
  /// Notes what a rewind takes back: all after `base`, if the log reaches back to it. With a hole in between nothing is
  /// offered: another instance may have what this one lacks, and the order would be lost.
  func rememberForgotten(after base: Position) {
    guard log.firstSeq <= base.seq + 1 else { return }
    remember(log.objects(from: base.seq + 1, through: log.position.seq).map { Array($0.bytes) })
  }

  /// Notes all that the log has: the store begins anew.
  func rememberAll() {
    remember(log.objects(from: log.firstSeq, through: log.position.seq).map { Array($0.bytes) })
  }

  private func remember(_ events: [[UInt8]]) {
    // An older one might have been stored again already, and its id forgotten meanwhile.
    let oldest = hub.time.wallClock - Int64(Publication.idLifetime) * 500
    for event in events {
      guard let offer = MessageEvent.publication(event, in: name, oldest: oldest, identity: hub.entropy.word(6))
      else { continue }
      offers.append(offer)
    }
  }

  /// Offers the next one, once the one before it is stored.
  func offerNext() {
    guard !isOffering, phase == .live, let offer = offers.first else { return }
    isOffering = true
    hub.broker.publish(offer, knowing: nil) { result in
      self.isOffering = false
      switch result {
      case .success(let receipt):
        self.hub.ledger.messagesRestored += receipt.isDuplicate ? 0 : 1
        self.offered()
      case .failure(.conflict): self.offered()
      case .failure: break  // Once a second it is tried again.
      }
    }
  }

  private func offered() {
    offers.removeFirst()
    guard offers.isEmpty else { return offerSoon() }
    let publications = waitingPublications
    waitingPublications = []
    for publish in publications { publish() }
  }

  /// Publishes once everything older has been put back, so that it does not come before it.
  func afterRestoring(_ publish: @escaping () -> Void) { waitingPublications.append(publish) }

  /// Not from within the completion: a broker that answers at once would nest as deep as there are messages.
  private func offerSoon() {
    if !offers.isEmpty { hub.restoring(self) }
  }
}
