import ChatProtocol

/// Revokes a bot's key: from the answer on it makes no session, those that it made are ended as by `ChangeStanding`, and the
/// name is free. Answered with how many sessions were ended; `nil` when there is no such bot, or when it has a session or has
/// signed in and was asked to go only if it has not, which is judged as it is done.
package struct RemoveBot: BrokerCall {
  package let id: User.ID
  /// Seconds for which it may not have signed in; `nil` for whether or not.
  package let unusedFor: Int?

  package init(_ id: User.ID, unusedFor seconds: Int? = nil) {
    self.id = id
    unusedFor = seconds
  }

  package typealias Reply = Int?

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
