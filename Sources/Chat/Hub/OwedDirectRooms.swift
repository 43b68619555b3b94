import Base
import ChatProtocol

/// People who could not be told of their direct rooms when they came, because the store failed then: they are told as soon as it
/// answers. Nothing else would tell them of a conversation that somebody began while they were away.
struct OwedDirectRooms {
  /// Of how many people it is remembered, for how long; and how many are looked after in one of the hub's ticks.
  static let limit = 20_000
  static let memory: TimeSpan = .seconds(600)
  static let perTick = 25

  private var ends: [User.ID: Instant] = [:]
  private var turns = Queue<User.ID>()

  mutating func add(_ user: User.ID, at now: Instant) {
    guard ends[user] != nil || turns.count < Self.limit else { return }
    if ends.updateValue(now + Self.memory, forKey: user) == nil { turns.append(user) }
  }

  /// Whether it is owed to somebody who has come; not any more, then.
  mutating func take(_ user: User.ID) -> Bool { !ends.isEmpty && ends.removeValue(forKey: user) != nil }

  /// Those whose turn it is.
  /// - Parameter isHere: whether somebody has a connection that lasts. Who has none is told when they come.
  mutating func next(at now: Instant, isHere: (User.ID) -> Bool) -> [User.ID] {
    var next: [User.ID] = []
    for _ in 0..<min(Self.perTick, turns.count) {
      guard let user = turns.popFirst(), let end = ends[user] else { continue }
      if end > now, !isHere(user) {
        turns.append(user)
      } else {
        ends[user] = nil
        if end > now { next.append(user) }
      }
    }
    return next
  }
}
