/// What has become of a store since it was looked at before.
struct StatisticsComparison: Equatable {
  /// What is not there any more, a line each.
  private(set) var losses: [String] = []
  /// What has been written, made and changed since, and what has expired as it was due.
  private(set) var changes: [String] = []
  /// How many of the changes would be losses, had they not been due.
  private(set) var due = 0

  init(before: Statistics, now: Statistics) {
    for (name, room) in before.rooms.sorted(by: { $0.key < $1.key }) {
      compare(room, now.rooms[name], now)
    }
    for (name, room) in now.rooms.sorted(by: { $0.key < $1.key }) where before.rooms[name] == nil {
      changes.append("room \(name) is new: \(Self.messages(room.seq))")
    }
    compare("webhook", before.hooks, now.hooks)
    compare("bot", before.bots, now.bots)
  }

  private mutating func compare(_ kind: String, _ before: [String: String], _ now: [String: String]) {
    for (id, name) in before.sorted(by: { $0.key < $1.key }) where now[id] != name {
      if let other = now[id] {
        changes.append("\(kind) \(id) (\(name)) is now \(other)")
      } else {
        losses.append("\(kind) \(id) (\(name)) is missing")
      }
    }
    for (id, name) in now.sorted(by: { $0.key < $1.key }) where before[id] == nil {
      changes.append("\(kind) \(id) (\(name)) is new")
    }
  }

  private mutating func compare(_ room: RoomFigures, _ found: RoomFigures?, _ now: Statistics) {
    let name = "room \(room.room)"
    // What was due to expire by now is no loss.
    let isOver = room.ends <= now.time
    let isPartlyOver = isOver || (room.due > 0 && room.due <= now.time)
    guard let found, found.epoch == room.epoch else {
      let what =
        found.map { "begins anew, with \(Self.messages($0.seq))" }
        ?? "is missing, with \(Self.messages(room.stored))"
      note("\(name) \(what); its newest was \(room.seq)", isLoss: !isOver)
      return
    }
    if found.seq < room.seq {
      losses.append("\(name) has lost its newest messages: it is at \(found.seq), and was at \(room.seq)")
    } else if found.seq > room.seq {
      changes.append("\(name) has \(Self.messages(found.seq - room.seq)) more")
    } else if found.identity != room.identity {
      losses.append("\(name) has another message at \(room.seq)")
    }
    let isSame = found.seq == room.seq
    if found.stored < (isSame ? room.stored : min(room.stored, now.backlog)) {
      note("\(name) keeps \(found.stored) of \(Self.messages(room.stored))", isLoss: !isPartlyOver)
    }
    if isSame, found.erased < room.erased {
      note("\(name) has \(room.erased - found.erased) deleted texts back", isLoss: !isPartlyOver)
    }
    if found.policy != room.policy {
      // A change of it is a message.
      let isLoss = isSame || found.policy.isEmpty
      if isLoss { losses.append("\(name) has lost its policy") } else { changes.append("\(name) has another policy") }
    }
  }

  private mutating func note(_ line: String, isLoss: Bool) {
    guard !isLoss else { return losses.append(line) }
    changes.append("\(line), as it was due")
    due += 1
  }

  private static func messages(_ count: Int64) -> String { count == 1 ? "1 message" : "\(count) messages" }
}
