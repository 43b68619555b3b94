import ChatProtocol
import JSON

/// Who has been in a room or has written there: whom a mention of a name can mean. A name means who had it last.
struct KnownPeople {
  private struct Person {
    let user: User
    let skeleton: String
    /// Counted up with each line that is written of somebody.
    let turn: Int
  }

  /// With more, the half is forgotten that has not been heard of for the longest time.
  private let limit: Int
  private var people: [User.ID: Person] = [:]
  private var holders: [String: User.ID] = [:]
  private var turns = 0

  init(limit: Int = 10_000) { self.limit = limit }

  /// In the order in which they were heard of last.
  var users: [User] { people.values.sorted { $0.turn < $1.turn }.map(\.user) }

  var count: Int { people.count }

  subscript(id: User.ID) -> User? { people[id]?.user }

  /// Who is meant by a name with this skeleton.
  func user(named skeleton: String) -> User? { holders[skeleton].flatMap { self[$0] } }

  /// Whom a message means: by `@` and their name, as the chat itself judges it, and by the message that it answers. Nobody is told of
  /// what they wrote themselves.
  func meant(by message: JSONObject) -> Set<User.ID> {
    let named = MentionedNames.of(message["text"]?.string ?? "").compactMap { names in
      names.lazy.compactMap { user(named: $0)?.id }.first
    }
    let answered = MessageTarget(reply: message["reply"]).flatMap { self[$0.author]?.id }
    return Set(named + [answered].compactMap { $0 }).subtracting([message["from"]?.object?["id"]?.string ?? ""])
  }

  /// Whether it has to be written that somebody is heard of: it says something new, or they might be among those who are
  /// forgotten next. Programs are nobody whom a mention reaches.
  func isNews(_ user: User) -> Bool {
    guard let person = people[user.id], person.user == user, holders[person.skeleton] == user.id else {
      return user.kind == .user && (try? UserName(user.name)) != nil
    }
    return turns - person.turn > limit / 4
  }

  /// Somebody is heard of, and that is written: who is known follows from what is written alone, and is the same after a restart.
  mutating func hear(of user: User) {
    guard user.kind == .user, let skeleton = try? UserName(user.name).skeleton else { return }
    turns += 1
    if let old = people[user.id], holders[old.skeleton] == user.id { holders[old.skeleton] = nil }
    people[user.id] = Person(user: user, skeleton: skeleton, turn: turns)
    holders[skeleton] = user.id
    if people.count > limit { forgetHalf() }
  }

  private mutating func forgetHalf() {
    for person in people.values.sorted(by: { $0.turn < $1.turn }).prefix(people.count / 2) {
      people[person.user.id] = nil
      if holders[person.skeleton] == person.user.id { holders[person.skeleton] = nil }
    }
  }
}
