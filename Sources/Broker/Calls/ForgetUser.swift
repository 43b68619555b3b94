import ChatProtocol

/// Forgets how far a user has read, where they were mentioned, and who had their name last. Nobody is told.
package struct ForgetUser: BrokerCall {
  package let user: User.ID

  package init(of user: User.ID) {
    self.user = user
  }

  package typealias Reply = Void

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
