import JSON

// The report for people, and for programs.
extension Report {
  /// How many bots are listed one by one; of more, only those with something to tell.
  private static let listed = 24

  var text: String {
    let shown = bots.count <= Self.listed ? bots : Array(bots.filter { !$0.isFlawless }.prefix(Self.listed))
    var lines = shown.isEmpty ? [] : Self.table(shown)
    for bot in shown { lines += bot.remarks.map { "  \(bot.name): \($0)" } }
    lines += failures.prefix(Self.listed).map { "  \($0)" }
    if divergent > 0 { lines.append("  \(divergent) places in a room's order were different for different bots") }
    lines.append(summary)
    return lines.joined(separator: "\n") + "\n"
  }

  private var summary: String {
    let seconds = "\(milliseconds / 1_000).\(milliseconds % 1_000 / 100)"
    let sums = [
      "\(bots.count) bots in \(rooms) \(rooms == 1 ? "room" : "rooms")", "\(said) lines said in \(seconds) s",
      "\(seen) seen",
      "\(sum(\.missed)) missed", "\(sum(\.doubled)) doubled", "\(sum(\.reordered)) reordered",
      "\(sum(\.reconnects)) reconnects", "\(sum(\.moves)) moves", "longest pause \(longestPause) ms",
    ]
    return "\(isFlawless ? "passed" : "FAILED"): \(sums.joined(separator: ", "))"
  }

  private func sum(_ member: (Bot) -> Int) -> Int { bots.reduce(0) { $0 + member($1) } }

  private var longestPause: Int { bots.map(\.longestPause).max() ?? 0 }

  private static func table(_ bots: [Bot]) -> [String] {
    let titles = [
      "bot", "room", "said", "seen", "missed", "doubled", "reordered", "reconnects", "moves", "longest pause",
    ]
    let rows = bots.map { bot in
      [
        bot.name, bot.room, "\(bot.said)", "\(bot.seen)", "\(bot.missed)", "\(bot.doubled)", "\(bot.reordered)",
        "\(bot.reconnects)", "\(bot.moves)", "\(bot.longestPause) ms",
      ]
    }
    let widths = titles.indices.map { column in ([titles] + rows).map { $0[column].count }.max() ?? 0 }
    return ([titles] + rows).map { row in
      row.indices.map { column in
        let space = String(repeating: " ", count: widths[column] - row[column].count)
        return column < 2 ? row[column] + space : space + row[column]
      }.joined(separator: "  ")
    }
  }

  var json: String {
    let bytes = JSONWriter.object { writer in
      writer.member("passed", isFlawless)
      writer.member("interrupted", wasInterrupted)
      writer.member("rooms", rooms)
      writer.member("planned", wasInterrupted ? said : planned)
      writer.member("said", said)
      writer.member("seen", seen)
      writer.member("missed", sum(\.missed))
      writer.member("doubled", sum(\.doubled))
      writer.member("reordered", sum(\.reordered))
      writer.member("altered", sum(\.altered))
      writer.member("divergent", divergent)
      writer.member("reconnects", sum(\.reconnects))
      writer.member("moves", sum(\.moves))
      writer.member("repetitions", sum(\.repetitions))
      writer.member("longestPause", longestPause)
      writer.member("milliseconds", milliseconds)
      writer.member("failures", array: { array in for failure in failures { array.string(failure) } })
      writer.member("bots", array: { array in for bot in bots { array.object { bot.write(to: &$0) } } })
    }
    return String(decoding: bytes, as: UTF8.self) + "\n"
  }
}

extension Report.Bot {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.member("name", name)
    writer.member("room", room)
    writer.member("instance", instance)
    writer.member("said", said)
    writer.member("acknowledged", acknowledged)
    writer.member("seen", seen)
    writer.member("missed", missed)
    writer.member("doubled", doubled)
    writer.member("reordered", reordered)
    writer.member("altered", altered)
    writer.member("reconnects", reconnects)
    writer.member("moves", moves)
    writer.member("repetitions", repetitions)
    writer.member("longestPause", longestPause)
    writer.member("remarks", array: { array in for remark in remarks { array.string(remark) } })
  }
}
