import Base
import Chat
import JSON

/// What an instance tells about itself.
final class InstanceHealth {
  enum Status: String {
    case ok, draining, maintenance, impaired
  }

  let instance: String
  /// When the program was built, RFC 3339; empty when that can't be told.
  let built: String
  /// The kind of store: `memory` or `redis`.
  let store: String
  /// Where the instance stands on its way out of the fleet.
  var drainPhase: () -> Drain.Phase = { .serving }
  /// How many connections there are, and how many of them are clients of the chat.
  var connections: () -> Int = { 0 }
  var clients: () -> Int = { 0 }
  /// Who watches the instance's health.
  var balancers = BalancerView()

  /// How long messages may not flow before the balancer is told. A connection that was cut is back before
  /// that, on all instances; if all said so at once, those who come then would be turned away.
  private static let timeout: TimeSpan = .milliseconds(1_500)
  /// When messages were last known to flow: the loop's time.
  private var deliveredAt: Instant?

  init(instance: String, built: String, store: String) {
    self.instance = instance
    self.built = built
    self.store = store
  }

  /// How many connections were turned away.
  var refused: () -> UInt64 = { 0 }
  var isDraining: Bool { drainPhase() != .serving }

  /// What matters most comes first: an instance that leaves says so, whatever else is wrong.
  func status(of hub: Hub) -> Status {
    if isDraining { return .draining }
    if hub.maintenance.isOn { return .maintenance }
    return hub.broker.condition == .delivering ? .ok : .impaired
  }

  /// Takes note of whether messages flow; to be called at least once a second.
  func watch(_ hub: Hub) {
    if hub.broker.condition.isServing { deliveredAt = hub.time.now }
  }

  /// Whether messages have not flowed for a while, or never yet.
  func isLastinglyImpaired(_ hub: Hub) -> Bool {
    guard !hub.broker.condition.isServing else { return false }
    return deliveredAt.map { hub.time.now >= $0 + Self.timeout } ?? true
  }

  func write(to writer: inout JSONWriter, hub: Hub, tellsReasons: Bool) {
    writer.member("status", status(of: hub).rawValue)
    writer.member("version", Version.text)
    writer.member("built", built)
    writer.member("instance", instance)
    writer.member("store", store)
    switch hub.broker.condition {
    case .delivering:
      let refusal = hub.broker.writeRefusal
      writer.member("redis", refusal == nil ? "delivering" : "refusing")
      if let refusal, tellsReasons { writer.member("reason", refusal) }
    case .partial(let reason), .impaired(let reason):
      writer.member("redis", "impaired")
      if tellsReasons { writer.member("reason", reason) }
    }
    writer.member("maintenance", hub.maintenance.isOn)
    writer.member("draining", isDraining)
    writer.member("connections", connections())
    writer.member("clients", clients())
  }
}
