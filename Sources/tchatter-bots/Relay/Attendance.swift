import Base
import ChatProtocol

/// Who is in a room, as the receiver was told: who comes is told at once, who goes only after a while, since a page that is
/// loaded again or moves to another instance has not gone. Programs do not count.
struct Attendance {
  struct Change: Equatable {
    enum Kind: String { case came, went }

    let kind: Kind
    let user: User
    /// How many are there then.
    let count: Int
  }

  /// Changes may be dropped on their way, so who is there is asked for again and again; where single people are not told,
  /// after each change of their number.
  private static let rhythm: TimeSpan = .seconds(30)
  private static let leastPause: TimeSpan = .seconds(10)
  /// A list of so many may have been cut off: who is not in it may be there.
  static let longestList = 200

  /// Whom the receiver takes for present, by id.
  private(set) var present: [String: User]
  /// Who of them was not there, and since when.
  private var missing: [String: Instant] = [:]
  /// How long somebody has to be away.
  private let absence: TimeSpan
  private var lastAsked = Instant.distantPast
  /// When it has to be asked who is there; never while the room is not followed.
  private var nextList = Instant.distantFuture

  init(_ present: [String: User], absence: TimeSpan) {
    self.present = present
    self.absence = absence
  }

  // MARK: - Following

  /// The room is followed from now on.
  mutating func begin(at now: Instant) { nextList = now }

  /// It is not any more: who goes now is found missing by the next list.
  mutating func end() {
    nextList = .distantFuture
    missing = [:]
  }

  /// Somebody came or went, who is not told.
  mutating func countChanged() {
    if nextList != .distantFuture { nextList = min(nextList, lastAsked + Self.leastPause) }
  }

  /// Whether who is there has to be asked for now; then it counts as asked for.
  mutating func wantsList(at now: Instant) -> Bool {
    guard nextList <= now else { return false }
    (lastAsked, nextList) = (now, now + Self.rhythm)
    return true
  }

  // MARK: - Changes

  mutating func came(_ user: User) -> Change? {
    guard user.kind == .user else { return nil }
    missing[user.id] = nil
    guard present.updateValue(user, forKey: user.id) == nil else { return nil }
    return Change(kind: .came, user: user, count: present.count)
  }

  mutating func went(_ user: User, at now: Instant) { miss(user.id, at: now) }

  private mutating func miss(_ id: String, at now: Instant) {
    if present[id] != nil, missing[id] == nil { missing[id] = now }
  }

  /// All who are there.
  mutating func list(_ users: [User], at now: Instant) -> [Change] {
    guard users.count < Self.longestList, nextList != .distantFuture else { return [] }
    let ids = Set(users.map(\.id))
    for id in present.keys where !ids.contains(id) { miss(id, at: now) }
    return users.compactMap { came($0) }
  }

  /// Who has been away for long enough.
  mutating func gone(at now: Instant) -> [Change] {
    let ids = missing.filter { now - $0.value >= absence }.keys.sorted()
    for id in ids { missing[id] = nil }
    return ids.compactMap { id in
      present.removeValue(forKey: id).map { Change(kind: .went, user: $0, count: present.count) }
    }
  }
}
