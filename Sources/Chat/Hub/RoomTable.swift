import Base
import ChatProtocol

/// The rooms that an instance follows: by name, and in an array that is gone through round robin, a share at a time, so
/// that the periodic work of many rooms is spread over the second.
struct RoomTable {
  private var slots = SlotArray<Room>()
  private var byName: [RoomName: Room] = [:]
  private var roundRobin = RoundRobin()

  var all: [Room] { slots.elements }
  var count: Int { slots.count }

  subscript(name: RoomName) -> Room? { byName[name] }

  /// Takes in one that is not here.
  mutating func add(_ room: Room) {
    byName[room.name] = room
    slots.add(room)
  }

  /// Harmless when it is not here.
  mutating func remove(_ room: Room) {
    guard byName[room.name] === room else { return }
    byName[room.name] = nil
    slots.remove(room)
  }

  /// The next share of them, so that each has had its turn after `turns` calls.
  mutating func nextShare(ofTurns turns: Int) -> [Room] { Array(roundRobin.nextShare(of: all, turns: turns)) }
}
