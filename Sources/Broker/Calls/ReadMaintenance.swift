/// Whether the fleet is closed to the public.
package struct ReadMaintenance: BrokerCall {
  package init() {}

  package typealias Reply = Maintenance

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
