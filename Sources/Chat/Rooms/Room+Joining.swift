import Base
import Broker
import ChatProtocol
import JSON

/// What is read from the store for those who join.
struct PageRead: Hashable {
  let after: String?
  let limit: Int
}

/// Who waits for a page.
struct PageReaders {
  var joins: [Join] = []
  /// Whether it is being read, and not only waited for.
  var isUnderWay = false
}

// How a member comes in: joining, reconnecting and catching up are one operation, *everything after this position*.
extension Room {
  func join(_ join: Join) {
    if join.after != nil { hub.counters.recoveriesAsked += 1 }
    if case .abandoned(let failure) = sync.state { return refuse(join, Refusal(failure)) }
    if let partner = join.partner { pair = [join.client.user, partner] }
    if sync.state == .starting { waiting.append(join) } else { answer(join) }
  }

  func answerWaiting() {
    let joins = waiting
    waiting = []
    for join in joins { answer(join) }
    doOnceFollowed()
    noteIdle()
  }

  private func answer(_ join: Join) {
    guard prepare(join) else { return }
    if let after = join.after {
      guard log.covers(after) else { return read(join, after: after, limit: hub.configuration.pageLimit) }
      hub.counters.recoveriesFromMemory += 1
      return enter(join, after: after.seq, .recovered)
    }
    guard log.count >= join.limit || log.reachesBack else { return read(join, after: nil, limit: join.limit) }
    enter(join, after: log.start(ofLatest: join.limit, bytes: join.client.transport.spareBytes), .fresh)
  }

  /// Brings the log and the client to where a join begins.
  /// - Returns: whether the client is still there, and wants something now.
  private func prepare(_ join: Join) -> Bool {
    guard join.client.isConnected else {
      if join.after != nil { hub.counters.recoveriesVanished += 1 }
      return false
    }
    guard admits(join.client.user, .enter), join.client.may(.enter, in: name) else {
      remove(join.client, left: true)
      refuse(join, Self.notOpen)
      return false
    }
    guard !join.canWait else {
      // Nothing is said of the room: the client comes again from the same position.
      if join.after != nil { hub.counters.recoveriesPostponed += 1 }
      join.client.answer(nil)
      return false
    }
    // Before it is judged what the log holds: delivering may drop its oldest messages.
    flush()
    remove(join.client, left: false)
    return true
  }

  func refuse(_ join: Join, _ refusal: Refusal) {
    if join.after != nil { hub.counters.recoveriesRefused += 1 }
    join.client.refuse(refusal, id: join.id, about: join.continued)
  }

  // MARK: - From the store

  /// Equal reads are one, done in the turn of whoever comes first to theirs.
  private func read(_ join: Join, after: Position?, limit: Int) {
    let read = PageRead(after: after?.text, limit: limit)
    reads[read, default: PageReaders()].joins.append(join)
    guard !join.client.read(of: name, { self.perform(read, after: after, $0) }) else { return }
    reads[read]?.joins.removeLast()
    if reads[read]?.joins.isEmpty == true { reads[read] = nil }
    refuse(join, Client.tooManyReads)
    noteIdle()
  }

  private func perform(_ read: PageRead, after: Position?, _ ended: @escaping (TimeSpan) -> Void) {
    guard reads[read]?.isUnderWay == false else { return ended(.zero) }
    reads[read]?.isUnderWay = true
    // What the room has is not read once more for whoever comes with a position of another history.
    let latest = log.reachesBack || log.count >= read.limit ? 0 : read.limit
    hub.broker.perform(Synchronize(name, after: after, limit: read.limit, latest: latest)) { result in
      let joins = self.reads.removeValue(forKey: read)?.joins ?? []
      switch result {
      case .success(let page):
        ended(page.price)
        self.answer(joins, from: page)
      case .failure(let failure):
        ended(Price.page(messages: 0, bytes: 0))
        for join in joins { self.refuse(join, Refusal(failure)) }
      }
      self.noteIdle()
    }
  }

  private func answer(_ joins: [Join], from page: SyncPage) {
    guard sync.knownPosition.isOfSameLineage(as: page.head) else {
      // The store has moved on to another lineage than this room follows: first the room, then the client.
      return answerAfterResync(joins)
    }
    guard !isBehind(joins, page) else {
      // Else the client would get again what it has, once that arrives here.
      return answerAfterResync(joins.map(\.secondLook))
    }
    let framed = framed(page)
    for join in joins where prepare(join) { answer(join, from: framed, head: page.head, page.verdict) }
  }

  /// A page as a log of its own, framed once for all who wait for it. It may be newer than the room's log: what lies beyond
  /// that comes live.
  private func framed(_ page: SyncPage) -> RoomLog {
    var framed = RoomLog(after: page.start)
    for message in page.messages where message.seq == framed.position.seq &+ 1 && message.seq <= log.position.seq {
      framed.append(message, in: name)
    }
    return framed
  }

  /// Whether those who ask have seen elsewhere what has not arrived here yet.
  private func isBehind(_ joins: [Join], _ page: SyncPage) -> Bool {
    guard case .recovered = page.verdict, let join = joins.first, let after = join.after else { return false }
    return after.seq > log.position.seq && !join.isSecondLook
  }

  private func answerAfterResync(_ joins: [Join]) {
    waiting += joins
    perform(sync.resync())
  }

