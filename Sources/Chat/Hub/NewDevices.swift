import Base
import Broker
import ChatProtocol

/// Devices that have come in by guests' codes, for those of their user's sessions that had no connection here then: told when
/// they come. Each instance keeps them, so one may be told more than once.
struct NewDevices {
  /// How long somebody may be away.
  static let memory: TimeSpan = .seconds(3_600)
  /// Of how many people some are kept; the one who got theirs first makes way.
  static let limit = 5_000
  /// How many are kept of one person, the newest.
  static let limitOfOne = 5

  private struct Notice {
    let device: NewDevice
    let until: Instant
    /// Sessions that know of it.
    var told: Set<TokenHash>
  }

  private var notices: [User.ID: [Notice]] = [:]
  /// Whose there are, each once.
  private var ages = TimeoutQueue<User.ID, UInt64>(timeout: Self.memory.nanoseconds)

  /// - Parameter told: sessions that have heard of it.
  mutating func add(_ device: NewDevice, told: Set<TokenHash>, at now: Instant) {
    forget(at: now)
    if notices[device.user] == nil {
      if ages.count >= Self.limit, let first = ages.popDue(at: .max) { notices[first] = nil }
      ages.add(device.user, at: now.nanoseconds)
    }
    var known = notices.removeValue(forKey: device.user) ?? []
    if known.count == Self.limitOfOne { known.removeFirst() }
    known.append(Notice(device: device, until: now + Self.memory, told: told))
    notices[device.user] = known
  }

  /// Those that a session that has come does not know of yet. Only one that was there before is told.
  mutating func take(for session: TokenHash, _ record: SessionRecord, at now: Instant) -> [NewDevice] {
    forget(at: now)
    guard var known = notices[record.user.id] else { return [] }
    var news: [NewDevice] = []
    for index in known.indices where known[index].until > now && record.created < known[index].device.time {
      if known[index].told.insert(session).inserted { news.append(known[index].device) }
    }
    notices[record.user.id] = known
    return news
  }

  private mutating func forget(at now: Instant) {
    while let user = ages.popDue(at: now.nanoseconds) {
      let left = notices[user]?.filter { $0.until > now } ?? []
      notices[user] = left.isEmpty ? nil : left
      if !left.isEmpty { ages.add(user, at: now.nanoseconds) }
    }
  }
}
