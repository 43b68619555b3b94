import ChatProtocol

/// Has the session of an application's user end later, at `expires`; never earlier than it would have. From then on its user
/// may be in the rooms of `scope` by it, and if those were others, all instances hear that the user's sessions are to be looked
/// up again. Answered with whether there is such a session.
package struct RenewSession: BrokerCall {
  package let hash: TokenHash
  /// Milliseconds since 1970.
  package let expires: Int64
  /// `nil` for all.
  package let scope: RoomScope?

  package init(_ hash: TokenHash, expires: Int64, scope: RoomScope? = nil) {
    self.hash = hash
    self.expires = expires
    self.scope = scope
  }

  package typealias Reply = Bool

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
