import Broker
import ChatProtocol

/// The sessions, each found by its token's hash and by its user's name.
struct MemorySessions {
  private struct Entry {
    let record: SessionRecord
    let skeleton: String
    var expiry: Int64
  }

  /// How many sessions are kept at most.
  let capacity: Int
  private var entries: [TokenHash: Entry] = [:]
  private var holders: [String: TokenHash] = [:]

  init(capacity: Int) { self.capacity = capacity }

  var count: Int { entries.count }
  var isFull: Bool { entries.count >= capacity }

  /// - Returns: whether the name was free.
  mutating func create(
    _ hash: TokenHash, _ record: SessionRecord, skeleton: String, lifetime: Int, now: Int64
  ) -> Bool {
    guard user(named: skeleton, now: now) == nil, find(hash, now: now) == nil else { return false }
    entries[hash] = Entry(record: record, skeleton: skeleton, expiry: now.addingSeconds(lifetime))
    holders[skeleton] = hash
    return true
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
