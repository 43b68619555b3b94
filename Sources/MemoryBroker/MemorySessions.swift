import Broker
import ChatProtocol

/// The sessions, each found by its token's hash and by its user's name, and what was decided about their users.
struct MemorySessions {
  /// How many sessions are kept at most.
  let capacity: Int
  private var sessions: [TokenHash: MemorySession] = [:]
  private var holders: [String: MemorySession] = [:]
  /// By the hashes of the requests that made them.
  private var requested: [TokenHash: MemorySession] = [:]
  /// The oldest of each user; the others follow by `MemorySession.next`.
  private var oldest: [User.ID: MemorySession] = [:]
  private var standings = MemoryStandings()
  /// Which application's user had a name last, by its skeleton; and which name each user had last.
  private var known: [String: (user: User.ID, expiry: Int64)] = [:]
  private var lastNames: [User.ID: String] = [:]
  private(set) var bots = MemoryBots()
  var codes = MemoryDeviceCodes()

  init(capacity: Int) { self.capacity = capacity }

  var count: Int { sessions.count }
  /// How many names are kept for those who had them last.
  var knownCount: Int { known.count }
  /// How many users have them.
  var userCount: Int { oldest.count }
  var isFull: Bool { sessions.count >= capacity }

  mutating func create(_ call: CreateSession, now: Int64) -> CreateSession.Reply {
    let user = call.record.user.id
    if let ban = standings.ban(of: user, now: now) { return .banned(ban) }
    if let made = made(by: call.request, now: now), made.session.skeleton == call.skeleton {
      return .repeated(made.session.record, sealedToken: made.request.sealedToken)
    }
    guard self.user(named: call.skeleton, now: now) == nil, find(call.hash, now: now) == nil,
      !standings.holds(name: call.skeleton, now: now)
    else { return .nameTaken }
    let session = MemorySession(
      call.hash, call.record, skeleton: call.skeleton, unusedExpiry: now.addingSeconds(call.lifetime))
    keep(session)
    holders[call.skeleton] = session
    note(call.request, that: session, now: now)
    return standings.suspension(of: user, now: now).map { .suspended($0) } ?? .made
  }

  /// In place of one with the same hash, if there is one. It has no name yet.
  private mutating func keep(_ session: MemorySession) {
    end(session.hash)
    sessions[session.hash] = session
    let user = session.user.id
    if let newest = list(of: user).last { newest.next = session } else { oldest[user] = session }
  }

  /// A user's sessions, in the order in which they were made.
  private func list(of user: User.ID) -> [MemorySession] {
    oldest[user].map { Array(sequence(first: $0, next: \.next)) } ?? []
  }

  private mutating func note(
    _ request: SignInRequest?, with code: TokenHash? = nil, that session: MemorySession, now: Int64
  ) {
    guard let request else { return }
    session.origin = .request(request, until: now.addingSeconds(SignInRequest.seconds), code: code)
    requested[request.hash] = session
  }

  private mutating func made(
    by request: SignInRequest?, now: Int64
  ) -> (session: MemorySession, request: SignInRequest, code: TokenHash?)? {
    guard let request, let session = requested[request.hash], lives(session, now: now),
      case .request(let first, let until, let code) = session.origin, until > now
    else { return nil }
    return (session, first, code)
  }

  mutating func prolong(_ hash: TokenHash, lifetime: Int, now: Int64) -> FindSession.Reply {
    guard let session = find(hash, now: now) else { return standings.fate(of: hash, now: now) }
    session.unusedExpiry = now.addingSeconds(lifetime)
    return .found(session.record, suspension: standings.suspension(of: session.user.id, now: now))
  }

  /// The user's oldest session, ended because there are too many.
  mutating func endExcess(of user: User.ID, now: Int64) -> TokenHash? {
    let sessions = list(of: user)
    guard sessions.count > Standing.mostSessions, let excess = sessions.first?.hash else { return nil }
    standings.note(excess, of: user, now: now)
    end(excess)
    return excess
  }

