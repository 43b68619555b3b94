import ChatClient
import ChatProtocol

// Who was mentioned in one of the rooms is away only if they are in none of them, and is told of once for all.
extension Relay {
  /// Who was there when it was asked for.
  func areThere(_ users: [User]) {
    let ids = Set(users.map(\.id))
    for relay in relays.values { relay.areThere(ids) }
  }

  /// Who writes has come, which may be told by nothing else: in large rooms it is not told who comes, and who has gone again is in
  /// no list.
  func hearAuthor(of event: StoredEvent) {
    let object = event.object
    guard ["message", "edit"].contains(object["type"]?.string), let id = object["from"]?.object?["id"]?.string,
      let time = object["time"]?.integer
    else { return }
    for relay in relays.values { relay.wrote(id, at: time) }
  }

  /// Judges those who were mentioned some time ago.
  func tellAway() {
    let followed = relays.values.filter { isFollowed($0.room) }.sorted { $0.room < $1.room }
    // In a moment it is known who is in a room that has just been joined.
    guard followed.allSatisfy(\.knowsPeople) else { return }
    for relay in followed {
      for id in relay.dueMentions { judge(id, mentionedIn: relay, followed) }
      keep(relay)
    }
  }

  private func judge(_ id: User.ID, mentionedIn relay: RoomRelay, _ followed: [RoomRelay]) {
    let attendances = followed.map { $0.attendance(of: id) }
    let isKnown = relays.values.contains { $0.hasToldAway(id) }
    if attendances.contains(.there) || isKnown { return relay.cameBack(id) }
    // In a moment it is known whether they come again.
    if attendances.contains(.leaving) || attendances.contains(.unknown) { return }
    relay.tellAway(id)
  }
}
