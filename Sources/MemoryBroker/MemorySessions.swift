import Broker
import ChatProtocol

/// The sessions, each found by its token's hash and by its user's name.
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
      requestExpiry: now.addingSeconds(SignInRequest.seconds), expiry: now.addingSeconds(call.lifetime))
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
    entries[hash]?.expiry = now.addingSeconds(lifetime)
    return entry.record
  }

  mutating func user(named skeleton: String, now: Int64) -> User? {
    holders[skeleton].flatMap { find($0, now: now) }?.record.user
  }

  mutating func end(_ hash: TokenHash) {
    guard let entry = entries.removeValue(forKey: hash) else { return }
    if holders[entry.skeleton] == hash { holders[entry.skeleton] = nil }
    if let request = entry.request, requested[request.hash] == hash { requested[request.hash] = nil }
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
