import Base
import ChatServer
import JSON

/// What an instance answers about a user, in words.
enum UserText {
  static func standing(_ object: JSONObject) -> String {
    var lines = [object["id"]?.string ?? "?"]
    if let ended = object["ended"]?.integer { lines.append("ended: sessions made until \(Timestamp(ended).text)") }
    if let ban = object["ban"]?.object { lines.append("banned \(restriction(ban))") }
    if let suspension = object["suspension"]?.object { lines.append("suspended \(restriction(suspension))") }
    let sessions = (object["sessions"]?.array ?? []).compactMap(\.object)
    if sessions.isEmpty { lines.append("no session is known") }
    for session in sessions {
      let (kind, name) = (session["kind"]?.string ?? "", session["name"]?.string ?? "")
      lines.append("session since \(Timestamp(session["created"]?.integer ?? 0).text): \(kind) \(name)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func restriction(_ object: JSONObject) -> String {
    let reason = object["reason"]?.string ?? ""
    return end(object["until"]?.integer) + (reason.isEmpty ? "" : ": \(reason)")
  }

  private static func end(_ until: Int64?) -> String { until.map { "until \(Timestamp($0).text)" } ?? "until pardoned" }

  static func ended(_ sessions: Int64) -> String {
    "\(sessions) \(sessions == 1 ? "session has" : "sessions have") ended"
  }

  static func done(_ act: UserAct, _ object: JSONObject) -> String {
    let user = object["id"]?.string ?? "?"
    let sessions = ended(object["ended"]?.integer ?? 0)
    return switch act {
    case .end: "\(user): \(sessions)"
    case .ban: "\(user) is banned \(end(object["until"]?.integer)); \(sessions)"
    case .suspend: "\(user) is suspended \(end(object["until"]?.integer))"
    case .pardon: "\(user) is pardoned"
    }
  }
}