  private func answer(_ join: Join, from page: RoomLog, head: Position, _ verdict: SyncVerdict) {
    if verdict == .reset, page.count == 0 { return enterAfresh(join) }
    let spare = join.client.transport.spareBytes
    // A newcomer wants the latest; who returns wants what follows.
    let part =
      verdict == .fresh
      ? page.latest(bytes: spare) : page.slice(after: page.firstSeq - 1, bytes: spare, atLeast: 1)
    let end = part.count > 0 ? part.end ?? page.position : head
    if part.end == page.position, end.seq + 1 >= log.firstSeq {
      return enter(join, page: part, after: end.seq, verdict)
    }
    // The rest of the page comes later, or the log does not reach back to it, perhaps because much has come since it was
    // read: the client comes again for the next one. A page of nothing would not bring it on.
    guard part.count > 0 else { return answer(join) }
    hand(join, JoinCatchUp(verdict: verdict, page: part, rest: LogSlice(), end: end, isWhole: end == log.position))
  }

  /// What the client has is of another history: it begins with the latest that is here.
  private func enterAfresh(_ join: Join) {
    enter(join, after: log.start(ofLatest: log.count, bytes: join.client.transport.spareBytes), .reset)
  }

  // MARK: - Coming in

  /// Hands the client what it missed: the page, if there is one, and what the log has behind it, as far as there is room.
  private func enter(_ join: Join, page: LogSlice? = nil, after: UInt64, _ verdict: SyncVerdict) {
    let spare = join.client.transport.spareBytes - (page?.byteCount ?? 0)
    let rest = log.slice(after: after, bytes: spare, atLeast: page?.count ?? 0 > 0 ? 0 : 1)
    guard let end = rest.end ?? page?.end else { return }
    hand(join, JoinCatchUp(verdict: verdict, page: page, rest: rest, end: end, isWhole: end == log.position))
  }

  /// Makes the client a member if it has everything with that; else it comes again for the next page.
  private func hand(_ join: Join, _ catchUp: JoinCatchUp) {
    let catchUp = hub.tampering?.altered(catchUp) ?? catchUp
    count(catchUp, of: join)
    expectWhatWasSeen(by: join, catchUp.verdict)
    if case .rewind(let base) = catchUp.verdict { join.client.tell(rewind(to: base)) }
    if catchUp.isWhole { add(join.client) }
    tell(join, catchUp)
    for frames in catchUp.frames { join.client.transport.deliver(frames) }
  }

  private func count(_ catchUp: JoinCatchUp, of join: Join) {
    guard let after = join.after else { return }
    hub.counters.messagesRecovered += catchUp.count
    switch catchUp.verdict {
    case .recovered, .fresh: hub.counters.recoveriesAnswered += 1
    case .gap:
      hub.counters.recoveriesGap += 1
      let (span, isAhead) = catchUp.end.seq.subtractingReportingOverflow(after.seq)
      hub.counters.messagesAdmittedLost += isAhead ? 0 : max(Int(clamping: span) - catchUp.count, 0)
    case .rewind: hub.counters.recoveriesRewind += 1
    case .reset: hub.counters.recoveriesReset += 1
    }
  }

  /// What the store forgot and is not here either, another instance may be about to put back.
  private func expectWhatWasSeen(by join: Join, _ verdict: SyncVerdict) {
    switch verdict {
    case .fresh, .recovered, .gap: return
    case .rewind, .reset:
      guard let seen = join.after, !log.contains(identity: seen.identity) else { return }
      sync.expect(seen, by: join.client.user.id, at: hub.time.now)
    }
  }

  private func tell(_ join: Join, _ catchUp: JoinCatchUp) {
    let verdict = catchUp.verdict
    if join.isContinuation, verdict == .recovered, catchUp.count == 0 { return join.client.answer(nil) }
    join.client.answer(
      JSONWriter.object { writer in
        writer.member("type", "joined")
        if let id = join.id { writer.member("id", id) }
        writer.member("room", name.text)
        writer.member("seq", catchUp.end.seq)
        writer.member("position", catchUp.end.text)
        writer.member("recovered", verdict.isContinuous && join.after != nil)
        if join.after != nil, let reason = verdict.reason(ofEdge: edge) { writer.member("reason", reason) }
        // Changes are counted apart: who does not know them waits for messages.
        writer.member("missed", catchUp.count - catchUp.changeCount)
        if catchUp.changeCount > 0 { writer.member("changes", catchUp.changeCount) }
        if !catchUp.isWhole { writer.member("more", true) }
        writer.member("count", presence.count)
        if policy.exists {
          writer.member("policy", object: { $0.policy(policy, of: join.client.user, at: hub.time.wallClock) })
        }
        if let partner = join.partner { writer.member("with", object: { $0.user(partner) }) }
      })
  }
}

extension SyncVerdict {
  /// Why messages are missing, if they are.
  /// - Parameter edge: why what was trimmed was.
  fileprivate func reason(ofEdge edge: String) -> String? {
    switch self {
    case .recovered, .rewind, .fresh: nil
    case .gap: edge
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

extension SyncPage {
  /// The place before its first message.
  var start: Position {
    guard let first = messages.first else { return head }
    return Position(epoch: head.epoch, generation: first.generation, seq: max(first.seq, 1) - 1, identity: "-")
  }
}
