import Broker
import ChatProtocol

/// In which public rooms something happened last, and when.
struct MemoryDirectory {
  private var times: [RoomName: Int64] = [:]
  private let seconds: Int

  /// - Parameter seconds: how long a room is listed after something happened there.
  init(seconds: Int) { self.seconds = seconds }

  mutating func note(_ room: RoomName, now: Int64) {
    guard room.participants == nil else { return }
    times[room] = max(now, times[room] ?? now)
    // Half as many more, so that sorting them all is rare.
    if times.count > ListedRoom.kept * 3 / 2 {
      times = Dictionary(uniqueKeysWithValues: sorted(now).prefix(ListedRoom.kept).map { ($0.room, $0.time) })
    }
  }

  var count: Int { times.count }

  func time(of room: RoomName) -> Int64? { times[room] }

  mutating func forget(_ room: RoomName) { times[room] = nil }

  func latest(from start: Int, limit: Int, now: Int64) -> (rooms: [(room: RoomName, time: Int64)], hasMore: Bool) {
    let all = sorted(now).prefix(ListedRoom.kept).dropFirst(start)
    return (Array(all.prefix(limit)), all.count > limit)
  }

  private func sorted(_ now: Int64) -> [(room: RoomName, time: Int64)] {
    times.filter { now < $0.value.addingSeconds(seconds) }.map { (room: $0.key, time: $0.value) }
      .sorted { ($1.time, $1.room.text) < ($0.time, $0.room.text) }
  }
}