  /// - Returns: the sessions that ended, and when the ban or the suspension will.
  mutating func change(by call: ChangeStanding, now: Int64) -> (ended: [TokenHash], until: Int64?) {
    let sessions = call.act.endsSessions ? list(of: call.user) : []
    for session in sessions { end(session.hash) }
    let ended = sessions.map(\.hash)
    return (ended, standings.change(by: call, sessions: ended, names: Set(sessions.map(\.skeleton)), now: now))
  }

  func standing(of user: User.ID, now: Int64) -> Standing {
    var standing = standings.standing(of: user, now: now)
    standing.sessions = list(of: user).filter { $0.lives(at: now) }.map(\.record)
    return standing
  }

  /// - Parameter lifetime: seconds.
  func list(of user: User.ID, lifetime: Int, now: Int64) -> [ListedSession] {
    list(of: user).filter { $0.lives(at: now) }.map { session in
      let used = session.record.expires == nil ? min(session.unusedExpiry.addingSeconds(-lifetime), now) : nil
      return ListedSession(session.hash, of: session.user, created: session.record.created, used: used)
    }
  }

  /// - Returns: the sessions that ended; `nil` where the asking one does not live.
  mutating func revoke(_ call: RevokeSessions, now: Int64) -> [TokenHash]? {
    guard let user = find(call.session, now: now)?.user.id else { return nil }
    let others = list(of: user).map(\.hash).filter { $0 != call.session && call.which.includes($0) }
    let ended = others.filter { find($0, now: now) != nil }
    for hash in ended { end(hash, now: now) }
    return ended
  }

  mutating func user(named skeleton: String, now: Int64) -> User? {
    if let bot = bots.bot(named: skeleton) { return bot.user }
    // One that is over hands its name on.
    while let session = holders[skeleton] {
      if lives(session, now: now) { return session.user }
    }
    return nil
  }

  /// Whom a mention of the name means, and whether they come back under the same id.
  mutating func person(named skeleton: String, now: Int64) -> (user: User.ID, isLasting: Bool)? {
    if let user = user(named: skeleton, now: now) {
      return user.kind == .user ? (user.id, holders[skeleton]?.record.expires != nil) : nil
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
    if let session = find(hash, now: now) { standings.note(hash, of: session.user.id, now: now) }
    end(hash)
  }

  private mutating func end(_ hash: TokenHash) {
    guard let session = sessions.removeValue(forKey: hash) else { return }
    forgetRequest(of: session)
    unlink(session)
    if holders[session.skeleton] === session {
      holders[session.skeleton] = list(of: session.user.id).first { $0.skeleton == session.skeleton }
    }
  }

  private mutating func forgetRequest(of session: MemorySession) {
    guard case .request(let request, _, _) = session.origin else { return }
    if requested[request.hash] === session { requested[request.hash] = nil }
    session.origin = nil
  }

  private mutating func unlink(_ session: MemorySession) {
    let user = session.user.id
    if oldest[user] === session {
      oldest[user] = session.next
    } else {
      list(of: user).first { $0.next === session }?.next = session.next
    }
    session.next = nil
  }

  mutating func expire(at now: Int64) {
    for session in sessions.values.filter({ !$0.lives(at: now) }) { end(session.hash) }
    for session in requested.values.filter({ !$0.isRepeatable(at: now) }) { forgetRequest(of: session) }
    known = known.filter { $0.value.expiry > now }
    lastNames = lastNames.filter { known[$0.value]?.user == $0.key }
    standings.expire(at: now)
    codes.expire(at: now)
  }

  private mutating func find(_ hash: TokenHash, now: Int64) -> MemorySession? {
    sessions[hash].flatMap { lives($0, now: now) ? $0 : nil }
  }

  /// Whether it lives; if not, it is ended.
  private mutating func lives(_ session: MemorySession, now: Int64) -> Bool {
    let lives = session.lives(at: now)
    if !lives { end(session.hash) }
    return lives
  }
}

// MARK: - Of an application's users

extension MemorySessions {
  mutating func create(_ call: CreateUserSession, now: Int64) -> CreateUserSession.Reply {
    if let ban = standings.ban(of: call.user, now: now) { return .banned(ban) }
    let ended = standings.standing(of: call.user, now: now).ended
    if let ended, let signed = call.signed, signed < ended { return .ended }
    let living = list(of: call.user).filter { lives($0, now: now) }
    guard let wish = call.names.first?.skeleton, let name = name(for: call, wish: wish, living, now: now) else {
      return .namesTaken
    }
    let user = User(id: call.user, name: name.text, kind: .user)
    let record = SessionRecord(user: user, created: call.created, expires: call.expires, scope: call.scope)
    let session = MemorySession(
      call.hash, record, skeleton: name.skeleton, origin: .wish(wish), unusedExpiry: now.addingSeconds(call.lifetime))
    keep(session)
    if holders[name.skeleton] == nil { holders[name.skeleton] = session }
    know(call.user, by: name.skeleton, now: now)
    return .made(user, suspension: standings.suspension(of: call.user, now: now))
  }

