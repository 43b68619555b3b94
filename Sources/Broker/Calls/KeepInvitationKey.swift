import ChatProtocol

/// Gives a room the key by which its invitations are made and known again, which is kept as long as its policy. It keeps the one
/// that it has, unless that is to be replaced. Answered with the room's key from then on; with `nil` where it has no policy.
package struct KeepInvitationKey: BrokerCall {
  package let room: RoomName
  /// Random, at least 16 bytes of `[A-Za-z0-9_-]`.
  package let key: String
  /// Whether what was made by an earlier key is void.
  package let replaces: Bool

  package init(of room: RoomName, key: String, replaces: Bool) {
    self.room = room
    self.key = key
    self.replaces = replaces
  }

  package typealias Reply = String?

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
