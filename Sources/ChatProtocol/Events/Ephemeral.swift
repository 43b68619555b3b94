/// Something that is told to those present and not kept: a protocol object, complete, ready to be framed.
package struct Ephemeral: Equatable, Sendable {
  package enum Kind: UInt8, Sendable {
    case typing = 0x74  // t
    case presence = 0x70  // p
  }
  package let kind: Kind
  /// The author of what is told; a client is not told of its own typing.
  package let user: User.ID
  package let json: [UInt8]

  package init(kind: Kind, user: User.ID, json: [UInt8]) {
    self.kind = kind
    self.user = user
    self.json = json
  }
}
