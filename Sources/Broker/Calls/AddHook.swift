/// Keeps a webhook under its token's hash. Answered with `false` when there are `Hook.maximum` already.
package struct AddHook: BrokerCall {
  package let hook: Hook
  package let token: TokenHash

  package init(_ hook: Hook, token: TokenHash) {
    self.hook = hook
    self.token = token
  }

  package typealias Reply = Bool

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
