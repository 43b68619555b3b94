import Broker
import ChatProtocol

/// Where each user was mentioned.
struct MemoryMentions {
  private var mentions: [User.ID: (list: [Mention], expiry: Int64)] = [:]

  /// How many users have been, and how often in all.
  var count: Int { mentions.count }
  private(set) var total = 0

  mutating func note(_ mention: Mention, for user: User.ID, lifetime: Int, now: Int64) {
    let list = Array(([mention] + list(of: user, now: now)).prefix(Mention.kept))
    total += list.count - (mentions[user]?.list.count ?? 0)
    mentions[user] = (list, now.addingSeconds(lifetime))
  }

  /// The newest first.
  func list(of user: User.ID, now: Int64) -> [Mention] {
    mentions[user].flatMap { $0.expiry > now ? $0.list : nil } ?? []
  }

  mutating func forget(_ user: User.ID) { total -= mentions.removeValue(forKey: user)?.list.count ?? 0 }

  mutating func expire(at now: Int64) {
    mentions = mentions.filter { $0.value.expiry > now }
    total = mentions.values.reduce(0) { $0 + $1.list.count }
  }
}
