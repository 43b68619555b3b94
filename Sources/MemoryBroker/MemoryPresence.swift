import Broker
import ChatProtocol

/// Who is in one room, and which instances hold them there.
final class MemoryPresence {
  private struct Person {
    let user: User
    /// Until when each instance holds the user: milliseconds since 1970.
    var holds: [String: Int64]
  }

  private var people: [User.ID: Person] = [:]
  /// No hold ends before this time, so that most updates need not look at them all.
  private var nextExpiry = Int64.max
  /// Whether the count changed without the room having been told.
  private var owesCount = false
  /// When the room was last told no more than the count: milliseconds since 1970.
  private var toldCount: Int64?

  var count: Int { people.count }
  var isEmpty: Bool { people.isEmpty }

  /// The users, ordered by id, at most `limit`.
  func users(limit: Int) -> [User] {
    people.values.lazy.map(\.user).sorted { $0.id < $1.id }.prefix(limit).map { $0 }
  }

  /// Applies what an instance asserts, and what has expired.
  /// - Returns: what the room is to be told.
  func update(by instance: String, present: [User], gone: [User.ID], now: Int64) -> [PresenceNotice] {
    var notices = expire(at: now)
    for id in gone { release(id, by: instance, &notices) }
    for user in present { hold(user, by: instance, until: now.addingSeconds(PresenceHold.lifetime), &notices) }
    tellCrowd(at: now, &notices)
    return notices
  }

  /// Lets go of what was not asserted again in time.
  func expire(at now: Int64) -> [PresenceNotice] {
    let latest = now.addingSeconds(PresenceHold.lifetime)
    guard now >= nextExpiry || wasSetBack(latest) else { return [] }
    var notices: [PresenceNotice] = []
    nextExpiry = .max
    for (id, person) in people.sorted(by: { $0.key < $1.key }) {
      for (instance, expiry) in person.holds {
        if expiry <= now { release(id, by: instance, &notices) } else { nextExpiry = min(nextExpiry, expiry, latest) }
        if expiry > latest { people[id]?.holds[instance] = latest }
      }
    }
    return notices
  }

  /// Whether the clock was, since all holds were made: none ends later than one made now does. Whom nobody asserts would
  /// stay for as long as it was.
  private func wasSetBack(_ latest: Int64) -> Bool { nextExpiry != .max && nextExpiry > latest }

  private func hold(_ user: User, by instance: String, until expiry: Int64, _ notices: inout [PresenceNotice]) {
    nextExpiry = min(nextExpiry, expiry)
    if people[user.id]?.holds.updateValue(expiry, forKey: instance) != nil { return }
    guard people[user.id] == nil else { return }
    people[user.id] = Person(user: user, holds: [instance: expiry])
    tell(user, .joined, isDetailed: count <= PresenceNotice.detailLimit, &notices)
  }

  private func release(_ id: User.ID, by instance: String, _ notices: inout [PresenceNotice]) {
    guard people[id]?.holds.removeValue(forKey: instance) != nil, people[id]?.holds.isEmpty == true,
      let person = people.removeValue(forKey: id)
    else { return }
    tell(person.user, .left, isDetailed: count < PresenceNotice.detailLimit, &notices)
  }

  private func tell(
    _ user: User, _ state: PresenceNotice.State, isDetailed: Bool, _ notices: inout [PresenceNotice]
  ) {
    owesCount = !isDetailed
    if isDetailed { notices.append(PresenceNotice(.init(user, state), count: count)) }
  }

  private func tellCrowd(at now: Int64, _ notices: inout [PresenceNotice]) {
    guard owesCount else { return }
    if let toldCount, now >= toldCount, now - toldCount < PresenceNotice.crowdInterval { return }
    owesCount = false
    toldCount = now
    notices.append(PresenceNotice(count: count))
  }
}
