import ChatProtocol

/// State that belongs to the fleet rather than to a room.
package protocol FleetSwitches: AnyObject {
  func maintenance(completion: @escaping (Result<Maintenance, BrokerFailure>) -> Void)
  /// Sets the switch and tells the fleet.
  func setMaintenance(_ maintenance: Maintenance, completion: @escaping (Result<Void, BrokerFailure>) -> Void)

  /// Remembers that the two have a direct room, so that each finds it when they come back, and tells the fleet that
  /// `sender` wrote there. Kept as long as the room's messages.
  func recordDirect(
    _ room: RoomName, from sender: User, to recipient: User,
    completion: @escaping (Result<Void, BrokerFailure>) -> Void)

  /// The direct rooms of a user, at most `DirectRoom.kept`, the most recently used ones first.
  func directRooms(of user: User.ID, completion: @escaping (Result<[DirectRoom], BrokerFailure>) -> Void)
}

/// Whether the fleet is closed to the public, and what it is told.
package struct Maintenance: Equatable, Sendable {
  package let isOn: Bool
  package let message: String

  package init(isOn: Bool, message: String) {
    self.isOn = isOn
    self.message = message
  }
}

/// What all instances learn.
package enum FleetEvent: Equatable, Sendable {
  case maintenance(Maintenance)
  case sessionEnded(TokenHash)
  /// A direct message was stored in `room`; `recipient` may not have joined it yet.
  case direct(room: RoomName, from: User, recipient: User.ID)
}

/// A direct room of a user's, and who else is in it.
package struct DirectRoom: Equatable, Sendable {
  /// How many of a user's are remembered: the ones used last.
  package static let kept = 200

  package let room: RoomName
  package let other: User

  package init(room: RoomName, other: User) {
    self.room = room
    self.other = other
  }
}
