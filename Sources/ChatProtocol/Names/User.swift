/// Who takes part: a person or a program, under a name that is theirs while their session lasts.
package struct User: Equatable, Sendable {
  /// What stands behind the name: a bot has signed in with a key that an operator made, or is a webhook.
  package enum Kind: String, Sendable { case user, bot }

  /// 1–15 bytes of `[a-z0-9]`, made by the server, never taken from a client.
  package let id: String
  /// As the person wrote it, validated by `UserName`.
  package let name: String
  package let kind: Kind

  package init(id: String, name: String, kind: Kind) {
    self.id = id
    self.name = name
    self.kind = kind
  }
}
