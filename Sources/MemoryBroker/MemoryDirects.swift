import Broker
import ChatProtocol

/// The direct rooms of each user, with the time of the latest message there.
struct MemoryDirects {
  private struct Entry {
    let direct: DirectRoom
    let used: Int64
    /// Whether the user has written there.
    let isAnswered: Bool

    func isForgotten(after seconds: Int, now: Int64) -> Bool { now >= used.addingSeconds(seconds) }
  }

  /// The latest used first.
  private var entries: [User.ID: [Entry]] = [:]

  /// - Returns: whether the sender had no such room.
  mutating func record(_ call: RecordDirect, within seconds: Int, now: Int64) -> Bool {
    let earlier = record(call.room, of: call.sender.id, with: call.recipient, byUser: true, within: seconds, now: now)
    _ = record(call.room, of: call.recipient.id, with: call.sender, byUser: false, within: seconds, now: now)
    return earlier == nil
  }

  /// - Returns: what was known of the room.
  private mutating func record(
    _ room: RoomName, of user: User.ID, with other: User, byUser: Bool, within seconds: Int, now: Int64
  ) -> Entry? {
    var list = entries[user, default: []]
    let earlier = list.first { $0.direct.room == room && !$0.isForgotten(after: seconds, now: now) }
    list.removeAll { $0.direct.room == room }
    let isAnswered = byUser || earlier?.isAnswered ?? false
    list.insert(Entry(direct: DirectRoom(room: room, other: other), used: now, isAnswered: isAnswered), at: 0)
    if list.count > DirectRoom.kept { list.remove(at: Self.yielding(list, within: seconds, now: now)) }
    entries[user] = list
    return earlier
  }

  /// Which one yields.
  private static func yielding(_ list: [Entry], within seconds: Int, now: Int64) -> Int {
    let last = list.count - 1
    if list[last].isForgotten(after: seconds, now: now) { return last }
    return list.lastIndex { !$0.isAnswered } ?? last
  }

  /// The user's rooms that were used within `seconds`, the latest first.
  func rooms(of user: User.ID, within seconds: Int, now: Int64) -> [DirectRoom] {
    (entries[user] ?? []).filter { !$0.isForgotten(after: seconds, now: now) }.map(\.direct)
  }

  mutating func expire(after seconds: Int, now: Int64) {
    entries = entries.filter { _, list in list.contains { !$0.isForgotten(after: seconds, now: now) } }
  }
}