  private mutating func name(
    for call: CreateUserSession, wish: String, _ living: [MemorySession], now: Int64
  ) -> (text: String, skeleton: String)? {
    if let same = living.first(where: { $0.wish == wish }) {
      return (same.user.name, same.skeleton)
    }
    let free = call.names.first { name in
      guard !standings.holds(name: name.skeleton, now: now) else { return false }
      return user(named: name.skeleton, now: now).map { $0.id == call.user } ?? true
    }
    return free.map { ($0.text, $0.skeleton) }
  }

  /// - Returns: the session as it was; `nil` where there is none.
  mutating func renew(_ call: RenewSession, now: Int64) -> SessionRecord? {
    guard let session = find(call.hash, now: now), let expires = session.record.expires else { return nil }
    let record = session.record
    session.record = SessionRecord(
      user: record.user, created: record.created, expires: max(expires, call.expires), scope: call.scope)
    return record
  }
}

// MARK: - Of guests on another device

extension MemorySessions {
  mutating func create(_ call: CreateDeviceSession, now: Int64) -> CreateDeviceSession.Reply {
    if let made = made(by: call.request, now: now), made.code == call.code {
      return .repeated(made.session.record, sealedToken: made.request.sealedToken)
    }
    if let pause = codes.pause(afterWrong: call.mostWrong, now: now) { return .tooManyWrong(wait: pause) }
    guard let owner = codes.take(call.code, now: now).flatMap({ find($0, now: now) }),
      standings.suspension(of: owner.user.id, now: now) == nil
    else {
      codes.countWrong(now: now)
      return .wrong
    }
    let session = MemorySession(
      call.hash, SessionRecord(user: owner.user, created: call.created), skeleton: owner.skeleton,
      unusedExpiry: now.addingSeconds(call.lifetime))
    keep(session)
    note(call.request, with: call.code, that: session, now: now)
    return .made(owner.user)
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
    keep(
      MemorySession(
        call.hash, SessionRecord(user: bot.user, created: call.created), skeleton: skeleton,
        unusedExpiry: now.addingSeconds(call.lifetime)))
    return .made(bot.user, suspension: standings.suspension(of: bot.id, now: now))
  }

  /// - Parameter seconds: for which it may not have been used; `nil` for whether or not.
  /// - Returns: the sessions that ended with it; `nil` when there is no such bot, or it is in use.
  mutating func remove(bot id: User.ID, unusedFor seconds: Int?, now: Int64) -> [TokenHash]? {
    if let seconds {
      let hasSession = list(of: id).contains { $0.lives(at: now) }
      guard !hasSession, bots.listed(id)?.isUnused(for: seconds, at: now) == true else { return nil }
    }
    guard bots.remove(id) else { return nil }
    return change(by: ChangeStanding(.end, of: id), now: now).ended
  }
}
