import Broker
import ChatProtocol

/// A room in memory: its history and who is there.
///
/// There is one primary, this process, so the generation is always 0.
final class MemoryRoom {
  let name: RoomName
  let epoch: String
  let presence: MemoryPresence
  /// The brokers that follow the room.
  var followers: [WeakBroker] = []

  private let limits: BacklogLimits
  private var ring: MessageRing
  private var lastIdentity = "-"
  /// Where the newest edit of each edited message lies, by the message's seq.
  private var edits: [UInt64: UInt64] = [:]
  /// The messages whose texts were taken out, by their seq.
  private var erasedPlaces: Set<UInt64> = []
  /// When the room was made or written to last: milliseconds since 1970.
  private var lastUse: Int64
  private(set) var policy = Policy()
  /// When those wrote last who have to wait between two messages.
  private var writings: [User.ID: Int64] = [:]
  /// By which the room's invitations are known; kept with its policy.
  private(set) var invitationKey: String?
  var reports = MemoryReports()

  init(_ name: RoomName, epoch: String, limits: BacklogLimits, now: Int64) {
    self.name = name
    self.epoch = epoch
    self.limits = limits
    presence = MemoryPresence()
    ring = MessageRing(capacity: limits.messages)
    lastUse = now
  }

  /// The same room begun anew: with its policy and the key of its invitations.
  convenience init(after room: MemoryRoom, epoch: String, now: Int64) {
    self.init(room.name, epoch: epoch, limits: room.limits, now: now)
    policy = room.policy
    invitationKey = room.invitationKey
  }

  /// The newest position.
  var head: Position { Position(epoch: epoch, generation: 0, seq: ring.lastSeq, identity: lastIdentity) }

  /// About what it takes: bytes.
  var byteCount: Int {
    Self.overhead + ring.byteCount + (ring.count + policy.people.count + reports.count) * Self.messageOverhead
  }
  private static let overhead = 1_024
  private static let messageOverhead = 256

  /// Whether this is the history that a publisher knows.
  func isKnown(as known: Position) -> Bool {
    known.epoch == epoch && known.generation == 0 && known.seq <= ring.lastSeq
  }

  /// Why a publication can't be stored that was judged so.
  func refusal(of publication: Publication, judgedBy judgement: Judgement?, at now: Int64) -> BrokerFailure? {
    guard let judgement else { return nil }
    guard judgement.version == policy.version else { return .otherPolicy }
    guard let slow = judgement.slow, let last = writings[publication.author] else { return nil }
    let wait = last.addingSeconds(slow) - now
    return wait > 0 ? .tooSoon(wait: Int(wait)) : nil
  }

  /// Whether nobody would notice if the room were forgotten. One that was never written to loses nothing but its epoch.
  func isForgettable(at now: Int64) -> Bool {
    let open = ring.lastSeq == 0 ? 3_600 : limits.epochSeconds
    let lifetime = policy.exists ? limits.policySeconds : open
    return followerCount == 0 && presence.isEmpty && now >= lastUse.addingSeconds(lifetime)
  }

  private var followerCount: Int { followers.count { $0.broker != nil } }

  /// What a survey tells of it; `nil` for one in which nobody has written.
  /// - Parameter listed: when something happened there, as the directory knows it.
  func surveyed(listed: Int64?) -> SurveyedRoom? {
    guard ring.lastSeq > 0 else { return nil }
    return SurveyedRoom(
      name, epoch: epoch, seq: ring.lastSeq, identity: lastIdentity, stored: ring.count, erased: erasedCount,
      policy: policy.version, lastUse: max(lastUse, listed ?? 0), people: presence.count, followers: followerCount,
      bytes: byteCount, ends: ring.count == 0 ? 0 : lastUse.addingSeconds(keptSeconds),
      due: ring[ring.firstSeq]?.time.addingSeconds(keptSeconds) ?? 0)
  }

  var messageCount: Int { ring.count }

  /// Gives the publication its place.
  func store(_ publication: Publication, at time: Int64) -> StoredMessage {
    expire(at: time)
    let message = StoredMessage(
      generation: 0, seq: ring.lastSeq + 1, identity: publication.identity, time: time, header: publication.header,
      body: publication.body)
    ring.append(message)
    lastIdentity = message.identity
    lastUse = time
    if let change = publication.policyChange {
      policy.apply(change, version: message.identity, seq: message.seq, at: time)
      writings = policy.slow > 0 ? writings : [:]
    }
    return message
  }

  /// Somebody wrote who has to wait before they write again.
  func noteWriting(of author: User.ID, slow: Int, at now: Int64) {
    if writings.count >= 1_000 { writings = writings.filter { now < $0.value.addingSeconds(slow) } }
    writings[author] = now
  }

  // MARK: - Invitations

  func keepInvitationKey(_ key: String, replaces: Bool) -> String? {
    guard policy.exists else { return nil }
    if replaces || invitationKey == nil { invitationKey = key }
    return invitationKey
  }

  // MARK: - Taking out

