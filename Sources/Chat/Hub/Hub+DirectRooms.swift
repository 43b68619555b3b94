import Broker
import ChatProtocol

// The direct rooms that somebody has, of which they are told when they come.
extension Hub {
  /// Tells clients of one user of all of them, or later if the store fails.
  func tellDirectRooms(of user: User.ID, to clients: [Client], finish: @escaping () -> Void = {}) {
    broker.perform(ListDirectRooms(of: user)) { result in
      defer { finish() }
      guard case .success(let rooms) = result else { return self.owedDirectRooms.add(user, at: self.time.now) }
      for client in clients { for direct in rooms { client.hint(at: direct.room, from: direct.other) } }
    }
  }

  /// Looks after those who are still to be told. To be called in each tick.
  func tellOwedDirectRooms() {
    guard broker.isListening else { return }
    let users = owedDirectRooms.next(at: time.now) { user in clients(of: user).contains { $0.transport.lasts } }
    for user in users { tellDirectRooms(of: user, to: clients(of: user).filter(\.transport.lasts)) }
  }

  /// Somebody polls: what they are owed this call tells, or a later one.
  /// - Parameter finish: called once, if something is owed.
  /// - Returns: whether it is.
  package func tellsOwedDirectRooms(to client: Client, finish: @escaping () -> Void) -> Bool {
    guard owedDirectRooms.take(client.user.id) else { return false }
    tellDirectRooms(of: client.user.id, to: [client], finish: finish)
    return true
  }

  /// Whether the other one of a direct room is connected here or, with its author, in the room on any instance. One who is there
  /// alone, elsewhere, may be the author on another device.
  func isThere(_ partner: User, in room: RoomName) -> Bool {
    !clients(of: partner.id).isEmpty || (followedRoom(room)?.presence.count ?? 0) > 1
  }
}
