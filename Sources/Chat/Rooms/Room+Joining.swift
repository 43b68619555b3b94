import Broker
import ChatProtocol
import JSON

/// What is read from the store for those who join: equal reads are made once.
struct PageRead: Hashable {
  let after: String?
  let limit: Int
}

// How a member comes in: joining, reconnecting and catching up are one operation, *everything after this position*.
extension Room {
  func join(_ join: Join) {
    if join.after != nil { hub.counters.recoveriesAsked += 1 }
    if let abandonment { return refuse(join, abandonment) }
    if let partner = join.partner { pair = [join.client.user, partner] }
    if phase == .starting { waiting.append(join) } else { answer(join) }
  }

  func answerWaiting() {
    let joins = waiting
    waiting = []
    for join in joins { answer(join) }
    noteIdle()
  }

  private func answer(_ join: Join) {
    guard join.client.isConnected else { return refuse(join) }
    guard !join.canWait else { return leaveForLater(join) }
    // Before it is judged what the log holds: delivering may drop its oldest messages.
    flush()
    remove(join.client, left: false)
    if let after = join.after {
      guard log.covers(after) else { return read(join, after: after, limit: hub.configuration.pageLimit) }
      hub.counters.recoveriesFromMemory += 1
      return enter(join, page: nil, after: after.seq, .recovered)
    }
    let pendingBroadcasts = log.count
    guard pendingBroadcasts >= join.limit || reachesBack else { return read(join, after: nil, limit: join.limit) }
    enter(join, page: nil, after: log.start(ofLatest: join.limit, bytes: join.client.transport.spareBytes), .fresh)
  }

  /// Whether the log holds every message that the store has.
  var reachesBack: Bool { oldestStored.map { log.firstSeq <= $0 } ?? (log.firstSeq == 1) }

  private func refuse(_ join: Join) {
    if join.after != nil { hub.counters.recoveriesRefused += 1 }
  }

  // MARK: - From the store

  private func read(_ join: Join, after: Position?, limit: Int) {
    let read = PageRead(after: after?.text, limit: limit)
    reads[read, default: []].append(join)
    guard reads[read]?.count == 1 else { return }
    hub.broker.perform(Synchronize(name, after: after, limit: limit)) { result in
      let joins = self.reads.removeValue(forKey: read) ?? []
      switch result {
      case .success(let page): self.settle(joins, page)
      case .failure(let failure): self.refuse(joins, failure)
      }
      self.noteIdle()
    }
  }

  func refuse(_ join: Join, _ failure: BrokerFailure) {
    refuse(join)
    join.client.refuse(Refusal(failure), id: join.id)
  }

  private func refuse(_ joins: [Join], _ failure: BrokerFailure) {
    for join in joins { refuse(join, failure) }
  }

  /// Says nothing of the room: the client comes again from the same position.
  private func leaveForLater(_ join: Join) {
    refuse(join)
    join.client.answer(nil)
  }

  private func settle(_ joins: [Join], _ page: SyncPage) {
    guard page.head.epoch == log.position.epoch, page.head.generation == generation else {
      // The store has moved on to another history than this room follows: first the room, then the client.
      return answerAfterResync(joins)
    }
    guard !isBehind(joins, page) else {
      // Else the client would get again what it has, once that arrives here.
      return answerAfterResync(
        joins.map { join in
          var join = join
          join.isSecondLook = true
          return join
        })
    }
    let framed = FramedPage(page.messages, epoch: page.head.epoch, room: name)
    for join in joins { settle(join, framed, head: page.head, page.verdict) }
  }

  /// Whether those who ask have seen elsewhere what has not arrived here yet.
  private func isBehind(_ joins: [Join], _ page: SyncPage) -> Bool {
    guard case .recovered = page.verdict, let join = joins.first, let after = join.after else { return false }
    return after.seq > log.position.seq && !join.isSecondLook
  }

  private func answerAfterResync(_ joins: [Join]) {
    resync()
    guard phase == .live else { return waiting += joins }
    for join in joins { answer(join) }
  }

