import ChatProtocol

/// The public rooms, those where something happened last first: at most `limit` from the `start`th on.
package struct ListRooms: BrokerCall {
  package let start: Int
  /// 1–100.
  package let limit: Int

  package init(from start: Int, limit: Int) {
    self.start = start
    self.limit = limit
  }

  package typealias Reply = RoomListing

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
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
