/// All bots, the oldest first.
package struct ListBots: BrokerCall {
  package init() {}

  package typealias Reply = [ListedBot]

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
