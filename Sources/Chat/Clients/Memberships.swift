/// A client's place in a room.
struct Membership {
  let room: Room
  /// In the room's members.
  var index: Int32
}

/// The rooms that a client is in. Most are in one, which takes no allocation.
struct Memberships {
  private var others: [Membership] = []
  private var first: Membership?

  var count: Int { first == nil ? 0 : others.count + 1 }
  var last: Membership? { others.last ?? first }

  subscript(room: Room) -> Membership? {
    if let first, first.room === room { return first }
    return others.first { $0.room === room }
  }

  func room(where isRight: (Room) -> Bool) -> Room? {
    if let first, isRight(first.room) { return first.room }
    return others.first { isRight($0.room) }?.room
  }

  mutating func add(_ membership: Membership) {
    if first == nil { first = membership } else { others.append(membership) }
  }

  mutating func remove(_ room: Room) {
    if let index = others.firstIndex(where: { $0.room === room }) {
      others.remove(at: index)
    } else if first?.room === room {
      first = others.popLast()
    }
  }

  mutating func move(in room: Room, to index: Int32) {
    if first?.room === room {
      first?.index = index
    } else if let place = others.firstIndex(where: { $0.room === room }) {
      others[place].index = index
    }
  }
}
