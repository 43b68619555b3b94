import ChatProtocol

/// Who has been in a room or has written there: whom a mention of a name can mean. A name means who had it last.
struct KnownPeople {
  private struct Person {
    let user: User
    let skeleton: String
    /// Counted up with each who is heard of.
    var turn: Int
  }

  /// With more, the half is forgotten that has not been heard of for the longest time.
  private let limit: Int
  private var people: [User.ID: Person] = [:]
  private var holders: [String: User.ID] = [:]
  private var turns = 0

  init(limit: Int = 10_000) { self.limit = limit }

  /// In the order in which they were heard of last.
  var users: [User] { people.values.sorted { $0.turn < $1.turn }.map(\.user) }

  subscript(id: User.ID) -> User? { people[id]?.user }

  /// Who is meant by a name with this skeleton.
  func user(named skeleton: String) -> User? { holders[skeleton].flatMap { self[$0] } }

  /// Somebody is heard of. Programs are nobody whom a mention reaches.
  /// - Returns: whether anything is known by that which was not.
  mutating func hear(of user: User) -> Bool {
    guard user.kind == .user else { return false }
    turns += 1
    if let person = people[user.id], person.user == user, holders[person.skeleton] == user.id {
      people[user.id]?.turn = turns
      return false
    }
    guard let skeleton = try? UserName(user.name).skeleton else { return false }
    if let old = people[user.id], holders[old.skeleton] == user.id { holders[old.skeleton] = nil }
    people[user.id] = Person(user: user, skeleton: skeleton, turn: turns)
    holders[skeleton] = user.id
    if people.count > limit { forgetHalf() }
    return true
  }

  private mutating func forgetHalf() {
    for person in people.values.sorted(by: { $0.turn < $1.turn }).prefix(people.count / 2) {
      people[person.user.id] = nil
      if holders[person.skeleton] == person.user.id { holders[person.skeleton] = nil }
    }
  }
}
