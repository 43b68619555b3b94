import ChatServer
import Broker
import JSON

/// The hooks as `tchatter hooks list` prints them: a line each, in columns, and below it what was refused of one.
enum HookTable {
  private static let head = ["ID", "ROOM", "CHANNELS", "A MINUTE", "TEMPLATE", "MADE", "NAME"]

  static func text(of answer: JSONObject) -> String {
    let objects = (answer["hooks"]?.array ?? []).compactMap(\.object)
    let hooks = objects.compactMap { object in Hook(object).map { (row($0), refusals(object["refused"]?.object)) } }
    let rows = [(head, "")] + hooks
    let widths = head.indices.map { column in rows.map { $0.0[column].count }.max() ?? 0 }
    return rows.map { row, refusals in
      // The last column holds anything, and need not end anywhere.
      zip(row, widths).dropLast().map { $0 + String(repeating: " ", count: $1 - $0.count) + "  " }.joined()
        + (row.last ?? "") + "\n" + refusals
    }.joined()
  }

  private static func refusals(_ refused: JSONObject?) -> String {
    guard let refused, let count = refused["count"]?.integer, let time = refused["time"]?.integer else { return "" }
    let (code, reason) = (refused["code"]?.string ?? "", refused["reason"]?.string ?? "")
    return
      "  \(count) \(count == 1 ? "post" : "posts") refused, the last one at \(Timestamp(time).text): \(code): \(reason)\n"
  }

  private static func row(_ hook: Hook) -> [String] {
    [
      hook.id, hook.room.text, hook.reach.rawValue, hook.rate == 0 ? "any" : String(hook.rate),
      hook.template.isEmpty ? "no" : "yes", Timestamp(hook.created).text, hook.name,
    ]
  }
}
