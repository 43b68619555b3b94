import Broker
import ChatProtocol

extension Hub {
  /// What may be done in a room: as it is known here, at once; else as the store has it.
  package func policy(of name: RoomName, completion: @escaping (Result<Policy, Refusal>) -> Void) {
    if name.participants != nil { return completion(.success(Policy())) }
    if let room = followedRoom(name), room.isFollowed { return completion(.success(room.policy)) }
    broker.perform(ReadPolicy(of: name)) { completion($0.mapError { Refusal($0) }) }
  }

  /// Stores a change of a room's policy. Whoever governs a room that is new to them owns it with that.
  package func govern(
    _ change: PolicyChange, by author: User, in name: RoomName, id: String,
    completion: @escaping (Result<Receipt, Refusal>) -> Void
  ) {
    let room = room(name)
    room.whenFollowed {
      var change = change
      if author != .operators, room.isNew(to: author.id) {
        change.founder = PolicyChange.Person(id: author.id, name: author.name)
      }
      if room.policy.isFull(for: change),
        allows(author.id, .govern(change, isNew: false), in: room.policy, at: self.time.wallClock)
      {
        return completion(.failure(Policy.full))
      }
      self.publish(change, by: author, in: name, id: id) { completion($0.mapError { Refusal($0) }) }
    }
  }
}

extension Policy {
  /// Whether a change names one more than can be named.
  fileprivate func isFull(for change: PolicyChange) -> Bool {
    guard let person = change.person, change.role != nil else { return false }
    return people[person.id] == nil && people.count >= Self.mostPeople
  }

  fileprivate static let full = Refusal(
    .forbidden, "No more than \(mostPeople) people can have a role in a room: take one from somebody.")
}

extension Client {
  /// The same as `address`, for who may read what is there.
  func allowedAddress(_ text: String, id: String?, completion: @escaping (Address) -> Void) {
    allowedAddress(text, id: id) { address, _ in completion(address) }
  }

  /// The same, with what may be done there.
  func allowedAddress(_ text: String, id: String?, completion: @escaping (Address, Policy) -> Void) {
    address(text, id: id) { address in
      self.hub.policy(of: address.room) { result in
        switch result {
        case .success(let policy) where self.mayEnter(policy): completion(address, policy)
        case .success: self.refuse(Room.notOpen, id: id)
        case .failure(let refusal): self.refuse(refusal, id: id)
        }
      }
    }
  }

  func mayEnter(_ policy: Policy) -> Bool {
    !policy.exists || allows(user.id, .enter, in: policy, at: hub.time.wallClock)
  }
}
