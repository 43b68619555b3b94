import Broker
import ChatProtocol

/// What was reported in a room.
struct MemoryReports {
  /// The newest first.
  private var reports: [Report] = []

  var count: Int { reports.count }

  /// - Returns: whether it is news.
  mutating func add(_ report: Report) -> Bool {
    expire(at: report.time)
    guard !reports.contains(where: report.repeats) else { return false }
    reports.insert(report, at: 0)
    // The person or the message that has most makes way, with the oldest.
    let ofUser = Dictionary(grouping: reports, by: \.user).mapValues(\.count)
    let ofMessage = Dictionary(grouping: reports, by: \.position.identity).mapValues(\.count)
    let counts = reports.map { max(ofUser[$0.user] ?? 0, ofMessage[$0.position.identity] ?? 0) }
    let most = counts.max() ?? 0
    if most > Report.keptOfOne || reports.count > Report.kept, let oldest = counts.lastIndex(of: most) {
      reports.remove(at: oldest)
    }
    return true
  }

  /// The newest first.
  mutating func all(at now: Int64) -> [Report] {
    expire(at: now)
    return reports
  }

  /// - Parameter user: whose; `nil` for everybody's.
  /// - Returns: how many there were, and whether there are none of the message any more.
  mutating func remove(about position: Position, by user: User.ID?) -> (count: Int, isLast: Bool) {
    let count = reports.count
    reports.removeAll { $0.isAbout(position) && (user == nil || $0.user == user) }
    return (count - reports.count, !reports.contains { $0.isAbout(position) })
  }

  private mutating func expire(at now: Int64) {
    reports.removeAll { now >= $0.time.addingSeconds(Report.lifetime) }
  }
}
