import Base
import Broker
import ChatProtocol

// What the store forgot is put back by the instances that still have it. There is no lock and no leader: each offers
// the same messages in the same order, and the ids make one copy of them.
//
// Who may have something that the store forgot: every instance that followed the room has what had arrived there, as far
// back as its log reaches, and what it had acknowledged itself. As long as one of them lives, an acknowledged message
// comes back. Its author's next message comes after it when the author's instance has it too, because that one puts it
// back before it publishes anything new. An author who changes instances meanwhile shows by its position what it has
// seen: an instance that lacks it lets the author's messages wait for a while, until another instance has put it back.
//
// What is not promised: that a message comes back which all instances dropped from their logs, or which only
// instances had that have died; and the order of a message that comes back later than anybody waited for it, from an
// instance that stood still or was cut off.
extension Room {
  /// How long an instance whose log does not reach back to where the store goes on leaves the others the start.
  private static let courtesy: TimeSpan = .seconds(1)
  private static let longestCourtesy: TimeSpan = .seconds(8)
  /// How long an author's messages wait for what the author has seen, and how long after a failover.
  private static let expectation: TimeSpan = .seconds(2)
  private static let unrest: TimeSpan = .seconds(10)

  // MARK: - What was forgotten

  /// Notes what this instance has after `seq`, where the store goes on: it is to be put back before anything else. To be
  /// called while the log is still as it was.
  /// - Parameter isWhole: whether the log reaches back to there. If not, another instance may have what is missing, and
  ///   the order would be lost.
  func restoreAll(after seq: UInt64, isWhole: Bool) {
    let first = max(seq + 1, log.firstSeq)
    let logged = log.objects(from: first, through: log.position.seq).enumerated().compactMap { index, object in
      publication(from: Array(object.bytes)).map {
        Offer(publication: $0, seq: first + UInt64(index), history: history)
      }
    }
    restore(logged + takeUnconfirmed())
    offersDue = isWhole ? .distantPast : hub.time.now + courtesy
    offersDueAtLast = hub.time.now + Self.longestCourtesy
  }

  /// Notes what this instance acknowledged and the log does not have after all.
  func restoreUnconfirmed() {
    restore(
      takeUnconfirmed {
        !$0.position.isOfSameHistory(as: self.knownPosition) || $0.position.seq <= self.log.position.seq
      })
  }

  /// The newest history first: what lay in an older one was still to be put back when the newer one was forgotten.
  private func restore(_ lost: [Offer]) {
    guard !lost.isEmpty else { return }
    var known = Set<String>()
    offers = (lost + offers).filter { known.insert($0.publication.identity).inserted }
      .sorted { ($1.history, $0.seq) < ($0.history, $1.seq) }
  }

  private func takeUnconfirmed(where isLost: (UnconfirmedMessage) -> Bool = { _ in true }) -> [Offer] {
    let lost = unconfirmed.filter(isLost)
    unconfirmed.removeAll(where: isLost)
    return lost.map { Offer(publication: $0.publication, seq: $0.position.seq, history: $0.history) }
  }

  private func publication(from event: [UInt8]) -> Publication? {
    // An older one might have been stored again already, and its id forgotten meanwhile.
    MessageEvent.publication(event, in: name, oldest: hub.time.wallClock - Int64(Publication.idLifetime) * 500)
  }

  /// Whoever has more goes first; those who have the same do not all begin at once.
  private var courtesy: TimeSpan {
    let most = max(hub.configuration.logMessages, 1)
    let lack = max(most - log.count, 0)
    return Self.courtesy + Self.courtesy * lack / most + hub.entropy.part(of: Self.courtesy)
  }

  // MARK: - Putting it back

  /// Offers the next one, once the one before it is stored; publishes what waits when there is none.
  func offerNext() {
    guard !isOffering, phase == .live, !isUnsettled else { return }
    guard let offer = offers.first else { return release() }
    guard hub.time.now >= offersDue else { return }
    isOffering = true
    let known = knownPosition
    hub.broker.perform(Publish(offer.publication, expecting: known)) { result in
      self.isOffering = false
      switch result {
      case .success(let receipt):
        self.hub.counters.messagesRestored += receipt.isDuplicate ? 0 : 1
        self.keepUntilSeen(offer.publication, receipt)
        self.settled(offer.publication.identity)
      case .failure(.conflict): self.settled(offer.publication.identity)
      case .failure(.stale): self.refused(expecting: known)
      case .failure: break  // Once a second it is tried again.
      }
    }
  }

  private func settled(_ identity: String) {
    if let place = offers.firstIndex(where: { $0.publication.identity == identity }) { offers.remove(at: place) }
    // Not from within the completion: a broker that answers at once would nest as deep as there are messages.
    hub.restoring(self)
  }

  // MARK: - What others put back

  /// A message has come into the log; it may be one that was to be put back, or that somebody waits for.
  func noteArrival(of identity: String) {
    if !unconfirmed.isEmpty { unconfirmed.removeAll { $0.position.identity == identity } }
    if !offers.isEmpty { noteProgress(identity) }
    if !expected.isEmpty {
      expected = expected.filter { $0.value.identity != identity }
      hub.restoring(self)
    }
  }

  private func noteProgress(_ identity: String) {
    if offers.first?.publication.identity == identity {
      // Whoever put this back has put back all before it.
      offersDue = .distantPast
    } else if hub.time.now < offersDue {
      offersDue = min(max(offersDue, hub.time.now + Self.courtesy), offersDueAtLast)
    }
    settled(identity)
  }

  // MARK: - What an author has seen

  /// A client has come with a position that the store does not know, or not any more. If the failover was just now,
  /// and what the client saw is not here, another instance may be about to put it back.
  func expectWhatWasSeen(by join: Join, _ verdict: SyncVerdict) {
    switch verdict {
    case .rewind, .reset: break
    case .fresh, .recovered, .gap: return
    }
    guard let after = join.after, after.seq > 0, hub.time.now < historyBegan + Self.unrest,
      !log.contains(identity: after.identity), !offers.contains(where: { $0.publication.identity == after.identity })
    else { return }
    expected[join.client.user.id] = ExpectedMessage(
      identity: after.identity, until: hub.time.now + Self.expectation)
  }

  func expireExpectations() {
    guard !expected.isEmpty else { return }
    expected = expected.filter { $0.value.until > hub.time.now }
    release()
  }
}

/// A message that the store forgot, and where it lay.
struct Offer {
  let publication: Publication
  let seq: UInt64
  /// The number of the history that it lay in.
  let history: Int
}

/// A message that an author has seen and this instance has not.
struct ExpectedMessage {
  let identity: String
  /// When it is not waited for any longer.
  let until: Instant
}
