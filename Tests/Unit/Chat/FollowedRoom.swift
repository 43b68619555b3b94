@testable import Base
@testable import Broker
@testable import Chat
@testable import ChatProtocol

/// A `RoomSync` and the log that it is about, without a hub and without a store: what happens is told, what is to be done is
/// read as words. Messages have the identity `i<seq>` and the id `m<seq>` unless it is said otherwise.
struct FollowedRoom {
  private(set) var sync: RoomSync
  private(set) var log: RoomLog
  private(set) var time = HubTime(now: Instant(nanoseconds: 1_000_000_000), wallClock: 1_700_000_000_000)
  private let name: RoomName
  private var publishing: [String: (pending: PendingPublish, known: Position?)] = [:]
  private var restoring: [String: (publication: Publication, known: Position?)] = [:]
  private var wakesAt: Instant?
  private var number = 0

  init?(_ configuration: HubConfiguration = HubConfiguration()) {
    guard let name = RoomName("r") else { return nil }
    self.name = name
    sync = RoomSync(name, configuration, share: 0.99, at: time.now)
    log = RoomLog(after: sync.position)
  }

  /// One that is live, with messages 1 to `last`.
  init?(live last: UInt64) {
    self.init()
    _ = does(sync.start() + sync.subscribed())
    _ = reads(.fresh, last == 0 ? [] : Array(1...last))
  }

  var seqs: [UInt64] { log.count == 0 ? [] : Array(log.firstSeq...log.position.seq) }

  // MARK: - What happens

  mutating func starts() -> [String] { does(sync.start()) }
  mutating func isSubscribed() -> [String] { does(sync.subscribed()) }
  mutating func isNotSubscribed() -> [String] { does(sync.subscribeFailed(.full)) }
  mutating func mayHaveMissedMessages() -> [String] { does(sync.resyncNow()) }

  mutating func hears(
    _ seq: UInt64, identity: String? = nil, epoch: String = "e", generation: UInt32 = 0
  ) -> [String] {
    let stored = message(seq, identity, generation)
    switch sync.receive(BroadcastMessage(epoch: epoch, stored: stored), at: time.now) {
    case .append: return does([.append(stored, from: .broadcast)])
    case .perform(let actions): return does(actions)
    }
  }

  /// - Parameter head: the room's newest seq, if it is not the page's last.
  mutating func reads(
    _ verdict: SyncVerdict, _ seqs: [UInt64], head: UInt64? = nil, epoch: String = "e", generation: UInt32 = 0,
    hasMore: Bool = false
  ) -> [String] {
    let seq = head ?? seqs.last ?? sync.position.seq
    let page = SyncPage(
      verdict: verdict, head: position(seq, epoch: epoch, generation: generation),
      messages: seqs.map { message($0, nil, generation) }, hasMore: hasMore)
    return does(sync.pageRead(page, log: log, at: time))
  }

  mutating func readsNothing() -> [String] { does(sync.pageFailed(.unavailable(reason: "away"), at: time.now)) }

  mutating func publishes(_ id: String, by author: String = "ann") -> [String] {
    number += 1
    let publication = Publication(
      room: name, header: MessageHeader(author: author, id: id), identity: "i" + id.dropFirst(),
      body: body(id, author), digest: "d")
    return does(sync.publish(publication, number: number, at: time.now))
  }

  /// The store answers what was published or put back.
  mutating func answers(_ id: String, _ result: Result<UInt64, BrokerFailure>, generation: UInt32 = 0) -> [String] {
    let epoch = sync.position.epoch
    let receipt = result.map {
      Receipt(
        position: Position(epoch: epoch, generation: generation, seq: $0, identity: "i" + id.dropFirst()), time: 0,
        isDuplicate: false)
    }
    if let (publication, known) = restoring.removeValue(forKey: id) {
      return does(sync.restored(publication, expecting: known, receipt, at: time.now))
    }
    guard let (pending, known) = publishing.removeValue(forKey: id) else { return ["nothing was asked"] }
    return does(sync.published(pending, expecting: known, receipt, at: time.now))
  }

