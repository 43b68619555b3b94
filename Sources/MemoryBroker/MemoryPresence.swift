import Broker
import ChatProtocol

/// Who is in one room, and which instances hold them there.
final class MemoryPresence {
  /// A user as one instance holds them, without the id, by which this is found.
  private struct Hold {
    let name: String
    let kind: User.Kind
    /// Until when: milliseconds since 1970.
    var expiry: Int64

    func user(_ id: User.ID) -> User { User(id: id, name: name, kind: kind) }
  }

  /// By the instance first: there is one, as a rule, and many people.
  private var holds: [String: [User.ID: Hold]] = [:]
  /// How many people are held.
  private(set) var count = 0
  /// No hold ends before this time, so that most updates need not look at them all.
  private var nextExpiry = Int64.max
  /// Whether the count changed without the room having been told.
  private var owesCount = false
  /// When the room was last told no more than the count: milliseconds since 1970.
  private var toldCount: Int64?

  var isEmpty: Bool { count == 0 }

  /// The users, ordered by id, at most `limit`.
  func users(limit: Int) -> [User] {
    let instances = holds.sorted { $0.key < $1.key }.map(\.value)
    let people = instances.dropFirst().reduce(into: instances.first ?? [:]) { $0.merge($1) { first, _ in first } }
    return people.sorted { $0.key < $1.key }.prefix(limit).map { $0.value.user($0.key) }
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
    var over: [(id: User.ID, instance: String)] = []
    for (instance, people) in holds {
      for (id, hold) in people {
        if hold.expiry <= now { over.append((id, instance)) } else { nextExpiry = min(nextExpiry, hold.expiry, latest) }
        if hold.expiry > latest { holds[instance]?[id]?.expiry = latest }
      }
    }
    for (id, instance) in over.sorted(by: { $0 < $1 }) { release(id, by: instance, &notices) }
    return notices
  }

  /// Whether the clock was, since all holds were made: none ends later than one made now does. Whom nobody asserts would
  /// stay for as long as it was.
  private func wasSetBack(_ latest: Int64) -> Bool { nextExpiry != .max && nextExpiry > latest }

  private func isHeld(_ id: User.ID) -> Bool { holds.values.contains { $0[id] != nil } }

  private func hold(_ user: User, by instance: String, until expiry: Int64, _ notices: inout [PresenceNotice]) {
    nextExpiry = min(nextExpiry, expiry)
    guard (holds[instance]?[user.id]?.expiry = expiry) == nil else { return }
    let isNew = !isHeld(user.id)
    holds[instance, default: [:]][user.id] = Hold(name: user.name, kind: user.kind, expiry: expiry)
    guard isNew else { return }
    count += 1
    tell(user, .joined, isDetailed: count <= PresenceNotice.detailLimit, &notices)
  }

  private func release(_ id: User.ID, by instance: String, _ notices: inout [PresenceNotice]) {
    guard let hold = holds[instance]?.removeValue(forKey: id) else { return }
    if holds[instance]?.isEmpty == true { holds[instance] = nil }
    guard !isHeld(id) else { return }
    count -= 1
    tell(hold.user(id), .left, isDetailed: count < PresenceNotice.detailLimit, &notices)
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