  private func settle(_ join: Join, _ page: FramedPage, head: Position, _ verdict: SyncVerdict) {
    guard join.client.isConnected else { return refuse(join) }
    guard !join.canWait else { return leaveForLater(join) }
    flush()
    remove(join.client, left: false)
    let spare = join.client.transport.spareBytes
    // A newcomer wants the latest; who returns wants what follows.
    let part = verdict == .fresh ? page.suffix(bytes: spare) : page.prefix(bytes: spare)
    let end = (part.end ?? head).seq
    if part.end == page.end, end + 1 >= log.firstSeq { return enter(join, page: part, after: end, verdict) }
    // The rest of the page comes later, or the log does not reach back to it, perhaps because much has come since it was
    // read: the client comes again for the next one. A page of nothing would not bring it on.
    part.count == 0 ? answer(join) : hand(join, part, nil, verdict)
  }

  // MARK: - Coming in

  /// Hands the client what it missed: the page, if there is one, and what the log has behind it, as far as there is room.
  private func enter(_ join: Join, page: FramedPage?, after: UInt64, _ verdict: SyncVerdict) {
    let spare = join.client.transport.spareBytes - (page?.byteCount ?? 0)
    let rest = log.slice(after: after, bytes: spare, atLeast: page?.count ?? 0 > 0 ? 0 : 1)
    // A page may be newer than the log: what lies beyond comes live.
    hand(join, page?.through(log.position.seq), rest, verdict)
  }

  /// Makes the client a member if it has everything with that; else it comes again for the next page.
  private func hand(_ join: Join, _ page: FramedPage?, _ rest: LogSlice?, _ verdict: SyncVerdict) {
    guard let end = rest?.end ?? page?.end else { return }
    let missed = (page?.count ?? 0) + (rest?.count ?? 0)
    count(verdict, of: join, messages: missed, through: end.seq)
    expectWhatWasSeen(by: join, verdict)
    tellRewind(verdict, to: join.client)
    let isWhole = end == log.position
    if isWhole { add(join.client) }
    let changes = (page?.changeCount ?? 0) + (rest?.changeCount ?? 0)
    tell(join, position: end, verdict: verdict, missed: missed, changes: changes, more: !isWhole)
    if let frames = page?.frames { join.client.transport.deliver(frames) }
    for frames in rest?.frames ?? [] { join.client.transport.deliver(frames) }
  }

  /// - Parameters:
  ///   - messages: how many the client gets.
  ///   - last: where it stands then.
  private func count(_ verdict: SyncVerdict, of join: Join, messages: Int, through last: UInt64) {
    guard let after = join.after else { return }
    hub.counters.messagesRecovered += messages
    switch verdict {
    case .recovered, .fresh: hub.counters.recoveriesAnswered += 1
    case .gap:
      hub.counters.recoveriesGap += 1
      let (span, isAhead) = last.subtractingReportingOverflow(after.seq)
      hub.counters.messagesAdmittedLost += isAhead ? 0 : max(Int(clamping: span) - messages, 0)
    case .rewind: hub.counters.recoveriesRewind += 1
    case .reset: hub.counters.recoveriesReset += 1
    }
  }

  private func tellRewind(_ verdict: SyncVerdict, to client: Client) {
    if case .rewind(let base) = verdict { client.tell(rewind(to: base)) }
  }

  /// - Parameters:
  ///   - missed: how many events follow the answer.
  ///   - changes: how many of them are changes. They are counted apart: who does not know them waits for messages.
  private func tell(
    _ join: Join, position: Position, verdict: SyncVerdict, missed: Int, changes: Int, more: Bool
  ) {
    if join.isContinuation, verdict == .recovered, missed == 0 { return join.client.answer(nil) }
    join.client.answer(
      JSONWriter.object { writer in
        writer.member("type", "joined")
        if let id = join.id { writer.member("id", id) }
        writer.member("room", name.text)
        writer.member("seq", position.seq)
        writer.member("position", position.text)
        writer.member("recovered", verdict.isContinuous && join.after != nil)
        if join.after != nil, let reason = verdict.reason { writer.member("reason", reason) }
        writer.member("missed", missed - changes)
        if changes > 0 { writer.member("changes", changes) }
        if more { writer.member("more", true) }
        writer.member("count", presence.count)
        if let partner = join.partner { writer.member("with", object: { $0.user(partner) }) }
      })
  }
}

extension SyncVerdict {
  /// Why messages are missing, if they are.
  fileprivate var reason: String? {
    switch self {
    case .recovered, .rewind, .fresh: nil
    case .gap: "trimmed"
    case .reset: "reset"
    }
  }

  /// Whether the page goes on where the client was; after a rewind, from where the store goes on.
  fileprivate var isContinuous: Bool {
    switch self {
    case .recovered, .rewind: true
    case .fresh, .gap, .reset: false
    }
  }
}
