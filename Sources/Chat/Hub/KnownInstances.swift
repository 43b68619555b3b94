import Base
import Broker

/// The other instances of the fleet, by what each of them told last. A value; times are those of the monotonic clock.
package struct KnownInstances {
  package struct Known {
    package let report: InstanceReport
    package let heardAt: Instant
  }

  /// More are not kept; whoever has been silent for longest gives way.
  static let most = 256
  /// How long an instance that has gone silent is remembered, so that operators see that it has; and one that said that it
  /// leaves.
  private static let memory: TimeSpan = .seconds(600)
  private static let memoryOfLeavers: TimeSpan = .seconds(30)

  private var byName: [String: Known] = [:]

  mutating func heard(_ report: InstanceReport, at now: Instant) {
    if byName[report.instance] == nil, byName.count >= Self.most,
      let silent = byName.min(by: { $0.value.heardAt < $1.value.heardAt })
    {
      byName[silent.key] = nil
    }
    byName[report.instance] = Known(report: report, heardAt: now)
  }

  /// To be called now and then.
  mutating func forget(at now: Instant) {
    byName = byName.filter { _, known in
      known.heardAt + (known.report.phase == "closing" ? Self.memoryOfLeavers : Self.memory) > now
    }
  }

  /// By name.
  package var all: [Known] { byName.values.sorted { $0.report.instance < $1.report.instance } }
}
