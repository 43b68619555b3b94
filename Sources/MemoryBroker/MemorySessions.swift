import Broker
import ChatProtocol

/// The sessions, each found by its token's hash and by its user's name, and what was decided about their users.
struct MemorySessions {
  private struct Entry {
    let record: SessionRecord
    let skeleton: String
    /// What made it, until that is forgotten.
    let request: SignInRequest?
    let requestExpiry: Int64
    var expiry: Int64
  }

  /// How many sessions are kept at most.
  let capacity: Int
  private var entries: [TokenHash: Entry] = [:]
  private var holders: [String: TokenHash] = [:]
  /// By the hashes of those that made them.
  private var requested: [TokenHash: TokenHash] = [:]
  /// In the order in which they were made.
  private var ofUser: [User.ID: [TokenHash]] = [:]
  private var standings = MemoryStandings()

  init(capacity: Int) { self.capacity = capacity }

  var count: Int { entries.count }
  var isFull: Bool { entries.count >= capacity }

  mutating func create(_ call: CreateSession, now: Int64) -> CreateSession.Reply {
    let user = call.record.user.id
    if let ban = standings.ban(of: user, now: now) { return .banned(ban) }
    if let entry = made(by: call.request, now: now), entry.skeleton == call.skeleton, let request = entry.request {
      return .repeated(entry.record, sealedToken: request.sealedToken)
    }
    guard self.user(named: call.skeleton, now: now) == nil, find(call.hash, now: now) == nil,
      !standings.holds(name: call.skeleton, now: now)
    else { return .nameTaken }
    entries[call.hash] = Entry(
      record: call.record, skeleton: call.skeleton, request: call.request,
      requestExpiry: now.addingSeconds(SignInRequest.seconds), expiry: now.addingSeconds(call.lifetime))
    holders[call.skeleton] = call.hash
    if let request = call.request { requested[request.hash] = call.hash }
    ofUser[user, default: []].append(call.hash)
    return standings.suspension(of: user, now: now).map { .suspended($0) } ?? .made
  }

  private mutating func made(by request: SignInRequest?, now: Int64) -> Entry? {
    let entry = request.flatMap { requested[$0.hash] }.flatMap { find($0, now: now) }
    return entry.flatMap { $0.requestExpiry > now ? $0 : nil }
  }

  mutating func prolong(_ hash: TokenHash, lifetime: Int, now: Int64) -> FindSession.Reply {
    guard let entry = find(hash, now: now) else {
      return standings.fate(of: hash, now: now)
    }
    entries[hash]?.expiry = now.addingSeconds(lifetime)
    return .found(entry.record, suspension: standings.suspension(of: entry.record.user.id, now: now))
  }

  /// The user's oldest session, ended because there are too many.
  mutating func endExcess(of user: User.ID, now: Int64) -> TokenHash? {
    guard let hashes = ofUser[user], hashes.count > Standing.mostSessions, let oldest = hashes.first else { return nil }
    standings.note(oldest, of: user, now: now)
    end(oldest)
    return oldest
  }

  /// - Returns: the sessions that ended, and when the ban or the suspension will.
  mutating func judge(_ call: JudgeUser, now: Int64) -> (ended: [TokenHash], until: Int64?) {
    var ended: [TokenHash] = []
    var names: Set<String> = []
    if call.act.endsSessions {
      ended = ofUser[call.user] ?? []
      for hash in ended {
        if let entry = entries[hash] { names.insert(entry.skeleton) }
        end(hash)
      }
    }
    return (ended, standings.judge(call, sessions: ended, names: names, now: now))
  }

  func standing(of user: User.ID, now: Int64) -> Standing {
    var standing = standings.standing(of: user, now: now)
    standing.sessions = (ofUser[user] ?? []).compactMap { entries[$0] }.filter { $0.expiry > now }.map(\.record)
    return standing
  }

  mutating func user(named skeleton: String, now: Int64) -> User? {
    holders[skeleton].flatMap { find($0, now: now) }?.record.user
  }

  /// Ends a session that somebody wants to end.
  mutating func end(_ hash: TokenHash, now: Int64) {
    if let entry = find(hash, now: now) { standings.note(hash, of: entry.record.user.id, now: now) }
    end(hash)
  }

  private mutating func end(_ hash: TokenHash) {
    guard let entry = entries.removeValue(forKey: hash) else { return }
    if holders[entry.skeleton] == hash { holders[entry.skeleton] = nil }
    let user = entry.record.user.id
    ofUser[user]?.removeAll { $0 == hash }
    if ofUser[user]?.isEmpty == true { ofUser[user] = nil }
    if let request = entry.request, requested[request.hash] == hash { requested[request.hash] = nil }
  }

  mutating func expire(at now: Int64) {
    for (hash, entry) in entries where entry.expiry <= now { end(hash) }
    standings.expire(at: now)
  }

  private mutating func find(_ hash: TokenHash, now: Int64) -> Entry? {
    guard let entry = entries[hash] else { return nil }
    if entry.expiry > now { return entry }
    end(hash)
    return nil
  }
}
