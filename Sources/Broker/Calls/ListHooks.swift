/// All webhooks, the oldest first, and what was refused of each.
package struct ListHooks: BrokerCall {
  package init() {}

  package typealias Reply = [ListedHook]

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
