import Base

/// Rooms that are to be looked after sooner than at their next tick, which comes once a second: people wait.
struct WakingRooms {
  private var rooms: [(room: Room, at: Instant)] = []

  mutating func add(_ room: Room, at time: Instant) { rooms.append((room, time)) }

  /// Takes those whose time has come.
  mutating func takeDue(at now: Instant) -> [Room] {
    guard !rooms.isEmpty else { return [] }
    defer { rooms.removeAll { $0.at <= now } }
    return rooms.filter { $0.at <= now }.map(\.room)
  }
}
