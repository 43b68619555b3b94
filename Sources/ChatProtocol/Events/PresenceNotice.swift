import JSON

/// What is told to a room when somebody comes or goes.
///
/// In a small room each change is told with its user. In a crowd that would cost the square of its size, so there only
/// the count is told, and not more often than every `crowdInterval`.
package struct PresenceNotice: Equatable, Sendable {
  /// The largest number of users for which each change is told by itself.
  package static let detailLimit = 50
  /// The shortest time between two notices in a room with more users: milliseconds.
  package static let crowdInterval: Int64 = 2_000

  package enum State: String, Sendable { case joined, left }

  /// One user's coming or going.
  package struct Change: Equatable, Sendable {
    package let user: User
    package let state: State

    package init(_ user: User, _ state: State) {
      self.user = user
      self.state = state
    }
  }

  /// `nil` after any number of changes in a crowd.
  package let change: Change?
  /// How many there are now.
  package let count: Int

  package init(_ change: Change? = nil, count: Int) {
    self.change = change
    self.count = count
  }

  /// `{"type":"presence","room":…,"user":{id,name,kind},"state":"joined"|"left","count":…}`, without user and state when
  /// only the count is told.
  package func json(in room: RoomName) -> [UInt8] {
    JSONWriter.object { writer in
      writer.member("type", "presence")
      writer.member("room", room.text)
      if let change {
        writer.member("user", object: { $0.user(change.user) })
        writer.member("state", change.state.rawValue)
      }
      writer.member("count", count)
    }
  }
}
