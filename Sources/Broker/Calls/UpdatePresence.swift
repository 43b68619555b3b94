import ChatProtocol

/// Asserts that this instance holds `present` in the room and no longer holds `gone`. Answered with the number of users who
/// are in the room now.
///
/// A user is in a room while at least one instance holds them there; what an instance does not assert again within
/// `PresenceHold.lifetime` expires, so that a killed instance's users leave by themselves.
///
/// When a user's first hold begins or last hold ends, the room's followers get a `PresenceNotice`. Beyond
/// `PresenceNotice.detailLimit` users it tells the count alone, every two seconds at most; a count that was held back is
/// told with the next update.
package struct UpdatePresence: BrokerCall {
  package let room: RoomName
  /// At most 1,000.
  package let present: [User]
  /// At most 1,000; it may name users that the instance does not hold.
  package let gone: [User.ID]

  package init(in room: RoomName, present: [User], gone: [User.ID]) {
    self.room = room
    self.present = present
    self.gone = gone
  }

  package typealias Reply = Int

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}

/// That an instance holds a user in a room.
package enum PresenceHold {
  /// How long a hold lasts unless it is asserted again: seconds. Instances assert theirs every third of it.
  package static let lifetime = 45
}
