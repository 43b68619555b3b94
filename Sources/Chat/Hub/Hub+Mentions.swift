import Broker
import ChatProtocol

extension Hub {
  /// Has those find it later whom a message mentions that has just been stored, wherever they are now. Best effort: the author
  /// does not wait for it.
  /// - Parameters:
  ///   - called: whether it is told to call everybody.
  ///   - policy: by which it was judged.
  func note(_ publication: Publication, called: Bool, by policy: Policy, _ receipt: Receipt) {
    let (mentioned, room) = (publication.mentioned, publication.room)
    let called = called && mentioned.everybody == .all ? policy.called(at: time.wallClock) : []
    guard !mentioned.names.isEmpty || !called.isEmpty, room.participants == nil, !receipt.isDuplicate else { return }
    let call = NoteMentions(
      Mention(room, at: receipt.position, time: receipt.time), of: mentioned.names, and: called,
      by: publication.author, to: policy.readers(at: time.wallClock), lifetime: configuration.sessionLifetime)
    broker.perform(call) { result in
      if case .failure = result { self.counters.mentionsNotNoted += 1 }
    }
  }
}

extension Policy {
  /// For whom it is noted when a message calls all: whoever has a role, where they are not too many for that.
  func called(at now: Int64) -> [User.ID] {
    people.count > Mention.mostCalled ? [] : people.keys.filter { role(of: $0, at: now) != nil }.sorted()
  }

  /// Who may read what is said in the room, by those that the policy names.
  fileprivate func readers(at now: Int64) -> NoteMentions.Readers {
    let (readers, others) = people.keys.reduce(into: (Set<User.ID>(), Set<User.ID>())) { sets, user in
      if allows(user, .enter, in: self, at: now) { sets.0.insert(user) } else { sets.1.insert(user) }
    }
    return mode == .closed ? .only(readers) : .allBut(others)
  }
}

extension Client {
  /// Tells where the user was mentioned, in rooms that they may read now.
  func mentions(id: String?) {
    let isTaken = read { ended in
      self.hub.broker.perform(ListMentions(of: self.user.id)) { result in
        switch result {
        case .success(let all):
          let mentions = all.filter { self.may(.enter, in: $0.room) }
          let rooms = Set(mentions.map(\.room))
          let unknown = rooms.count { self.hub.followedRoom($0)?.isFollowed != true }
          self.readable(rooms) { result in
            ended(Price.mentions(mentions.count, policies: unknown))
            switch result {
            case .success(let readable): self.tell(mentions.filter { readable.contains($0.room) }, id: id)
            case .failure(let refusal): self.refuse(refusal, id: id)
            }
          }
        case .failure(let failure):
          ended(.zero)
          self.refuse(Refusal(failure), id: id)
        }
      }
    }
    if !isTaken { refuse(Self.tooManyReads, id: id) }
  }

  /// Which of the rooms the user may read, if that can be found out of all of them.
  private func readable(_ rooms: Set<RoomName>, completion: @escaping (Result<Set<RoomName>, Refusal>) -> Void) {
    var (left, readable) = (rooms.count, Set<RoomName>())
    var refusal: Refusal?
    if rooms.isEmpty { return completion(.success([])) }
    for room in rooms {
      hub.policy(of: room) { result in
        switch result {
        case .success(let policy): if self.mayEnter(policy) { readable.insert(room) }
        case .failure(let reason): refusal = reason
        }
        left -= 1
        if left == 0 { completion(refusal.map { .failure($0) } ?? .success(readable)) }
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
