/// Looks a session up and prolongs it by `lifetime` from now; answered with `nil` when there is none.
package struct FindSession: BrokerCall {
  package let hash: TokenHash
  /// Seconds.
  package let lifetime: Int

  package init(_ hash: TokenHash, lifetime: Int) {
    self.hash = hash
    self.lifetime = lifetime
  }

  package typealias Reply = SessionRecord?

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
