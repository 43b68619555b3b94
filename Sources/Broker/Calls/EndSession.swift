/// Ends a session, frees its name, and tells the fleet (`FleetEvent.sessionEnded`).
package struct EndSession: BrokerCall {
  package let hash: TokenHash

  package init(_ hash: TokenHash) {
    self.hash = hash
  }

  package typealias Reply = Void

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
