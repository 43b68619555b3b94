import EventLoop

/// Whose writings a command is about, and of which room and span of time.
struct WritingsOptions: Equatable, Sendable {
  static let names: Set = ["--user", "--room", "--since", "--until"]

  /// An id, or `@` and the name of somebody who is signed in.
  let user: String?
  let room: String?
  /// Milliseconds since 1970.
  let since: Int64?
  let until: Int64?

  init(user: String? = nil, room: String? = nil, since: Int64? = nil, until: Int64? = nil) {
    self.user = user
    self.room = room
    self.since = since
    self.until = until
  }

  init(_ words: inout CommandWords, now: Int64 = Clock.wall) {
    user = words.options["--user"]
    room = words.options["--room"]
    since = Self.time("--since", &words, now)
    until = Self.time("--until", &words, now)
    if let since, let until, since >= until { words.mistakes.append("--until must be after --since") }
  }

  private static func time(_ name: String, _ words: inout CommandWords, _ now: Int64) -> Int64? {
    guard let text = words.options[name] else { return nil }
    let time = MomentText.time(text, now: now)
    if time == nil {
      words.mistakes.append("\(name) must be like 2026-11-29, 2026-11-29T10:00Z or, for how long ago, 12h or 7d")
    }
    return time
  }

  /// Whether all that there is of somebody is meant.
  var isWhole: Bool { room == nil && since == nil && until == nil }

  /// What an instance is asked for about a room.
  func query(of user: String?, in room: String, after seq: Int64? = nil) -> String {
    var words = ["room=\(room)"]
    if let user { words.append("user=\(user)") }
    if let since { words.append("since=\(since)") }
    if let until { words.append("until=\(until)") }
    if let seq { words.append("after=\(seq)") }
    return words.joined(separator: "&")
  }
}
