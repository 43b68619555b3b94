/// Who is in a room through this instance, and what the fleet has yet to be told of it.
///
/// Coming is told at once, leaving by itself too; a broken connection counts as leaving only after a grace, so that
/// nobody "left" who is only changing instances.
struct RoomPresence {
  private struct Departure {
    let user: User
    let due: UInt64
  }

  /// Connections of each user.
  private var connections: [User.ID: Int32] = [:]
  private var arrivals: [User] = []
  private var departures: [Departure] = []

  /// The users in the room on all instances, as last heard.
  var count = 0

  /// Whether this instance holds anybody in the room.
  var isEmpty: Bool { connections.isEmpty && departures.isEmpty }
  var localCount: Int { connections.count }

  mutating func arrive(_ user: User) {
    let before = connections[user.id, default: 0]
    connections[user.id] = before + 1
    guard before == 0 else { return }
    if let index = departures.firstIndex(where: { $0.user.id == user.id }) {
      departures.remove(at: index)
    } else {
      arrivals.append(user)
    }
  }

  /// - Parameter due: when the user counts as gone, unless they come back before.
  mutating func depart(_ user: User, due: UInt64) {
    guard let before = connections[user.id] else { return }
    guard before == 1 else {
      connections[user.id] = before - 1
      return
    }
    connections[user.id] = nil
    departures.append(Departure(user: user, due: due))
  }

  /// Whether there is something to tell the fleet.
  func hasNews(_ now: UInt64) -> Bool { !arrivals.isEmpty || departures.contains { $0.due <= now } }

  /// Takes what is to be told: at most 1,000 of each.
  mutating func takeNews(_ now: UInt64) -> (present: [User], gone: [User.ID]) {
    let present = Array(arrivals.prefix(1_000))
    arrivals.removeFirst(present.count)
    let gone = departures.filter { $0.due <= now }.prefix(1_000).map(\.user.id)
    let departed = Set(gone)
    departures.removeAll { departed.contains($0.user.id) }
    return (present, gone)
  }

  /// Those who left but are still within the grace: they go on being asserted.
  var lingering: [User] { departures.map(\.user) }
}
