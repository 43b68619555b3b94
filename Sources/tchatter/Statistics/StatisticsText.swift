import Base
import ChatServer

/// What a store has, in words and columns.
enum StatisticsText {
  /// Rooms that are named for their size.
  private static let largest = 5

  static func shown(_ statistics: Statistics) -> String {
    let kinds = statistics.kinds.sorted { ($1.value.bytes, $0.key) < ($0.value.bytes, $1.key) }.map { kind, figures in
      [kind, "\(figures.count)", "\(figures.keys)", "\(figures.lasting)", "\(figures.bytes)"]
    }
    let rooms = statistics.rooms.values.sorted { ($1.bytes, $0.room) < ($0.bytes, $1.room) }.prefix(largest)
      .map { ["\($0.stored)", "\($0.seq)", "\($0.bytes)", $0.room] }
    var lines = TextTable.lines([["KIND", "COUNT", "KEYS", "LASTING", "BYTES"]] + kinds)
    if !rooms.isEmpty { lines += ["\n"] + TextTable.lines([["MESSAGES", "NEWEST", "BYTES", "LARGEST ROOMS"]] + rooms) }
    return (lines + ["\n", statistics.summary, "\n"]).joined()
  }

  static func compared(_ before: Statistics, _ now: Statistics) -> CommandOutcome {
    let comparison = StatisticsComparison(before: before, now: now)
    let then = Timestamp(before.time).text
    let names = Set(before.kinds.keys).union(now.kinds.keys).sorted()
    let kinds = names.map { kind in
      [kind, "\(before.kinds[kind]?.count ?? 0)", "\(now.kinds[kind]?.count ?? 0)"]
    }
    var lines = comparison.losses.map { "lost: \($0)\n" } + comparison.changes.map { "since: \($0)\n" }
    // Whether it was lost before it expired can't be told afterwards.
    if comparison.due > 0 {
      lines.append(
        "unsure: \(comparison.due) were due by now, lost before or not: compare within TCHATTER_BACKLOG_SECONDS\n")
    }
    if !lines.isEmpty { lines.append("\n") }
    lines += TextTable.lines([["KIND", "THEN", "NOW"]] + kinds)
    guard comparison.losses.isEmpty else {
      return CommandOutcome(
        status: .failed, output: lines.joined(),
        remark: "\(comparison.losses.count) losses since \(then), \(comparison.changes.count) changes")
    }
    let verdict =
      comparison.changes.isEmpty
      ? "the same as \(then)" : "nothing is lost since \(then), \(comparison.changes.count) changes"
    return CommandOutcome(status: .stopped, output: lines.joined(), remark: "\(verdict): \(now.summary)")
  }
}
