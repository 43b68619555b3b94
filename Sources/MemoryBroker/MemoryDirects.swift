import Broker
import ChatProtocol

/// The direct rooms of each user, with the time of the latest message there.
struct MemoryDirects {
  private struct Entry {
    let direct: DirectRoom
    let used: Int64
  }

  private var entries: [User.ID: [Entry]] = [:]

  mutating func record(_ room: RoomName, of user: User.ID, with other: User, now: Int64) {
    var list = entries[user, default: []]
    list.removeAll { $0.direct.room == room }
    list.insert(Entry(direct: DirectRoom(room: room, other: other), used: now), at: 0)
    entries[user] = Array(list.prefix(DirectRoom.kept))
  }

  /// The user's rooms that were used within `seconds`, the latest first.
  func rooms(of user: User.ID, within seconds: Int, now: Int64) -> [DirectRoom] {
    (entries[user] ?? []).filter { now < $0.used.addingSeconds(seconds) }.map(\.direct)
  }

  mutating func expire(after seconds: Int, now: Int64) {
    entries = entries.filter { _, list in list.contains { now < $0.used.addingSeconds(seconds) } }
  }
}
