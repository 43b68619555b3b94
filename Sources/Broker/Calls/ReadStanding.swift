import ChatProtocol

/// What is known of a user, who may never have been there.
package struct ReadStanding: BrokerCall {
  package let user: User.ID

  /// - Parameter user: 1–15 of `[a-z0-9]`.
  package init(of user: User.ID) {
    self.user = user
  }

  package typealias Reply = Standing

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
