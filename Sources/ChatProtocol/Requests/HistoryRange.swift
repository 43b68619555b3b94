/// Which part of a room's history is asked for.
package enum HistoryRange: Equatable, Sendable {
  case before(seq: UInt64)
  case after(seq: UInt64)

  /// Whether the newest messages of the range are the ones next to where it begins.
  package var isBackwards: Bool {
    switch self {
    case .before: true
    case .after: false
    }
  }
}
