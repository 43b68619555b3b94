import Base

/// How an instance is doing, as its service manager is told.
package struct ServiceState: Equatable, Sendable {
  /// One line for people.
  var status: String
  /// Whether others that wait for it can go on.
  var isReady = false
  /// How long it may take to end, once it has been asked to.
  var stopsWithin: TimeSpan?

  /// Who was ready once stays so, and who stops is not held back.
  func following(_ earlier: ServiceState) -> ServiceState {
    ServiceState(
      status: status, isReady: isReady || earlier.isReady, stopsWithin: earlier.stopsWithin ?? stopsWithin)
  }

  /// What has changed, as one datagram of sd_notify(3); empty if nothing has.
  func news(since earlier: ServiceState) -> String {
    var lines: [String] = []
    if isReady, !earlier.isReady { lines.append("READY=1") }
    if let stopsWithin, earlier.stopsWithin == nil {
      // Whatever the unit's TimeoutStopSec says, the drain has the time that it was given.
      lines += ["STOPPING=1", "EXTEND_TIMEOUT_USEC=\(stopsWithin.nanoseconds / 1_000)"]
    }
    if status != earlier.status { lines.append("STATUS=\(Self.line(status))") }
    return lines.joined(separator: "\n")
  }

  /// A text that can't begin another assignment.
  private static func line(_ text: String) -> String {
    String(text.prefix(200).map { $0.isNewline ? " " : $0 })
  }
}

extension Instance {
  package var serviceState: ServiceState {
    var state = ServiceState(status: condition, isReady: hub.broker.condition.isServing)
    if drain.stops {
      let limits = configuration.drain
      state.stopsWithin = limits.notice + limits.limit + ServiceManager.stopMargin
    }
    return state
  }

  /// What matters most comes first, as in `InstanceHealth`.
  private var condition: String {
    switch health.status(of: hub) {
    case .draining: return "draining (\(drain.phase.rawValue)), \(health.clients()) clients"
    case .maintenance: return "in maintenance: closed to the public"
    case .ok, .impaired: break
    }
    switch hub.broker.condition {
    case .impaired(let reason): return "impaired: \(reason)"
    case .partial(let reason): return "serving a part: \(reason)"
    case .delivering: break
    }
    return hub.broker.writeRefusal.map { "serving; the store takes nothing new: \($0)" } ?? "serving"
  }
}
