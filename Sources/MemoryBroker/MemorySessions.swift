import Broker
import ChatProtocol

/// The sessions, each found by its token's hash and by its user's name.
struct MemorySessions {
  private struct Entry {
    var record: SessionRecord
    let skeleton: String
    /// What made it, until that is forgotten.
    var request: SignInRequest?
    var requestExpiry: Int64 = 0
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
  /// Those of each of an application's users.
  private var ofUsers: [User.ID: [TokenHash]] = [:]

  init(capacity: Int) { self.capacity = capacity }

  var count: Int { entries.count }
  var isFull: Bool { entries.count >= capacity }

  mutating func create(_ call: CreateSession, now: Int64) -> CreateSession.Reply {
    if let entry = made(by: call.request, now: now), entry.skeleton == call.skeleton, let request = entry.request {
      return .repeated(entry.record, sealedToken: request.sealedToken)
    }
    guard user(named: call.skeleton, now: now) == nil, find(call.hash, now: now) == nil else { return .nameTaken }
    entries[call.hash] = Entry(
      record: call.record, skeleton: call.skeleton, request: call.request,
      requestExpiry: now.addingSeconds(SignInRequest.seconds), unusedExpiry: now.addingSeconds(call.lifetime))
    holders[call.skeleton] = call.hash
    if let request = call.request { requested[request.hash] = call.hash }
    return .made
  }

  private mutating func made(by request: SignInRequest?, now: Int64) -> Entry? {
    let entry = request.flatMap { requested[$0.hash] }.flatMap { find($0, now: now) }
    return entry.flatMap { $0.requestExpiry > now ? $0 : nil }
  }

  mutating func prolong(_ hash: TokenHash, lifetime: Int, now: Int64) -> SessionRecord? {
    guard let entry = find(hash, now: now) else { return nil }
    entries[hash]?.unusedExpiry = now.addingSeconds(lifetime)
    return entry.record
  }

  mutating func user(named skeleton: String, now: Int64) -> User? {
    // One that is over hands its name on.
    while let hash = holders[skeleton] {
      if let entry = find(hash, now: now) { return entry.record.user }
    }
    return nil
  }

  mutating func end(_ hash: TokenHash) {
    guard let entry = entries.removeValue(forKey: hash) else { return }
    if let request = entry.request, requested[request.hash] == hash { requested[request.hash] = nil }
    let user = entry.record.user.id
    let others = (ofUsers[user] ?? []).filter { $0 != hash }
    ofUsers[user] = others.isEmpty ? nil : others
    if holders[entry.skeleton] == hash {
      holders[entry.skeleton] = others.first { entries[$0]?.skeleton == entry.skeleton }
    }
  }

  mutating func expire(at now: Int64) {
    for (hash, entry) in entries where entry.expiry <= now { end(hash) }
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
  /// - Returns: the user as they are called, and the sessions that had to end for this one; `nil` when all names are other
  ///   people's.
  mutating func create(_ call: CreateUserSession, now: Int64) -> (user: User, ended: [TokenHash])? {
    let living = (ofUsers[call.user] ?? []).filter { find($0, now: now) != nil }
    guard let wish = call.names.first?.skeleton, let name = name(for: call, wish: wish, living, now: now) else {
      return nil
    }
    let excess = living.sorted { (entries[$0]?.record.expires ?? 0) < (entries[$1]?.record.expires ?? 0) }
      .prefix(max(0, living.count - CreateUserSession.mostSessions + 1))
    for hash in excess { end(hash) }
    let user = User(id: call.user, name: name.text, kind: .user)
    entries[call.hash] = Entry(
      record: SessionRecord(user: user, created: call.created, expires: call.expires), skeleton: name.skeleton,
      wish: wish, unusedExpiry: now.addingSeconds(call.lifetime))
    ofUsers[call.user, default: []].append(call.hash)
    if holders[name.skeleton] == nil { holders[name.skeleton] = call.hash }
    return (user, Array(excess))
  }

  private mutating func name(
    for call: CreateUserSession, wish: String, _ living: [TokenHash], now: Int64
  ) -> (text: String, skeleton: String)? {
    if let same = living.compactMap({ entries[$0] }).first(where: { $0.wish == wish }) {
      return (same.record.user.name, same.skeleton)
    }
    let free = call.names.first { name in user(named: name.skeleton, now: now).map { $0.id == call.user } ?? true }
    return free.map { ($0.text, $0.skeleton) }
  }

  mutating func renew(_ call: RenewSession, now: Int64) -> Bool {
    guard let record = find(call.hash, now: now)?.record, let expires = record.expires else { return false }
    entries[call.hash]?.record = SessionRecord(
      user: record.user, created: record.created, expires: max(expires, call.expires))
    return true
  }
}
