import ChatProtocol

/// Revokes a bot's key: from the answer on it makes no session, those that it made are ended as by `JudgeUser`, and the name
/// is free. Answered with how many sessions were ended; `nil` when there is no such bot.
package struct RemoveBot: BrokerCall {
  package let id: User.ID

  package init(_ id: User.ID) {
    self.id = id
  }

  package typealias Reply = Int?

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
