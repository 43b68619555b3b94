import Broker
import ChatProtocol
import JSON

// Being in rooms: joining, leaving, and which rooms there are.
extension Client {
  func join(
    _ text: String, id: String?, after: Position?, limit: Int?, invitation: String? = nil, isContinuation: Bool = false
  ) {
    let limit = min(limit ?? hub.configuration.historyDefault, hub.configuration.historyLimit)
    let continued = isContinuation ? text : nil
    // Becoming a member is the user's: their session may read there, and goes on to do no more than that.
    address(text, id: id, about: continued) { address in
      if let refusal = self.refusal(ofJoining: address.room) {
        return self.refuse(refusal, id: id, about: continued)
      }
      let join = Join(
        client: self, id: id, after: after, limit: limit, partner: address.partner, continued: continued)
      guard let invitation else { return self.hub.room(address.room, for: self).join(join) }
      self.accept(invitation, to: address.room) { refusal in
        if let refusal { return self.refuse(refusal, id: id) }
        self.hub.room(address.room, for: self).join(join)
      }
    }
  }

  /// Why a client can't be in one more room.
  private func refusal(ofJoining room: RoomName) -> Refusal? {
    guard !isMember(of: room) else { return nil }
    let limit = hub.configuration.roomsPerClient
    guard roomCount < limit else {
      return Refusal(.forbidden, "No more than \(limit) rooms at once.", retryAfter: Exceeded.pauseForRooms)
    }
    return hub.exceeded(byJoining: room, self).map { counted($0) }
  }

  /// Goes on in a room where the client was before this transport: it hears nothing until there is something new.
  package func resume(in room: String, after: Position?) {
    join(room, id: nil, after: after, limit: nil, isContinuation: true)
  }

  func leave(_ text: String, id: String?) {
    address(text, id: id) { address in
      self.hub.followedRoom(address.room)?.remove(self, left: true)
      self.answer("left", id: id) { $0.member("room", address.room.text) }
    }
  }

  /// The public rooms, a page of them.
  func rooms(from start: Int, limit: Int?, id: String?) {
    let limit = max(1, min(limit ?? hub.configuration.historyDefault, 100))
    let isTaken = read { ended in
      self.hub.broker.perform(ListRooms(from: min(start, ListedRoom.kept), limit: limit)) { result in
        switch result {
        case .success(let listing):
          ended(Price.rooms(listing.rooms.count))
          self.tell(listing, id: id)
        case .failure(let failure):
          ended(Price.rooms(0))
          self.refuse(Refusal(failure), id: id)
        }
      }
    }
    if !isTaken { refuse(Self.tooManyReads, id: id) }
  }

  private func tell(_ listing: RoomListing, id: String?) {
    let rooms = listing.rooms.filter { may(.enter, in: $0.room) }
    answer("rooms", id: id) { writer in
      writer.member("rooms", array: { array in for room in rooms { array.object { $0.listed(room) } } })
      writer.member("more", listing.hasMore)
    }
  }

  private func isMember(of room: RoomName) -> Bool { memberships.room { $0.name == room } != nil }
}

extension JSONWriter {
  fileprivate mutating func listed(_ listed: ListedRoom) {
    member("room", listed.room.text)
    member("count", listed.count)
    member("time", listed.time)
  }
}
