import ChatProtocol

/// Where a user was mentioned, the newest first.
package struct ListMentions: BrokerCall {
  package let user: User.ID

  package init(of user: User.ID) {
    self.user = user
  }

  package typealias Reply = [Mention]

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
