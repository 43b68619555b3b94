import ChatProtocol

/// A session that was made by a code.
package struct NewDevice: Equatable, Sendable {
  package let user: User.ID
  package let session: TokenHash
  /// When: milliseconds since 1970, by the clock of the instance that made it.
  package let time: Int64

  package init(of user: User.ID, session: TokenHash, at time: Int64) {
    self.user = user
    self.session = session
    self.time = time
  }
}

/// What all instances learn.
package enum FleetEvent: Equatable, Sendable {
  case maintenance(Maintenance)
  case sessionEnded(TokenHash)
  /// Sessions of the user's have ended, or what they may do has changed: their sessions are to be looked up again.
  case standingChanged(User.ID)
  /// A device has come in by a guest's code: the user's other sessions hear of it.
  case deviceAdded(NewDevice)
  /// A direct message was stored in `room`; `recipient` may not have joined it yet.
  case direct(room: RoomName, from: User, recipient: User.ID)
  /// An instance tells who has taken much of their quotas there; it hears it, too.
  case usage(UsageReport)
  /// An instance tells how it is; it hears it, too.
  case instance(InstanceReport)
  /// Somebody's read marks were moved by an instance, which has told its own clients.
  case read(user: User.ID, [RoomMark], by: String)
}
