import ChatProtocol

/// Forgets what a user has read. Nobody is told.
package struct ForgetReading: BrokerCall {
  package let user: User.ID

  package init(of user: User.ID) {
    self.user = user
  }

  package typealias Reply = Void

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
