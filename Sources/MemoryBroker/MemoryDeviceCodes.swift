import Broker
import ChatProtocol

/// The codes by which guests sign in on another device: of each user the newest, by its hash.
struct MemoryDeviceCodes {
  private struct Entry {
    let session: TokenHash
    let user: User.ID
    let expiry: Int64
  }

  private var entries: [TokenHash: Entry] = [:]
  private var newest: [User.ID: TokenHash] = [:]
  /// How many wrong ones there were, of those that count until then.
  private var wrong = 0
  private var wrongUntil = Int64.min

  var count: Int { entries.count }

  mutating func add(_ call: AddDeviceCode, now: Int64) {
    if let before = newest[call.user] { entries[before] = nil }
    entries[call.code] = Entry(
      session: call.session, user: call.user, expiry: now.addingSeconds(call.lifetime))
    newest[call.user] = call.code
  }

  /// Uses a code up.
  /// - Returns: the session that it was made for.
  mutating func take(_ code: TokenHash, now: Int64) -> TokenHash? {
    guard let entry = entries.removeValue(forKey: code) else { return nil }
    newest[entry.user] = nil
    return entry.expiry > now ? entry.session : nil
  }

  /// For how many milliseconds none is looked at; `nil` when they are.
  func pause(afterWrong most: Int, now: Int64) -> Int? {
    guard wrong >= most, wrongUntil > now else { return nil }
    return Int(clamping: wrongUntil - now)
  }

  mutating func countWrong(now: Int64) {
    if wrongUntil <= now { (wrong, wrongUntil) = (0, now.addingSeconds(CreateDeviceSession.wrongSpan)) }
    wrong += 1
  }

  mutating func expire(at now: Int64) {
    entries = entries.filter { $0.value.expiry > now }
    newest = newest.filter { entries[$0.value] != nil }
  }
}