  /// Takes texts out.
  func erase(_ erasure: Erasure) {
    switch erasure {
    case .edited(let original, by: let edit): edited(original, by: edit)
    case .deleted(let original):
      erase(original.seq, original.identity)
      if let edit = edits.removeValue(forKey: original.seq) { erase(edit) }
    }
    edits = edits.filter { $0.key >= ring.firstSeq }
  }

  private func edited(_ original: Position, by edit: Position) {
    guard original.epoch == epoch, let message = ring[original.seq], message.identity == original.identity else {
      return
    }
    let newest = edits[original.seq] ?? 0
    if message == message.erased || edit.seq < newest { return erase(edit.seq, edit.identity) }
    if newest > 0, newest != edit.seq { erase(newest) }
    edits[original.seq] = edit.seq
  }

  private func erase(_ seq: UInt64, _ identity: String? = nil) {
    guard let message = ring[seq], identity == nil || identity == message.identity else { return }
    ring[seq] = message.erased
    erasedPlaces.insert(seq)
    erasedPlaces = erasedPlaces.filter { $0 >= ring.firstSeq }
  }

  private var erasedCount: Int { erasedPlaces.count { $0 >= ring.firstSeq } }

  // MARK: - Reading

  /// - Parameter latest: how many of the latest are handed out where the position is of another history.
  func page(after position: Position?, limit: Int, latest count: Int, now: Int64) -> SyncPage {
    expire(at: now)
    guard let position else { return latest(.fresh, limit) }
    guard position.epoch == epoch, position.generation == 0 else { return latest(.reset, count) }
    if position.seq > ring.lastSeq { return continued(.rewind(base: head), after: ring.lastSeq, limit) }
    if position.seq + 1 < ring.firstSeq { return continued(.gap, after: ring.firstSeq - 1, limit) }
    guard identity(at: position.seq).map({ $0 == position.identity }) ?? true else { return latest(.reset, count) }
    return continued(.recovered, after: position.seq, limit)
  }

  func history(_ range: HistoryRange, limit: Int, bytes: Int, tellsEdited: Bool, now: Int64) -> HistoryPage {
    expire(at: now)
    func edited(_ messages: [StoredMessage]) -> Set<UInt64> {
      tellsEdited ? Set(messages.map(\.seq).filter { edits[$0] != nil }) : []
    }
    switch range {
    case .before(let seq):
      let messages = seq == 0 ? [] : ring.upTo(seq - 1, limit: limit).reversed().filling(bytes).reversed()
      return HistoryPage(
        epoch: epoch, messages: messages, hasMore: messages.first.map { $0.seq > ring.firstSeq } ?? false,
        edited: edited(messages))
    case .after(let seq):
      let messages = ring.from(min(seq, Position.greatestSeq) + 1, limit: limit).filling(bytes)
      return HistoryPage(
        epoch: epoch, messages: messages, hasMore: messages.last.map { $0.seq < ring.lastSeq } ?? false,
        edited: edited(messages))
    }
  }

  /// The identity of the message at `seq`, `nil` when it is not known any more.
  private func identity(at seq: UInt64) -> String? {
    if seq == 0 { return "-" }
    return seq == ring.lastSeq ? lastIdentity : ring[seq]?.identity
  }

  /// The oldest seq that is kept, or the one to come when none is.
  func firstSeq(at now: Int64) -> UInt64 {
    expire(at: now)
    return ring.firstSeq
  }

  private func latest(_ verdict: SyncVerdict, _ limit: Int) -> SyncPage {
    let messages = ring.upTo(ring.lastSeq, limit: limit).reversed().filling(BacklogLimits.pageBytes)
    return SyncPage(verdict: verdict, head: head, messages: messages.reversed(), hasMore: false, policy: policy.version)
  }

  private func continued(_ verdict: SyncVerdict, after seq: UInt64, _ limit: Int) -> SyncPage {
    let messages = ring.from(seq + 1, limit: limit).filling(BacklogLimits.pageBytes)
    return SyncPage(
      verdict: verdict, head: head, messages: messages,
      hasMore: messages.last.map { $0.seq < ring.lastSeq } ?? false, policy: policy.version)
  }

  /// Forgets what is older than it is kept.
  func expire(at now: Int64) {
    let seconds = keptSeconds
    ring.removeOldest { now >= $0.time.addingSeconds(seconds) }
  }

  private var keptSeconds: Int { policy.kept(within: limits.seconds) }
}

extension Collection<StoredMessage> {
  /// The first of them, up to the one that brings their bodies to `limit` bytes.
  fileprivate func filling(_ limit: Int) -> [StoredMessage] {
    var bytes = 0
    var messages: [StoredMessage] = []
    for message in self {
      messages.append(message)
      bytes += message.body.count
      if bytes >= limit { break }
    }
    return messages
  }
}

extension Int64 {
  /// A time in milliseconds, `seconds` later; the end of time if that is too far.
  func addingSeconds(_ seconds: Int) -> Int64 {
    let (span, isTooLong) = Int64(seconds).multipliedReportingOverflow(by: 1_000)
    let (time, isTooFar) = addingReportingOverflow(span)
    return isTooLong || isTooFar ? .max : time
  }
}
