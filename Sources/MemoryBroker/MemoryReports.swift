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
    let counts = Dictionary(grouping: reports, by: \.user).mapValues(\.count)
    let most = counts.values.max() ?? 0
    // Whoever has most makes way, with their oldest.
    if most > Report.keptOfOne || reports.count > Report.kept,
      let oldest = reports.lastIndex(where: { counts[$0.user] == most })
    {
      reports.remove(at: oldest)
    }
    return true
  }

  /// The newest first.
  mutating func all(at now: Int64) -> [Report] {
    expire(at: now)
    return reports
  }

  /// - Returns: how many there were.
  mutating func remove(about position: Position) -> Int {
    let count = reports.count
    reports.removeAll { $0.isAbout(position) }
    return count - reports.count
  }

  private mutating func expire(at now: Int64) {
    reports.removeAll { now >= $0.time.addingSeconds(Report.lifetime) }
  }
}
