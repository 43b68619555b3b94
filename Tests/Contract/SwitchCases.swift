import Broker
import ChatProtocol
import Testing

extension ContractCase {
  /// What belongs to the fleet: maintenance.
  static let switches = [
    ContractCase("maintenance is off at first, is kept, and is told to all") { fleet in
      let a = try ContractInstance("a", on: fleet)
      let b = try ContractInstance("b", on: fleet)
      #expect(try a.answer(ReadMaintenance()) == Maintenance(isOn: false, message: ""))
      for maintenance in [
        Maintenance(isOn: true, message: "Back at 12:00\n— \"soon\""), Maintenance(isOn: false, message: ""),
      ] {
        try a.answer(SetMaintenance(maintenance))
        #expect(try b.answer(ReadMaintenance()) == maintenance)
        for instance in [a, b] {
          try instance.wait(for: "the switch") { instance.fleetEvents.last == .maintenance(maintenance) }
        }
      }
    }
  ]
}
