import Base
import ChatProtocol

/// What the fleet has yet to be told of who is in a room through this instance.
///
/// Coming is told at once, leaving by itself too; a broken connection counts as leaving only after a grace, so that
/// nobody "left" who is only changing instances. Who is here now stands in the room's members.
struct RoomPresence {
  private struct Departure {
    let user: User
    let due: Instant
  }

  private var arrivals: [User] = []
  private var departures: [Departure] = []

  /// The users in the room on all instances, as last heard.
  var count = 0

  /// Whether nobody lingers and nothing is to be told.
  var isEmpty: Bool { arrivals.isEmpty && departures.isEmpty }

  /// The user's first connection here has joined.
  mutating func arrive(_ user: User) {
    if let index = departures.firstIndex(where: { $0.user.id == user.id }) {
      departures.remove(at: index)
    } else {
      arrivals.append(user)
      count += 1
    }
  }

  /// The user's last connection here has gone.
  /// - Parameter due: when the user counts as gone, unless they come back before.
  mutating func depart(_ user: User, due: Instant) {
    departures.append(Departure(user: user, due: due))
  }

  /// Whether there is something to tell the fleet.
  func hasNews(_ now: Instant) -> Bool { !arrivals.isEmpty || departures.contains { $0.due <= now } }

  /// Takes what is to be told: at most 1,000 of each. Nobody is both: who came and went is told to have gone next time.
  mutating func takeNews(_ now: Instant) -> (present: [User], gone: [User.ID]) {
    let present = Array(arrivals.prefix(1_000))
    arrivals.removeFirst(present.count)
    var gone: [User.ID] = []
    departures.removeAll { departure in
      let isNow = departure.due <= now && gone.count < 1_000 && !present.contains { $0.id == departure.user.id }
      if isNow { gone.append(departure.user.id) }
      return isNow
    }
    return (present, gone)
  }

  /// Those who left but are still within the grace: they go on being asserted.
  var lingering: [User] { departures.map(\.user) }
}
