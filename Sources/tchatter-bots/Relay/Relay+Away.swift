import ChatProtocol

// Who was mentioned in one of the rooms is away only if they are in none of them, and is told of once for all.
extension Relay {
  /// Who was there when it was asked for.
  func areThere(_ users: [User]) {
    let ids = Set(users.map(\.id))
    for relay in relays.values { relay.areThere(ids) }
  }

  /// Judges those who were mentioned some time ago.
  func tellAway() {
    for relay in followed {
      for id in relay.dueMentions { judge(id, mentionedIn: relay) }
      keep(relay)
    }
  }

  private var followed: [RoomRelay] { relays.values.filter { joined.contains($0.room) }.sorted { $0.room < $1.room } }

  private func judge(_ id: User.ID, mentionedIn relay: RoomRelay) {
    let attendances = followed.map { $0.attendance(of: id) }
    let isKnown = relays.values.contains { $0.hasToldAway(id) }
    if attendances.contains(.there) || isKnown { return relay.cameBack(id) }
    // In a moment it is known whether they come again, or are in a room that has just been joined.
    if attendances.contains(.leaving) || attendances.contains(.unknown) { return }
    relay.tellAway(id)
  }
}
