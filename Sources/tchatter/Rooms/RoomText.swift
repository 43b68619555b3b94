import Base
import ChatServer
import JSON

/// What an instance answers about a room, in words.
enum RoomText {
  static func policy(_ object: JSONObject) -> String {
    var lines = ["\(object["room"]?.string ?? "?"): \(object["mode"]?.string ?? "?")"]
    if let slow = object["slow"]?.integer, slow > 0 { lines.append("slow: \(slow) s between two messages") }
    if let topic = object["topic"]?.string, !topic.isEmpty { lines.append("topic: \(topic)") }
    if let retain = object["retain"]?.integer, retain > 0 { lines.append("messages are kept for \(retain) s") }
    if let callers = object["everybody"]?.string, callers != "none" { lines.append("@here and @all: \(callers)") }
    let people = (object["people"]?.array ?? []).compactMap(\.object)
    if people.isEmpty { lines.append("nobody has a role") }
    return (lines + people.map(person)).joined(separator: "\n") + "\n"
  }

  static func swept(_ count: Int) -> String {
    count == 1 ? "1 member was removed who can't come back\n" : "\(count) members were removed who can't come back\n"
  }

  private static func person(_ object: JSONObject) -> String {
    let until = object["until"]?.integer.map { " until \(Timestamp($0).text)" } ?? ""
    let name = object["name"]?.string ?? ""
    return "\(object["role"]?.string ?? "?")\(until): \(object["id"]?.string ?? "?")\(name.isEmpty ? "" : " \(name)")"
  }
}
