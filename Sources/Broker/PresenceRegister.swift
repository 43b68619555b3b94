import ChatProtocol

/// Who is in a room, on any instance. A user is there while at least one instance holds them there; what an instance
/// does not assert again within `PresenceHold.lifetime` expires, so that a killed instance's users leave by themselves.
///
/// When a user's first hold begins or last hold ends, the broker announces an `Ephemeral` of kind `.presence` in the
/// room: `{"type":"presence","room":…,"user":{id,name,kind},"state":"joined"|"left","count":…}`. Beyond
/// `PresenceNotice.detailLimit` users it is `{"type":"presence","room":…,"count":…}`, every two seconds at most, with
/// `PresenceNotice.nobody` as its user; a count that was held back is told with the next update.
package protocol PresenceRegister: AnyObject {
  /// Asserts that this instance holds `present` in the room and no longer holds `gone`; the latter may name users that
  /// it does not hold. Lists of at most 1,000 each.
  /// - Parameter completion: how many users are in the room now.
  func updatePresence(
    in room: RoomName, present: [User], gone: [User.ID],
    completion: @escaping (Result<Int, BrokerFailure>) -> Void)

  /// The users in the room, at most `limit` of them, and how many there are in all.
  func members(
    of room: RoomName, limit: Int, completion: @escaping (Result<Members, BrokerFailure>) -> Void)
}

/// That an instance holds a user in a room.
package enum PresenceHold {
  /// How long a hold lasts unless it is asserted again: seconds. Instances assert theirs every third of it.
  package static let lifetime = 45
}

/// Who is in a room.
package struct Members: Equatable, Sendable {
  package let users: [User]
  package let count: Int

  package init(users: [User], count: Int) {
    self.users = users
    self.count = count
  }
}
