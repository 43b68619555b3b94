import Base
import ChatProtocol

/// Hints at direct messages for people who have no connection here at the moment. Who polls is away between two calls, and
/// nothing else would tell of a new conversation: the next call does. Each instance keeps them, so one may come twice.
struct MissedHints {
  struct Hint {
    let room: RoomName
    let sender: User
    fileprivate let until: Instant
  }

  /// How long somebody may be away.
  static let memory: TimeSpan = .seconds(10)
  /// How many are kept in all; beyond, none are added until the oldest have gone.
  static let limit = 10_000
  /// How many are kept of one person, the newest: as many as there are direct rooms to be told.
  static let limitOfOne = 200

  private var hints: [User.ID: [Hint]] = [:]
  private var ages = TimeoutQueue<User.ID, UInt64>(timeout: Self.memory.nanoseconds)

  /// - Parameter room: of several hints at it the last one is kept.
  mutating func add(_ room: RoomName, from sender: User, for recipient: User.ID, at now: Instant) {
    forget(at: now)
    guard ages.count < Self.limit else { return }
    var known = hints.removeValue(forKey: recipient) ?? []
    known.removeAll { $0.room == room }
    if known.count == Self.limitOfOne { known.removeFirst() }
    known.append(Hint(room: room, sender: sender, until: now + Self.memory))
    hints[recipient] = known
    ages.add(recipient, at: now.nanoseconds)
  }

  /// Takes those for somebody who has come.
  mutating func take(for recipient: User.ID, at now: Instant) -> [Hint] {
    forget(at: now)
    return hints.removeValue(forKey: recipient) ?? []
  }

  private mutating func forget(at now: Instant) {
    while let recipient = ages.popDue(at: now.nanoseconds) {
      let left = hints[recipient]?.filter { $0.until > now }
      hints[recipient] = left?.isEmpty == false ? left : nil
    }
  }
}
