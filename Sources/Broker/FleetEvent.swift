import ChatProtocol

/// What all instances learn.
package enum FleetEvent: Equatable, Sendable {
  case maintenance(Maintenance)
  case sessionEnded(TokenHash)
  /// A direct message was stored in `room`; `recipient` may not have joined it yet.
  case direct(room: RoomName, from: User, recipient: User.ID)
}
