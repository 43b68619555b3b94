import ChatServer
import Broker
import JSON

/// The hooks as `tchatter hooks list` prints them: a line each, in columns.
enum HookTable {
  private static let head = ["ID", "ROOM", "CHANNELS", "A MINUTE", "TEMPLATE", "MADE", "NAME"]

  static func text(of answer: JSONObject) -> String {
    let hooks = (answer["hooks"]?.array ?? []).compactMap { $0.object.flatMap { Hook($0) } }
    let rows = [head] + hooks.map(row)
    let widths = head.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      // The last column holds anything, and need not end anywhere.
      zip(row, widths).dropLast().map { $0 + String(repeating: " ", count: $1 - $0.count) + "  " }.joined()
        + (row.last ?? "") + "\n"
    }.joined()
  }

  private static func row(_ hook: Hook) -> [String] {
    [
      hook.id, hook.room.text, hook.reach.rawValue, hook.rate == 0 ? "any" : String(hook.rate),
      hook.template.isEmpty ? "no" : "yes", Timestamp(hook.created).text, hook.name,
    ]
  }
}
