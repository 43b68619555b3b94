import Broker
import ChatProtocol

/// What was decided about users: a ban, a suspension, that their sessions ended.
struct MemoryStandings {
  /// How many users it is remembered of that their sessions ended, which nothing depends on here: all sessions are known.
  private static let most = 100_000

  private struct Entry {
    var ended: Int64?
    var ban: Restriction?
    var suspension: Restriction?
    /// The skeletons of names that are nobody's while the ban lasts.
    var names: Set<String> = []
  }

  private var entries: [User.ID: Entry] = [:]
  /// Whose the names are that are held.
  private var holders: [String: User.ID] = [:]
  /// How long it is known that a session was ended, if no ban lasts longer: seconds.
  private static let memory = 86_400
  /// Whose the sessions were that were ended, and until when that is known.
  private var ended: [TokenHash: (user: User.ID, expiry: Int64)] = [:]

  func ban(of user: User.ID, now: Int64) -> Restriction? {
    entries[user]?.ban.flatMap { $0.holds(at: now) ? $0 : nil }
  }

  /// What has become of a session that is not there.
  func fate(of hash: TokenHash, now: Int64) -> FindSession.Reply {
    guard let ended = ended[hash] else { return .unknown }
    if let ban = ban(of: ended.user, now: now) { return .banned(ban) }
    return ended.expiry > now ? .ended : .unknown
  }

  /// A session was ended.
  mutating func note(_ hash: TokenHash, of user: User.ID, now: Int64) {
    if ended.count < Self.most { ended[hash] = (user, now.addingSeconds(Self.memory)) }
  }

  func suspension(of user: User.ID, now: Int64) -> Restriction? {
    entries[user]?.suspension.flatMap { $0.holds(at: now) ? $0 : nil }
  }

  func holds(name skeleton: String, now: Int64) -> Bool {
    holders[skeleton].map { ban(of: $0, now: now) != nil } ?? false
  }

  func standing(of user: User.ID, now: Int64) -> Standing {
    Standing(
      ended: entries[user]?.ended, ban: ban(of: user, now: now), suspension: suspension(of: user, now: now))
  }

  /// - Parameters:
  ///   - sessions: those that have ended with it.
  ///   - names: the skeletons of their names.
  /// - Returns: when the ban or the suspension ends.
  mutating func change(by call: ChangeStanding, sessions: [TokenHash], names: Set<String>, now: Int64) -> Int64? {
    var entry = entries[call.user] ?? Entry()
    defer { entries[call.user] = entry }
    for hash in sessions { note(hash, of: call.user, now: now) }
    if call.act.endsSessions, entry.ended != nil || entries.count < Self.most { entry.ended = now }
    switch call.act {
    case .end: return nil
    case .ban(let seconds, let reason, let holdsNames):
      let names = names.union(release(&entry))
      let ban = Restriction(seconds: seconds, reason: reason, now: now)
      entry.ban = ban
      if holdsNames {
        entry.names = names
        for name in names { holders[name] = call.user }
      }
      return ban.until
    case .suspend(let seconds, let reason):
      let suspension = Restriction(seconds: seconds, reason: reason, now: now)
      entry.suspension = suspension
      return suspension.until
    case .pardon:
      release(&entry)
      entry.ban = nil
      entry.suspension = nil
      return nil
    }
  }

  @discardableResult
  private mutating func release(_ entry: inout Entry) -> Set<String> {
    defer { entry.names = [] }
    for name in entry.names { holders[name] = nil }
    return entry.names
  }

  mutating func expire(at now: Int64) {
    let oldest = now - Int64(SessionRecord.longestLife) * 1_000
    for (user, known) in entries {
      var entry = known
      if entry.ban?.holds(at: now) == false {
        release(&entry)
        entry.ban = nil
      }
      if entry.suspension?.holds(at: now) == false { entry.suspension = nil }
      if let ended = entry.ended, ended <= oldest { entry.ended = nil }
      let isOver = entry.ban == nil && entry.suspension == nil && entry.ended == nil
      entries[user] = isOver ? nil : entry
    }
    ended = ended.filter { $0.value.expiry > now || entries[$0.value.user]?.ban != nil }
  }
}

extension Restriction {
  fileprivate init(seconds: Int?, reason: String, now: Int64) {
    let span = seconds.map { min(max($0, 1), Self.longestSpan) }
    self.init(until: span.map { now.addingSeconds($0) }, reason: reason)
  }
}
