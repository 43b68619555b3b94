import Broker
import ChatProtocol

/// The programs that have a key, each found by its key's hash and by its name.
struct MemoryBots {
  private struct Entry {
    let bot: Bot
    let key: TokenHash
    let skeleton: String
    var lastSignIn: Int64?
  }

  private var entries: [User.ID: Entry] = [:]
  private var ids: [TokenHash: User.ID] = [:]
  private var named: [String: User.ID] = [:]

  var count: Int { entries.count }

  var all: [ListedBot] {
    entries.values.map { ListedBot($0.bot, lastSignIn: $0.lastSignIn) }
      .sorted { ($0.bot.created, $0.bot.id) < ($1.bot.created, $1.bot.id) }
  }

  func listed(_ id: User.ID) -> ListedBot? { entries[id].map { ListedBot($0.bot, lastSignIn: $0.lastSignIn) } }

  func bot(named skeleton: String) -> Bot? { named[skeleton].flatMap { entries[$0]?.bot } }

  /// The bot of a key, and what its name is compared by.
  func find(_ key: TokenHash) -> (bot: Bot, skeleton: String)? {
    ids[key].flatMap { entries[$0] }.map { ($0.bot, $0.skeleton) }
  }

  mutating func add(_ call: AddBot) {
    entries[call.bot.id] = Entry(bot: call.bot, key: call.key, skeleton: call.skeleton)
    ids[call.key] = call.bot.id
    named[call.skeleton] = call.bot.id
  }

  mutating func noteSignIn(of id: User.ID, now: Int64) {
    if let before = entries[id]?.lastSignIn, now - before < ListedBot.noteInterval { return }
    entries[id]?.lastSignIn = now
  }

  /// - Returns: whether it was there.
  mutating func remove(_ id: User.ID) -> Bool {
    guard let entry = entries.removeValue(forKey: id) else { return false }
    ids[entry.key] = nil
    named[entry.skeleton] = nil
    return true
  }
}
