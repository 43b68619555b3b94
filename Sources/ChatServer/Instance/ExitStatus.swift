/// How the program ends, for scripts and supervisors.
package enum ExitStatus: Int32, CaseIterable, Sendable {
  case stopped = 0
  case failed = 1
  case misconfigured = 2
  case addressInUse = 3
  case cutShort = 4

  /// For `--help`.
  package var meaning: String {
    switch self {
    case .stopped: "stopped as asked"
    case .failed: "could not start or go on"
    case .misconfigured: "a setting is wrong"
    case .addressInUse: "an address is in use"
    case .cutShort: "stopped at once, by a second signal"
    }
  }
}
