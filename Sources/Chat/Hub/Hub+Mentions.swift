import Broker
import ChatProtocol

extension Hub {
  /// Has those find it later whom a message mentions that has just been stored, wherever they are now. Best effort: the author
  /// does not wait for it.
  func note(_ names: [[String]], by author: User.ID, in room: RoomName, _ receipt: Receipt) {
    guard !names.isEmpty, room.participants == nil, !receipt.isDuplicate else { return }
    let mention = Mention(room, at: receipt.position, time: receipt.time)
    broker.perform(NoteMentions(mention, of: names, by: author, lifetime: configuration.sessionLifetime)) { result in
      if case .failure = result { self.counters.mentionsNotNoted += 1 }
    }
  }
}

extension Client {
  /// Tells where the user was mentioned, in rooms that they may read now.
  func mentions(id: String?) {
    let isTaken = read { ended in
      self.hub.broker.perform(ListMentions(of: self.user.id)) { result in
        switch result {
        case .success(let mentions):
          let rooms = Set(mentions.map(\.room))
          let unknown = rooms.count { self.hub.followedRoom($0)?.isFollowed != true }
          ended(Price.mentions(mentions.count, policies: unknown))
          self.readable(rooms) { readable in self.tell(mentions.filter { readable.contains($0.room) }, id: id) }
        case .failure(let failure):
          ended(.zero)
          self.refuse(Refusal(failure), id: id)
        }
      }
    }
    if !isTaken { refuse(Self.tooManyReads, id: id) }
  }

  /// Which of the rooms the user may read; not those of which that can't be found out.
  private func readable(_ rooms: Set<RoomName>, completion: @escaping (Set<RoomName>) -> Void) {
    var (left, readable) = (rooms.count, Set<RoomName>())
    if rooms.isEmpty { return completion([]) }
    for room in rooms {
      hub.policy(of: room) { result in
        if let policy = try? result.get(), self.mayEnter(policy) { readable.insert(room) }
        left -= 1
        if left == 0 { completion(readable) }
      }
    }
  }

  private func tell(_ mentions: [Mention], id: String?) {
    answer("mentions", id: id) { writer in
      writer.member(
        "items",
        array: { array in
          for mention in mentions {
            array.object { item in
              item.member("room", mention.room.text)
              item.member("position", mention.position.text)
              item.member("seq", mention.position.seq)
              item.member("time", mention.time)
            }
          }
        })
    }
  }
}
