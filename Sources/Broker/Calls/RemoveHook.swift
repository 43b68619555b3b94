import ChatProtocol

/// Ends a webhook: from the answer on its token is unknown to every instance. Answered with `false` when there is no such
/// hook, or when it is in use and asked to go only if it is not: judged by what `ListedHook.lastUse` tells, as it is done.
package struct RemoveHook: BrokerCall {
  package let id: User.ID
  /// Seconds for which nobody may have posted by it; `nil` for whether or not.
  package let unusedFor: Int?

  package init(_ id: User.ID, unusedFor seconds: Int? = nil) {
    self.id = id
    unusedFor = seconds
  }

  package typealias Reply = Bool

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
