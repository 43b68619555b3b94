import ChatProtocol

/// Which public rooms there are. Kept as long as the rooms' messages.
package protocol RoomDirectory: AnyObject {
  /// Somebody came into these rooms, or said something there. At most 1,000; may be lost.
  func noteActivity(in rooms: [RoomName])

  /// The public rooms, those where something happened last first: at most `limit` (1–100) from the `start`th on.
  func publicRooms(
    from start: Int, limit: Int, completion: @escaping (Result<RoomListing, BrokerFailure>) -> Void)
}

/// A public room as it is listed.
package struct ListedRoom: Equatable, Sendable {
  /// How many rooms are listed at most: those in which something happened last.
  package static let kept = 10_000

  package let room: RoomName
  /// How many users are there.
  package let count: Int
  /// When somebody came or said something there, to within seconds: milliseconds since 1970.
  package let time: Int64

  package init(room: RoomName, count: Int, time: Int64) {
    self.room = room
    self.count = count
    self.time = time
  }
}

/// One page of the public rooms.
package struct RoomListing: Equatable, Sendable {
  package let rooms: [ListedRoom]
  /// Whether more follow.
  package let hasMore: Bool

  package init(rooms: [ListedRoom], hasMore: Bool) {
    self.rooms = rooms
    self.hasMore = hasMore
  }
}
