import Broker
import ChatProtocol

/// The webhooks, each found by its token's hash, when each may be used again, and what was refused.
struct MemoryHooks {
  private struct Entry {
    let hook: Hook
    let token: TokenHash
    /// When the whole rate would be free again: milliseconds since 1970.
    var fullAt = 0.0
    var lastUse: Int64?
    var refusals: HookRefusals?

    var listed: ListedHook {
      let last = [lastUse, refusals?.time].compactMap { $0 }.max()
      return ListedHook(hook, refusals: refusals, lastUse: last.map { .at($0) } ?? .never)
    }
  }

  private var entries: [Entry] = []

  var all: [ListedHook] { entries.map(\.listed) }

  /// - Returns: whether there was room for it.
  mutating func add(_ hook: Hook, token: TokenHash) -> Bool {
    guard entries.count < Hook.maximum else { return false }
    entries.append(Entry(hook: hook, token: token))
    return true
  }

  /// - Parameter seconds: for which it may not have been used; `nil` for whether or not.
  /// - Returns: whether it was there, and has gone.
  mutating func remove(_ id: User.ID, unusedFor seconds: Int?, now: Int64) -> Bool {
    guard let index = entries.firstIndex(where: { $0.hook.id == id }) else { return false }
    if let seconds, !entries[index].listed.isUnused(for: seconds, at: now) { return false }
    entries.remove(at: index)
    return true
  }

  mutating func use(_ token: TokenHash, now: Int64) -> HookUse {
    guard let index = entries.firstIndex(where: { $0.token == token }) else { return .unknown }
    let hook = entries[index].hook
    guard hook.rate > 0 else {
      entries[index].lastUse = now
      return .admitted(hook)
    }
    let time = now
    let now = Double(now)
    let full = min(max(entries[index].fullAt, now), now + 60_000) + 60_000 / Double(hook.rate)
    let wait = (full - now - 60_000).rounded(.up)
    guard wait <= 0 else { return .tooSoon(hook, wait: Int(exactly: wait) ?? 60_000) }
    entries[index].fullAt = full
    entries[index].lastUse = time
    return .admitted(hook)
  }

  /// - Returns: whether the hook was there.
  mutating func note(_ refusal: NoteHookRefusal.Refusal, of id: User.ID, now: Int64) -> Bool {
    guard let index = entries.firstIndex(where: { $0.hook.id == id }) else { return false }
    let count = (entries[index].refusals?.count ?? 0) + 1
    entries[index].refusals = HookRefusals(count: count, time: now, refusal: refusal)
    return true
  }
}
