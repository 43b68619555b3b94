/// All open WebSocket connections, in as many slots as the ping interval has seconds. Each second the connections of one
/// slot have their turn: every connection once an interval, evenly spread, without a timer each.
struct PingWheel {
  /// Where a connection is, so that it is found without searching.
  struct Place {
    var slot: UInt16 = 0
    var index: UInt32 = .max
  }

  private var slots: [[WebSocketConnection]]
  private var next = 0
  private(set) var count = 0

  /// - Parameter seconds: the ping interval, at least 1.
  init(seconds: Int) {
    slots = Array(repeating: [], count: min(max(seconds, 1), Int(UInt16.max)))
  }

  /// Takes a connection in; its turn comes a whole interval from now.
  mutating func add(_ connection: WebSocketConnection) {
    let slot = (next + slots.count - 1) % slots.count
    connection.place = Place(
      slot: UInt16(truncatingIfNeeded: slot), index: UInt32(truncatingIfNeeded: slots[slot].count))
    slots[slot].append(connection)
    count += 1
  }

  /// Harmless when it is not in.
  mutating func remove(_ connection: WebSocketConnection) {
    let slot = Int(connection.place.slot)
    let index = Int(connection.place.index)
    guard slots.indices.contains(slot), slots[slot].indices.contains(index), slots[slot][index] === connection else {
      return
    }
    let last = slots[slot].removeLast()
    if last !== connection {
      slots[slot][index] = last
      last.place = connection.place
    }
    connection.place.index = .max
    count -= 1
  }

  /// Those whose turn it is; called once a second.
  mutating func advance() -> [WebSocketConnection] {
    next = (next + 1) % slots.count
    return slots[(next + slots.count - 1) % slots.count]
  }

  var all: [WebSocketConnection] { slots.flatMap { $0 } }
}
