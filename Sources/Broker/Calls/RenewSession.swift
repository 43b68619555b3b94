/// Has the session of an application's user end later, at `expires`; never earlier than it would have. Answered with whether
/// there is such a session.
package struct RenewSession: BrokerCall {
  package let hash: TokenHash
  /// Milliseconds since 1970.
  package let expires: Int64

  package init(_ hash: TokenHash, expires: Int64) {
    self.hash = hash
    self.expires = expires
  }

  package typealias Reply = Bool

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
