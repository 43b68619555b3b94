import Base
import Broker
import ChatProtocol

/// A message that the store forgot, and where it lay.
struct ForgottenMessage {
  let publication: Publication
  /// The number of the lineage that it lay in.
  let lineage: Int
  let seq: UInt64
}

/// What the store forgot and this instance still has: it is put back one by one, oldest first, by whoever has it.
///
/// There is no lock and no leader: each instance puts back the same messages in the same order, and the ids make one copy
/// of them. Every instance that followed the room has what had arrived there, as far back as its log reaches, and what
/// it had acknowledged itself. As long as one of them lives, an acknowledged message comes back. Its author's next
/// message comes after it when the author's instance has it too, because that one puts it back before it publishes
/// anything new. An author who changes instances meanwhile shows by its position what it has seen: an instance that
/// lacks it lets the author's messages wait for a while (`ExpectedMessages`).
///
/// What only some of them had got, because the store died over telling it, comes back before anything new, too: after a failover
/// nobody publishes before the others have had the time to begin (`RoomSync.settlingSpan`).
///
/// What is not promised: that a message comes back which all instances dropped from their logs, or which only instances
/// had that have died; and the order of a message that comes back later than anybody waited for it, from an instance
/// that stood still or was cut off.
struct RestoreQueue {
  /// How long an instance whose log does not reach back to where the store goes on leaves the others the start.
  static let restoreDelay: TimeSpan = .seconds(1)
  private static let longestDelay: TimeSpan = .seconds(8)

  private var messages: [ForgottenMessage] = []
  private var isUnderWay = false
  /// Nothing is put back before this; it is moved on as long as others put things back, up to a limit.
  private var due = Instant.distantPast
  private var dueAtLast = Instant.distantPast

  var isEmpty: Bool { messages.isEmpty }

  func contains(_ identity: String) -> Bool { messages.contains { $0.publication.identity == identity } }

  /// The newest lineage first: what lay in an older one was still to be put back when the newer one was forgotten.
  mutating func add(_ lost: [ForgottenMessage]) {
    guard !lost.isEmpty else { return }
    var seen = Set<String>()
    messages = (lost + messages).filter { seen.insert($0.publication.identity).inserted }
      .sorted { ($1.lineage, $0.seq) < ($0.lineage, $1.seq) }
  }

  /// Leaves the others the start for a while.
  mutating func wait(_ delay: TimeSpan, from now: Instant) {
    due = now + delay
    dueAtLast = now + Self.longestDelay
  }

  /// When the others' start is over; `nil` where nothing is to be put back.
  var nextDue: Instant? { messages.isEmpty ? nil : due }

  /// The next one, once the one before it has been answered; it stays until it is known to be stored.
  mutating func next(at now: Instant) -> Publication? {
    guard !isUnderWay, now >= due, let first = messages.first else { return nil }
    isUnderWay = true
    return first.publication
  }

  /// It has been answered.
  mutating func end() { isUnderWay = false }

  /// It is stored, or can't be.
  mutating func remove(_ identity: String) { removeFirst { $0.identity == identity } }

  @discardableResult
  private mutating func removeFirst(where isMeant: (Publication) -> Bool) -> Bool {
    guard let place = messages.firstIndex(where: { isMeant($0.publication) }) else { return false }
    messages.remove(at: place)
    return true
  }

  /// A message has arrived, which another instance may have put back, or its author sent again: long ago perhaps, so that the
  /// store has forgotten the id by now.
  mutating func noteArrival(of message: StoredMessage, at now: Instant) {
    if messages.first?.publication.identity == message.identity {
      // Whoever put this back has put back all before it.
      due = .distantPast
    } else if now < due {
      due = min(max(due, now + Self.restoreDelay), dueAtLast)
    }
    guard !removeFirst(where: { $0.identity == message.identity }) else { return }
    let header = message.header
    removeFirst { $0.id == header.id && $0.author == header.author }
  }
}
