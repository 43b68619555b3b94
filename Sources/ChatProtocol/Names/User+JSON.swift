import JSON

extension JSONWriter {
  /// The members of a user's object.
  package mutating func user(_ user: User) {
    member("id", user.id)
    member("name", user.name)
    member("kind", user.kind.rawValue)
  }
}
