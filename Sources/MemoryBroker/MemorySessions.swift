import Broker
import ChatProtocol

/// The sessions, each found by its token's hash and by its user's name, and what was decided about their users.
struct MemorySessions {
  private struct Entry {
    var record: SessionRecord
    let skeleton: String
    /// What made it, until that is forgotten.
    var request: SignInRequest?
    var requestExpiry: Int64 = 0
    /// By which code of another device it was made.
    var code: TokenHash?
    /// The skeleton of the name that an application's user wished for.
    var wish: String?
    /// When it expires unused.
    var unusedExpiry: Int64

    var expiry: Int64 { min(unusedExpiry, record.expires ?? .max) }
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
  /// Which application's user had a name last, by its skeleton; and which name each user had last.
  private var known: [String: (user: User.ID, expiry: Int64)] = [:]
  private var lastNames: [User.ID: String] = [:]
  private(set) var bots = MemoryBots()
  var codes = MemoryDeviceCodes()

  init(capacity: Int) { self.capacity = capacity }

  var count: Int { entries.count }
  /// How many names are kept for those who had them last.
  var knownCount: Int { known.count }
  /// How many users have them.
  var userCount: Int { ofUser.count }
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
      requestExpiry: now.addingSeconds(SignInRequest.seconds), unusedExpiry: now.addingSeconds(call.lifetime))
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
    guard let entry = find(hash, now: now) else { return standings.fate(of: hash, now: now) }
    entries[hash]?.unusedExpiry = now.addingSeconds(lifetime)
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
  mutating func change(by call: ChangeStanding, now: Int64) -> (ended: [TokenHash], until: Int64?) {
    var ended: [TokenHash] = []
    var names: Set<String> = []
    if call.act.endsSessions {
      ended = ofUser[call.user] ?? []
      for hash in ended {
        if let entry = entries[hash] { names.insert(entry.skeleton) }
        end(hash)
      }
    }
    return (ended, standings.change(by: call, sessions: ended, names: names, now: now))
  }

  func standing(of user: User.ID, now: Int64) -> Standing {
    var standing = standings.standing(of: user, now: now)
    standing.sessions = (ofUser[user] ?? []).compactMap { entries[$0] }.filter { $0.expiry > now }.map(\.record)
    return standing
  }

  /// - Parameter lifetime: seconds.
  func list(of user: User.ID, lifetime: Int, now: Int64) -> [ListedSession] {
    (ofUser[user] ?? []).compactMap { hash in
      guard let entry = entries[hash], entry.expiry > now else { return nil }
      let used = entry.record.expires == nil ? min(entry.unusedExpiry.addingSeconds(-lifetime), now) : nil
      return ListedSession(hash, of: entry.record.user, created: entry.record.created, used: used)
    }
  }

  /// - Returns: the sessions that ended; `nil` where the asking one does not live.
  mutating func revoke(_ call: RevokeSessions, now: Int64) -> [TokenHash]? {
    guard let user = find(call.session, now: now)?.record.user.id else { return nil }
    let others = (ofUser[user] ?? []).filter { $0 != call.session && call.which.includes($0) }
    let ended = others.filter { find($0, now: now) != nil }
    for hash in ended { end(hash, now: now) }
    return ended
  }

  mutating func user(named skeleton: String, now: Int64) -> User? {
    if let bot = bots.bot(named: skeleton) { return bot.user }
    // One that is over hands its name on.
    while let hash = holders[skeleton] {
      if let entry = find(hash, now: now) { return entry.record.user }
    }
    return nil
  }

  /// Whom a mention of the name means, and whether they come back under the same id.
  mutating func person(named skeleton: String, now: Int64) -> (user: User.ID, isLasting: Bool)? {
    if let user = user(named: skeleton, now: now) {
      let session = holders[skeleton].flatMap { entries[$0]?.record }
      return user.kind == .user ? (user.id, session?.expires != nil) : nil
    }
    guard let last = known[skeleton], last.expiry > now, !standings.holds(name: skeleton, now: now) else { return nil }
    return (last.user, true)
  }

  mutating func forgetName(of user: User.ID) {
    guard let name = lastNames.removeValue(forKey: user), known[name]?.user == user else { return }
    known[name] = nil
  }

  private mutating func know(_ user: User.ID, by skeleton: String, now: Int64) {
    forgetName(of: user)
    known[skeleton] = (user, now.addingSeconds(SessionRecord.longestLife))
    lastNames[user] = skeleton
  }

  /// Ends a session that somebody wants to end.
  mutating func end(_ hash: TokenHash, now: Int64) {
    if let entry = find(hash, now: now) { standings.note(hash, of: entry.record.user.id, now: now) }
    end(hash)
  }

  private mutating func end(_ hash: TokenHash) {
    guard let entry = entries.removeValue(forKey: hash) else { return }
    if let request = entry.request, requested[request.hash] == hash { requested[request.hash] = nil }
    let user = entry.record.user.id
    let others = (ofUser[user] ?? []).filter { $0 != hash }
    ofUser[user] = others.isEmpty ? nil : others
    if holders[entry.skeleton] == hash {
      holders[entry.skeleton] = others.first { entries[$0]?.skeleton == entry.skeleton }
    }
  }

  mutating func expire(at now: Int64) {
    for (hash, entry) in entries where entry.expiry <= now { end(hash) }
    known = known.filter { $0.value.expiry > now }
    lastNames = lastNames.filter { known[$0.value]?.user == $0.key }
    standings.expire(at: now)
    codes.expire(at: now)
  }

