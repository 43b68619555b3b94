/// All webhooks, the oldest first.
package struct ListHooks: BrokerCall {
  package init() {}

  package typealias Reply = [Hook]

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
