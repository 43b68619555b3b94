import Base
import ChatServer
import JSON

/// What nobody has used for long, in columns.
struct AbandonedText {
  private var rows: [[String]] = []

  mutating func add(_ kind: AbandonedKind, _ object: JSONObject) {
    let used = object["used"]?.integer.map { Timestamp($0).text } ?? "never"
    rows.append([kind.rawValue, used, Self.name(kind, object)])
  }

  private static func name(_ kind: AbandonedKind, _ object: JSONObject) -> String {
    let (name, id) = (object["name"]?.string ?? "", object["id"]?.string ?? "")
    let room = object["room"]?.string ?? ""
    switch kind {
    case .rooms:
      return "\(room) (\(object["messages"]?.integer ?? 0) messages, \(object["bytes"]?.integer ?? 0) bytes)"
    case .hooks: return "\(id) (\(name) into \(room))"
    case .bots: return name
    }
  }

  /// Nothing when there is nothing.
  var text: String { rows.isEmpty ? "" : TextTable.lines([["KIND", "USED", "WHAT"]] + rows).joined() }
}
