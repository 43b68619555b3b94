import Base
import JSON

/// What a fleet's store had at a moment.
struct Statistics: Equatable {
  /// When it was looked at: milliseconds since 1970.
  var time: Int64 = 0
  /// How many messages the store is to keep of a room.
  var backlog: Int64 = 0
  /// How many keys there are in all, foreign ones too.
  var keys: Int64 = 0
  var kinds: [String: KindFigures] = [:]
  var rooms: [String: RoomFigures] = [:]
  /// What each is called, by its id.
  var hooks: [String: String] = [:]
  var bots: [String: String] = [:]

  /// The rooms of instances' tests of themselves, which nobody would miss, begin with this.
  private static let ownRooms = "self-test-"

  /// Adds a page of `/admin/statistics`. A room that comes twice counts once, as it came last.
  mutating func add(_ page: JSONObject) {
    time = page["time"]?.integer ?? time
    backlog = page["backlog"]?.integer ?? backlog
    keys = page["keys"]?.integer ?? keys
    for object in (page["kinds"]?.array ?? []).compactMap(\.object) {
      guard let kind = object["kind"]?.string else { continue }
      kinds[kind, default: KindFigures()] += KindFigures(object)
    }
    for room in (page["rooms"]?.array ?? []).compactMap({ $0.object.flatMap { RoomFigures($0) } }) {
      if !room.room.hasPrefix(Self.ownRooms) { rooms[room.room] = room }
    }
  }

  /// Adds what `/admin/hooks` told.
  mutating func add(hooks answer: JSONObject) {
    for hook in (answer["hooks"]?.array ?? []).compactMap(\.object) {
      guard let id = hook["id"]?.string else { continue }
      hooks[id] = "\(hook["name"]?.string ?? "") into \(hook["room"]?.string ?? "")"
    }
  }

  /// Adds what `/admin/bots` told.
  mutating func add(bots answer: JSONObject) {
    for bot in (answer["bots"]?.array ?? []).compactMap(\.object) {
      if let id = bot["id"]?.string { bots[id] = bot["name"]?.string ?? "" }
    }
  }

  /// The keys that were looked at so far.
  var seenKeys: Int64 { kinds.values.reduce(0) { $0 &+ $1.keys } }

  var messages: Int64 { rooms.values.reduce(0) { $0 &+ $1.stored } }

  /// The same for two stores of the same rooms, webhooks and bots.
  var digest: String {
    let lines =
      rooms.values.map(\.line) + hooks.map { "hook \($0.key) \($0.value)" } + bots.map { "bot \($0.key) \($0.value)" }
    return Hex.encode(SHA256.hash(Array(lines.sorted().joined(separator: "\n").utf8)))
  }

  /// How much there is, in a line.
  var summary: String {
    "\(rooms.count) rooms, \(messages) messages, \(hooks.count) webhooks, \(bots.count) bots, digest \(digest)"
  }
}
