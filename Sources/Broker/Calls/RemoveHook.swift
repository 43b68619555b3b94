import ChatProtocol

/// Ends a webhook: from the answer on its token is unknown to every instance. Answered with `false` when there is no such
/// hook.
package struct RemoveHook: BrokerCall {
  package let id: User.ID

  package init(_ id: User.ID) {
    self.id = id
  }

  package typealias Reply = Bool

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
