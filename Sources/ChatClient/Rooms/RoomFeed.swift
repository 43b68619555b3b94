import Base

/// Where a participant stands in one room, and the judge of what comes: each message is shown once and in order, over
/// whatever connection it arrives.
///
/// At a time one connection *owns* the room: its messages count. While the participant moves to another, the new one
/// joins from the position reached; with its `joined` it takes the room over, and what the old one still delivers is
/// left out, since the new one delivers everything behind that position too.
struct RoomFeed {
  /// What to do about a message.
  enum Verdict: Equatable {
    case show
    /// Seen already, at this place.
    case double
    /// Seen already at another place, before the store forgot it.
    case returned
    /// Of a connection that does not own the room.
    case foreign
    /// Something is missing before it: join again from the position.
    case hole
  }

  /// What a `joined` comes to.
  enum Entry {
    /// Not the answer to the join that is under way.
    case stale
    /// The page is not the whole: join again behind it.
    case more
    /// Live now. The gap is what can't be had any more, if there is one.
    case live
  }

  /// As the application calls it: `lobby`, `@ann`.
  let name: String
  /// How many of the latest messages the first join asks for.
  let history: Int
  /// What lets in whoever shows it, until the room was joined.
  let invitation: String?
  /// As the server calls it, once known.
  private(set) var canonical: String?
  /// The newest position that was reached; handed back to the server, never looked into.
  private(set) var position: String?
  /// The seq reached; `nil` where the next message may have any, because the order begins anew.
  private(set) var seq: UInt64?
  /// The connection whose messages count.
  private(set) var owner: Int?
  /// Whether everything up to the present has been asked for on the owner, so that live messages follow.
  private(set) var isLive = false
  /// The join that is under way.
  private(set) var join: (connection: Int, id: String, at: Instant)?
  /// Whether it has ever been live.
  private(set) var wasLive = false
  /// Of messages and changes of the policy that were shown.
  private var recent: ReturnDetector<Name>

  private struct Name: Hashable {
    let author: String
    let id: String
  }

  init(name: String, history: Int, after position: String?, memory: Int, invitation: String? = nil) {
    self.invitation = invitation
    self.name = name
    self.history = history
    self.position = position
    recent = ReturnDetector(limit: memory)
  }

  /// A join has been sent.
  mutating func joining(on connection: Int, id: String, at time: Instant) {
    join = (connection, id, time)
  }

  /// The server has answered a join.
  /// - Returns: what it comes to, and messages that can't be had any more.
  mutating func joined(_ reply: ServerEvent.JoinReply, on connection: Int) -> (Entry, Gap?) {
    guard let join, join.connection == connection, join.id == reply.id else { return (.stale, nil) }
    self.join = nil
    canonical = reply.room
    owner = connection
    let base = reply.seq - min(reply.missed, reply.seq)
    let gap = adopt(base: base, isRecovered: reply.isRecovered, room: reply.room)
    if reply.missed == 0 { position = reply.position }
    isLive = !reply.hasMore
    if isLive { wasLive = true }
    return (reply.hasMore ? .more : .live, gap)
  }

  /// The server could not go on where the room was on the connection that owns it, without having been asked anything.
  /// - Returns: what can't be had any more.
  mutating func restarted(_ reply: ServerEvent.JoinReply, on connection: Int) -> Gap? {
    guard owner == connection, !reply.isRecovered else { return nil }
    if reply.missed == 0 { position = reply.position }
    return adopt(base: reply.seq - min(reply.missed, reply.seq), isRecovered: false, room: reply.room)
  }

  /// Takes up the order where the reply says that it goes on.
  private mutating func adopt(base: UInt64, isRecovered: Bool, room: String) -> Gap? {
    guard position != nil, !isRecovered else {
      // Where nothing was lost, what has come meanwhile over another connection stays known.
      if seq == nil || position == nil { seq = base }
      return nil
    }
    let gap = Gap(room: room, after: seq ?? 0, next: base + 1, reason: "unrecovered")
    recent.expectReturns()
    seq = base
    return gap
  }

  /// Judges a message.
  mutating func take(_ message: RoomMessage, on connection: Int) -> Verdict {
    let name = Name(author: message.from.id, id: message.id)
    return take(name, step(to: message.seq, message.position, on: connection))
  }

  /// Judges a change of the policy.
  mutating func take(_ policy: RoomPolicyChange, on connection: Int) -> Verdict {
    let name = Name(author: policy.from.id, id: policy.id)
    return take(name, step(to: policy.seq, policy.position, on: connection))
  }

  private mutating func take(_ name: Name, _ verdict: Verdict) -> Verdict {
    guard verdict == .show else { return verdict }
    return recent.isNew(name) ? .show : .returned
  }

  /// Judges another change, which takes a place in the order but is not shown.
  mutating func pass(_ change: StoredEvent, on connection: Int) -> Verdict {
    step(to: change.seq, change.position, on: connection)
  }

  private mutating func step(to next: UInt64, _ position: String, on connection: Int) -> Verdict {
    guard owner == connection else { return .foreign }
    if let seq {
      if next <= seq { return .double }
      if next > seq + 1 { return .hole }
    }
    seq = next
    self.position = position
    return .show
  }

  /// The owner has said that messages are lost for good.
  /// - Returns: whether it was the owner.
  mutating func skip(_ gap: Gap, on connection: Int) -> Bool {
    guard owner == connection else { return false }
    recent.expectReturns()
    seq = gap.next == 0 ? nil : gap.next - 1
    return true
  }

  /// The store has forgotten what lies behind `position`; it comes again, at other places.
  mutating func rewind(to position: String, on connection: Int) -> Bool {
    guard owner == connection || join?.connection == connection else { return false }
    recent.expectReturns()
    self.position = position
    seq = nil
    return true
  }

  /// Nothing more comes over `connection`.
  mutating func lost(_ connection: Int) {
    if owner == connection {
      owner = nil
      isLive = false
    }
    if join?.connection == connection { join = nil }
  }

  /// The join was refused for now.
  mutating func joinFailed() { join = nil }

  /// Messages are missing; nothing counts until it has been joined again.
  mutating func disown() {
    owner = nil
    isLive = false
  }
}
