import Base
import ChatClient
import ChatProtocol

/// Who is in a room, as the receiver was told. Who comes is told at once; who goes only once a list that was asked for a while
/// later does not have them either, since a page that is loaded again or moves to another instance has not gone, and since
/// presence may be dropped on its way. Programs do not count.
struct RoomPeople {
  struct Change: Equatable {
    enum Kind: String { case came, went }

    let kind: Kind
    let user: User
    /// How many are there then.
    let count: Int
  }

  /// What is known of who is there, since the room is followed.
  enum Knowledge: Equatable {
    case none
    /// Of a room of too many the ids of some who are there.
    case part(Set<User.ID>)
    case whole
  }

  /// Whether somebody is there: `leaving` is who is not, but not for long enough to be away.
  enum Attendance { case there, leaving, away, unknown }

  /// Who is there is asked for so often, and sooner where somebody may have gone, or where single people are not told.
  private static let rhythm: TimeSpan = .seconds(30)
  private static let leastPause: TimeSpan = .seconds(5)

  /// Whom the receiver takes for present, by id.
  private(set) var present: [String: User]
  /// Who of them was not there, and since when.
  private var missing: [String: Instant] = [:]
  /// How long somebody has to be away.
  private let absence: TimeSpan
  private(set) var knowledge = Knowledge.none
  private var lastAsked = Instant.distantPast
  /// When it has to be asked who is there; never while the room is not followed.
  private var nextList = Instant.distantFuture

  init(_ present: [String: User], absence: TimeSpan) {
    self.present = present
    self.absence = absence
  }

  // MARK: - Following

  /// The room is followed from now on.
  mutating func begin(at now: Instant) { (nextList, knowledge) = (now, .none) }

  /// It is not any more: who goes now is found missing by the next list.
  mutating func end() {
    (nextList, knowledge) = (.distantFuture, .none)
    missing = [:]
  }

  /// Somebody came or went, who is not told.
  mutating func countChanged() { wantList(at: lastAsked) }

  private mutating func wantList(at moment: Instant) {
    if nextList != .distantFuture { nextList = min(nextList, max(moment, lastAsked + Self.leastPause)) }
  }

  /// Whether who is there has to be asked for now; then it counts as asked for.
  mutating func wantsList(at now: Instant) -> Bool {
    guard nextList <= now else { return false }
    (lastAsked, nextList) = (now, now + Self.rhythm)
    return true
  }

  /// - Parameter moment: how long who is not there counts as leaving.
  func attendance(of id: User.ID, at now: Instant, within moment: TimeSpan) -> Attendance {
    switch knowledge {
    case .none: return .unknown
    // Of the others it can't be told, and they are not waited for.
    case .part(let ids): return ids.contains(id) ? .there : .away
    case .whole: break
    }
    guard present[id] != nil else { return .away }
    guard let since = missing[id] else { return .there }
    return since + moment <= now ? .away : .leaving
  }

  // MARK: - Changes

  mutating func came(_ user: User) -> Change? {
    guard user.kind == .user else { return nil }
    missing[user.id] = nil
    guard present.updateValue(user, forKey: user.id) == nil else { return nil }
    return Change(kind: .came, user: user, count: present.count)
  }

  mutating func went(_ user: User, at now: Instant) { miss(user.id, since: now) }

  private mutating func miss(_ id: String, since moment: Instant) {
    guard present[id] != nil, missing[id] == nil else { return }
    missing[id] = moment
    wantList(at: moment + absence)
  }

  /// Who was there when it was asked for last. A list that is not whole tells no change: who is not in it may be there.
  /// - Parameters:
  ///   - own: the relay itself, which is shown as a person where it has no key.
  ///   - most: how many changes may be taken; the others are found by the next list.
  mutating func take(_ list: MemberList, besides own: User.ID?, most: Int) -> [Change] {
    guard nextList != .distantFuture else { return [] }
    guard list.isWhole else {
      knowledge = .part(Set(list.users.map(\.id)))
      return []
    }
    knowledge = .whole
    let people = list.users.filter { $0.id != own }
    let ids = Set(people.map(\.id))
    var changes: [Change] = []
    for person in people where changes.count < most {
      if let change = came(person) { changes.append(change) }
    }
    for id in present.keys.sorted() where !ids.contains(id) && changes.count < most {
      guard let since = missing[id], since + absence <= lastAsked else {
        miss(id, since: lastAsked)
        continue
      }
      missing[id] = nil
      if let user = present.removeValue(forKey: id) {
        changes.append(Change(kind: .went, user: user, count: present.count))
      }
    }
    if let first = missing.values.min() { wantList(at: first + absence) }
    return changes
  }
}
