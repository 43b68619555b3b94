import Base
import Broker
import ChatServer
import JSON

/// The hooks as `tchatter hooks list` prints them: a line each, in columns, and below it what was refused of one.
enum HookTable {
  private static let head = ["ID", "ROOM", "CHANNELS", "A MINUTE", "TEMPLATE", "MADE", "NAME"]

  static func text(of answer: JSONObject) -> String {
    let objects = (answer["hooks"]?.array ?? []).compactMap(\.object)
    let hooks = objects.compactMap { object in Hook(object).map { (row($0), refusals(object["refused"]?.object)) } }
    let lines = TextTable.lines([head] + hooks.map(\.0))
    return zip(lines, [""] + hooks.map(\.1)).map { $0 + $1 }.joined()
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
