import ChatProtocol
import JSON

extension Policy {
  /// How many people's roles are told at once.
  static let mostTold = 200

  /// Who has a role at a moment: those who lead first, then those who are kept out, then members; by name.
  func roles(at now: Int64) -> [(id: User.ID, standing: Standing)] {
    let standings = people.compactMap { id, given in
      role(of: id, at: now).map { role in
        (id: id, standing: Standing(role, until: given.until > now ? given.until : 0, name: given.name))
      }
    }
    return standings.sorted { one, other in
      (one.standing.role.rank, one.standing.name, one.id) < (other.standing.role.rank, other.standing.name, other.id)
    }
  }
}

extension Policy.Role {
  fileprivate var rank: Int {
    switch self {
    case .owner: 0
    case .moderator: 1
    case .banned: 2
    case .muted: 3
    case .member: 4
    }
  }
}

extension JSONWriter {
  /// `roles: [{id, name?, role, until?}]`, and `moreRoles` if those are not all.
  mutating func roles(of policy: Policy, at now: Int64) {
    let all = policy.roles(at: now)
    member(
      "roles",
      array: { array in
        for (id, standing) in all.prefix(Policy.mostTold) {
          array.object { object in
            object.member("id", id)
            if !standing.name.isEmpty { object.member("name", standing.name) }
            object.member("role", standing.role.rawValue)
            if standing.until > 0 { object.member("until", standing.until) }
          }
        }
      })
    if all.count > Policy.mostTold { member("moreRoles", true) }
  }
}