  mutating func meets(_ author: String, whoHasSeen seq: UInt64) {
    sync.expect(position(seq, epoch: "e"), by: author, at: time.now)
  }

  /// The time comes at which it has asked to be woken.
  mutating func wakes() -> [String] {
    guard let wakeTime = wakesAt.take() else { return ["nothing is waited for"] }
    time.now = max(time.now, wakeTime)
    return does(sync.tick(at: time.now))
  }

  /// Time passes, and then a tick comes.
  mutating func waits(_ span: TimeSpan) -> [String] {
    time.now += span
    return does(sync.tick(at: time.now))
  }

  // MARK: - Parts

  func position(_ seq: UInt64, epoch: String = "e", generation: UInt32 = 0) -> Position {
    Position(epoch: epoch, generation: generation, seq: seq, identity: seq == 0 ? "-" : "i\(seq)")
  }

  private func message(_ seq: UInt64, _ identity: String?, _ generation: UInt32) -> StoredMessage {
    StoredMessage(
      generation: generation, seq: seq, identity: identity ?? "i\(seq)", time: time.wallClock,
      header: MessageHeader(author: "ann", id: "m\(seq)"), body: body("m\(seq)", "ann"))
  }

  private func body(_ id: String, _ author: String) -> [UInt8] {
    MessageBody.message(MessageContent(id), id: id, from: User(id: author, name: author, kind: .user))
  }

  // MARK: - What is done

  /// Carries out what concerns the log, and keeps what the store is to answer.
  private mutating func does(_ actions: [RoomSync.Action]) -> [String] {
    for action in actions {
      switch action {
      case .append(let message, _): log.append(message, in: name)
      case .restart(let position, let isOldest): log = RoomLog(after: position, isOldest: isOldest)
      case .rewind(let position): log.rewind(to: position)
      case .publish(let pending, let known): publishing[pending.publication.id] = (pending, known)
      case .restore(let publication, let known): restoring[publication.id] = (publication, known)
      case .wake(let time): wakesAt = time
      default: break
      }
    }
    return actions.filter { if case .wake = $0 { false } else { true } }.map(\.words)
  }
}

extension RoomSync.Action {
  fileprivate var words: String {
    switch self {
    case .subscribe: "subscribe"
    case .fetch(.none, _): "fetch the latest"
    case .fetch(.some(let position), _): "fetch after \(position.seq)"
    case .retryLater: "retry later"
    case .wake: "wake"
    case .append(let message, _): "append \(message.seq)"
    case .dropDuplicate: "drop a duplicate"
    case .leaveToStore: "leave one to the store"
    case .restart(let position, _): "restart after \(position.seq)"
    case .rewind(let position): "rewind to \(position.seq)"
    case .tellGap(let seq, let next, let reason): "tell a gap from \(seq) to \(next): \(reason)"
    case .tellRewind(let position): "tell a rewind to \(position.seq)"
    case .goLive: "go live"
    case .abandon: "abandon"
    case .publish(let pending, let known): "publish \(pending.publication.id) in \(known?.text ?? "any")"
    case .restore(let publication, _): "restore \(publication.id)"
    case .readPolicy: "read the policy"
    case .answer(let number, .success(let receipt)): "answer \(number): stored as \(receipt.position.seq)"
    case .answer(let number, .failure(let failure)): "answer \(number): \(failure.word)"
    }
  }
}

extension BrokerFailure {
  fileprivate var word: String {
    switch self {
    case .unavailable: "unavailable"
    case .full: "full"
    case .conflict: "conflict"
    case .stale: "stale"
    case .otherPolicy: "other policy"
    case .forbidden: "forbidden"
    case .tooSoon: "too soon"
    }
  }
}
