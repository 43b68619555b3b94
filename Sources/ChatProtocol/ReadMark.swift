/// Up to where somebody has read a room, on all of their devices.
package struct ReadMark: Equatable, Sendable {
  /// Of how many rooms a user's are kept: those that were moved last.
  package static let kept = 200

  /// A place in the room's order.
  package let position: Position
  /// When what lies there was stored: milliseconds since 1970. Places in two histories are compared by it.
  package let time: Int64
  /// Whether what lies there is the first that is still to be read, rather than the last that was.
  package let isBefore: Bool

  package init(_ position: Position, time: Int64, isBefore: Bool = false) {
    self.position = position
    self.time = time
    self.isBefore = isBefore
  }

  /// Whether more was read than the other one says.
  package func isAhead(of other: ReadMark) -> Bool {
    if position.epoch != other.position.epoch {
      if time != other.time { return time > other.time }
    } else if position.generation != other.position.generation {
      return position.generation > other.position.generation
    } else if position.seq != other.position.seq {
      return position.seq > other.position.seq
    }
    return other.isBefore && !isBefore
  }
}

/// What moves a user's mark in a room.
package struct ReadMove: Equatable, Sendable {
  package let room: RoomName
  package let mark: ReadMark
  /// Whether it moves also back, as somebody does who marks what they have seen as unread.
  package let isForced: Bool

  package init(_ room: RoomName, to mark: ReadMark, isForced: Bool = false) {
    self.room = room
    self.mark = mark
    self.isForced = isForced
  }

  /// What both come to, of which the other one is the later.
  package func followed(by other: ReadMove) -> ReadMove {
    if other.isForced { return other }
    return ReadMove(room, to: other.mark.isAhead(of: mark) ? other.mark : mark, isForced: isForced)
  }
}
