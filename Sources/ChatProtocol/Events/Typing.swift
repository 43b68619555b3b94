/// That somebody is writing something.
package struct Typing: Equatable, Sendable {
  /// Who is: a client is not told of its own typing.
  package let user: User.ID
  /// A protocol object, complete, ready to be framed.
  package let json: [UInt8]

  package init(user: User.ID, json: [UInt8]) {
    self.user = user
    self.json = json
  }
}