  private mutating func find(_ hash: TokenHash, now: Int64) -> Entry? {
    guard let entry = entries[hash] else { return nil }
    if entry.expiry > now { return entry }
    end(hash)
    return nil
  }
}

// MARK: - Of an application's users

extension MemorySessions {
  mutating func create(_ call: CreateUserSession, now: Int64) -> CreateUserSession.Reply {
    if let ban = standings.ban(of: call.user, now: now) { return .banned(ban) }
    let ended = standings.standing(of: call.user, now: now).ended
    if let ended, let signed = call.signed, signed < ended { return .ended }
    let living = (ofUser[call.user] ?? []).filter { find($0, now: now) != nil }
    guard let wish = call.names.first?.skeleton, let name = name(for: call, wish: wish, living, now: now) else {
      return .namesTaken
    }
    let user = User(id: call.user, name: name.text, kind: .user)
    entries[call.hash] = Entry(
      record: SessionRecord(user: user, created: call.created, expires: call.expires, scope: call.scope),
      skeleton: name.skeleton, wish: wish, unusedExpiry: now.addingSeconds(call.lifetime))
    ofUser[call.user, default: []].append(call.hash)
    if holders[name.skeleton] == nil { holders[name.skeleton] = call.hash }
    know(call.user, by: name.skeleton, now: now)
    return .made(user, suspension: standings.suspension(of: call.user, now: now))
  }

  private mutating func name(
    for call: CreateUserSession, wish: String, _ living: [TokenHash], now: Int64
  ) -> (text: String, skeleton: String)? {
    if let same = living.compactMap({ entries[$0] }).first(where: { $0.wish == wish }) {
      return (same.record.user.name, same.skeleton)
    }
    let free = call.names.first { name in
      guard !standings.holds(name: name.skeleton, now: now) else { return false }
      return user(named: name.skeleton, now: now).map { $0.id == call.user } ?? true
    }
    return free.map { ($0.text, $0.skeleton) }
  }

  /// - Returns: the session as it was; `nil` where there is none.
  mutating func renew(_ call: RenewSession, now: Int64) -> SessionRecord? {
    guard let record = find(call.hash, now: now)?.record, let expires = record.expires else { return nil }
    entries[call.hash]?.record = SessionRecord(
      user: record.user, created: record.created, expires: max(expires, call.expires), scope: call.scope)
    return record
  }
}

// MARK: - Of guests on another device

extension MemorySessions {
  mutating func create(_ call: CreateDeviceSession, now: Int64) -> CreateDeviceSession.Reply {
    if let entry = made(by: call.request, now: now), entry.code == call.code, let request = entry.request {
      return .repeated(entry.record, sealedToken: request.sealedToken)
    }
    if let pause = codes.pause(afterWrong: call.mostWrong, now: now) { return .tooManyWrong(wait: pause) }
    guard let owner = codes.take(call.code, now: now).flatMap({ find($0, now: now) }),
      standings.suspension(of: owner.record.user.id, now: now) == nil
    else {
      codes.countWrong(now: now)
      return .wrong
    }
    let user = owner.record.user
    entries[call.hash] = Entry(
      record: SessionRecord(user: user, created: call.created), skeleton: owner.skeleton, request: call.request,
      requestExpiry: now.addingSeconds(SignInRequest.seconds), code: call.code,
      unusedExpiry: now.addingSeconds(call.lifetime))
    if let request = call.request { requested[request.hash] = call.hash }
    ofUser[user.id, default: []].append(call.hash)
    return .made(user)
  }
}

// MARK: - Of bots

extension MemorySessions {
  mutating func add(_ call: AddBot, now: Int64) -> AddBot.Reply {
    guard bots.count < Bot.maximum else { return .tooMany }
    guard user(named: call.skeleton, now: now) == nil, !standings.holds(name: call.skeleton, now: now) else {
      return .nameTaken
    }
    bots.add(call)
    return .added
  }

  mutating func create(_ call: CreateBotSession, now: Int64) -> CreateBotSession.Reply {
    guard let (bot, skeleton) = bots.find(call.key) else { return .unknown }
    if let ban = standings.ban(of: bot.id, now: now) { return .banned(ban) }
    bots.noteSignIn(of: bot.id, now: now)
    entries[call.hash] = Entry(
      record: SessionRecord(user: bot.user, created: call.created), skeleton: skeleton,
      unusedExpiry: now.addingSeconds(call.lifetime))
    ofUser[bot.id, default: []].append(call.hash)
    return .made(bot.user, suspension: standings.suspension(of: bot.id, now: now))
  }

  /// - Parameter seconds: for which it may not have been used; `nil` for whether or not.
  /// - Returns: the sessions that ended with it; `nil` when there is no such bot, or it is in use.
  mutating func remove(bot id: User.ID, unusedFor seconds: Int?, now: Int64) -> [TokenHash]? {
    if let seconds {
      let hasSession = ofUser[id]?.contains { entries[$0].map { $0.expiry > now } ?? false } ?? false
      guard !hasSession, bots.listed(id)?.isUnused(for: seconds, at: now) == true else { return nil }
    }
    guard bots.remove(id) else { return nil }
    return change(by: ChangeStanding(.end, of: id), now: now).ended
  }
}
