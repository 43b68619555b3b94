import ChatProtocol

/// What somebody does in a room, or with it.
package enum RoomAct: Equatable, Sendable {
  /// Being there, reading, seeing who is there: whatever tells something of the room.
  case enter
  case send, edit, react, type
  /// Calling everybody by what is sent: without it that is plain text.
  case callEverybody
  case delete(ofOthers: Bool)
  /// Making invitations.
  case invite
  /// Seeing what was reported, and taking it off the list.
  case moderate
  /// - isNew: whether the room has no policy, and nobody else has written there.
  case govern(PolicyChange, isNew: Bool)
}

/// Whether a user may do something in a room with this policy: the one place where that is decided.
/// - Parameter now: milliseconds since 1970.
package func allows(_ user: User.ID, _ act: RoomAct, in policy: Policy, at now: Int64) -> Bool {
  if user == User.operators.id { return true }
  let role = policy.role(of: user, at: now)
  let leads = role?.leads == true
  let enters = role != .banned && (policy.mode != .closed || role != nil)
  let speaks = enters && role != .muted
  let writes = speaks && (policy.mode != .announce || leads)
  switch act {
  case .enter: return enters
  case .send, .edit, .type: return writes
  case .callEverybody: return writes && policy.callers.contains(role)
  case .react: return speaks
  case .delete(let ofOthers): return ofOthers ? leads : speaks
  case .invite: return leads && policy.mode == .closed
  case .moderate: return leads
  case .govern(let change, let isNew):
    guard policy.exists else { return isNew && change.founder?.id == user }
    if change.isInvited { return mayAccept(user, role, change) }
    return leads && change.founder == nil && mayGovern(user, role == .owner, change, in: policy, at: now)
  }
}

/// Whoever has shown an invitation becomes a member, if they are nothing else.
private func mayAccept(_ user: User.ID, _ role: Policy.Role?, _ change: PolicyChange) -> Bool {
  change.settings == .init() && change.person?.id == user && change.role == .member && change.founder == nil
    && (role == nil || role == .member)
}

/// An owner may everything but leave the room without one; a moderator, what concerns neither owners nor moderators, nor
/// how long messages are kept.
private func mayGovern(
  _ user: User.ID, _ isOwner: Bool, _ change: PolicyChange, in policy: Policy, at now: Int64
) -> Bool {
  guard isOwner || change.settings.retain == nil else { return false }
  guard let person = change.person else { return true }
  let before = policy.role(of: person.id, at: now)
  guard isOwner else {
    let leads: Set<Policy.Role?> = [.owner, .moderator]
    return !leads.contains(change.role) && (!leads.contains(before) || person.id == user)
  }
  let isLastOwner = before == .owner && !policy.people.contains { $0.value.role == .owner && $0.key != person.id }
  return !isLastOwner || change.role == .owner
}

/// Whether somebody may do something in a room by the token that their session was made of, whatever they may there as who
/// they are: the one place where that is decided.
func allows(_ scope: RoomScope?, _ act: RoomAct, in room: RoomName) -> Bool {
  guard let scope else { return true }
  switch scope.right(in: room) {
  case .write: return true
  case .read: return act == .enter
  case nil: return false
  }
}

/// How long a user waits between two messages: seconds; `nil` for who does not.
package func pause(of user: User.ID, in policy: Policy, at now: Int64) -> Int? {
  let role = policy.role(of: user, at: now)
  return policy.slow == 0 || role == .owner || role == .moderator || user == User.operators.id ? nil : policy.slow
}

extension User {
  /// Whoever governs a room from outside: what `tchatter rooms` stores. Nobody's id has so few characters.
  package static let operators = User(id: "operator", name: "operator", kind: .bot)
}
