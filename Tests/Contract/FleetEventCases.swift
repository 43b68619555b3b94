import Broker
import ChatProtocol
import Testing

extension ContractCase {
  /// What belongs to the fleet: maintenance, and who has taken much.
  static let fleetEvents = [
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
    },
    ContractCase("who has taken much is told to all, whoever tells included") { fleet in
      let a = try ContractInstance("a", on: fleet)
      let b = try ContractInstance("b", on: fleet)
      let amounts = [Usage.Amount("messages", milliseconds: 375), Usage.Amount("new_rooms", milliseconds: 3_600_000)]
      let many = (0..<UsageReport.maximum - 2).map { Usage(of: .user("u\($0)"), amounts) }
      let reports = [
        UsageReport(from: "a", [Usage(of: .user("ann"), amounts)]),
        UsageReport(
          from: "a.b_c-D",
          many + [Usage(of: .address(AddressDigest(of: "::1")), amounts), Usage(of: .user("z"), [])]),
      ]
      for report in reports {
        a.broker.announce(report)
        for instance in [a, b] {
          try instance.wait(for: "the report") { instance.fleetEvents.last == .usage(report) }
        }
      }
    },
    ContractCase("how an instance is, is told to all, the one that tells included") { fleet in
      let a = try ContractInstance("a", on: fleet)
      let b = try ContractInstance("b", on: fleet)
      let report = InstanceReport.sample("a \"b\" — c")
      a.broker.announce(report)
      for instance in [a, b] {
        try instance.wait(for: "the report") { instance.fleetEvents.last == .instance(report) }
      }
    },
  ]
}

extension InstanceReport {
  /// With a value of its own in each field.
  package static func sample(_ instance: String) -> InstanceReport {
    var report = InstanceReport(of: instance)
    (report.version, report.status, report.phase) = ("0.12.0", "draining", "moving")
    (report.uptime, report.websockets, report.polls, report.rooms) = (61, 2, 3, 4)
    (report.messages, report.deliveries, report.messagesPerSecond, report.deliveriesPerSecond) = (50, 60, 7, 8)
    (report.cpu, report.memory, report.outboxes) = (9, 10, 11)
    (report.store.kind, report.store.state) = ("redis", "refusing")
    (report.store.roundTrip, report.store.used, report.store.limit) = (312, 13, 14)
    return report
  }
}
