/// Closes the fleet to the public or opens it, and tells the fleet (`FleetEvent.maintenance`).
package struct SetMaintenance: BrokerCall {
  package let maintenance: Maintenance

  package init(_ maintenance: Maintenance) {
    self.maintenance = maintenance
  }

  package typealias Reply = Void

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
