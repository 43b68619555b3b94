import Base
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

extension Hub {
  /// Makes somebody a member of a room who has shown an invitation to it. It is known here when that is done.
  /// - Parameter completion: with what stands against it.
  func admit(_ user: User, to name: RoomName, for client: Client, completion: @escaping (Refusal?) -> Void) {
    var change = PolicyChange(person: PolicyChange.Person(id: user.id, name: user.name), role: .member)
    change.isInvited = true
    let room = room(name, for: client)
    room.whenFollowed {
      guard !room.policy.isFull(for: change) else { return completion(Policy.fullForInvited) }
      // By an id of its own each time: whoever was put out since comes again, also by the same invitation while it holds.
      self.publish(change, by: user, in: name, id: self.entropy.word(12)) { result in
        switch result {
        case .success(let receipt):
          room.whenPolicyKnown(receipt.position.identity) { completion($0.map { Refusal($0) }) }
        case .failure(let failure): completion(Refusal(failure))
        }
      }
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

  /// The same for who can't change it.
  fileprivate static let fullForInvited = Refusal(
    .forbidden, "This room has as many members as it can have. Tell whoever invited you.")
}

extension Client {
  /// The same as `address`, for who may read what is there, with what may be done there.
  func allowedAddress(
    _ text: String, for act: RoomAct = .enter, id: String?, completion: @escaping (Address, Policy) -> Void
  ) {
    address(text, for: act, id: id) { address in
      self.hub.policy(of: address.room) { result in
        switch result {
        case .success(let policy) where self.mayEnter(policy): completion(address, policy)
        case .success: self.refuse(Room.notOpen, id: id)
        case .failure(let refusal): self.refuse(refusal, id: id)
        }
      }
    }
  }

  /// Goes on for who may do something in a room by its policy. Where what is known here forbids it, the store says: whoever
  /// has just changed it asks for what they may do now.
  func permitted(_ act: RoomAct, in text: String, id: String?, completion: @escaping (RoomName) -> Void) {
    allowedAddress(text, for: act, id: id) { address, policy in
      guard !self.may(act, by: policy) else { return completion(address.room) }
      self.hub.broker.perform(ReadPolicy(of: address.room)) { result in
        switch result {
        case .success(let policy):
          self.hub.charge(Price.person * policy.people.count, to: self)
          self.may(act, by: policy) ? completion(address.room) : self.refuse(Room.notOpen, id: id)
        case .failure(let failure): self.refuse(Refusal(failure), id: id)
        }
      }
    }
  }

  func may(_ act: RoomAct, by policy: Policy) -> Bool {
    allows(user.id, act, in: policy, at: hub.time.wallClock)
  }

  func mayEnter(_ policy: Policy) -> Bool {
    !policy.exists || allows(user.id, .enter, in: policy, at: hub.time.wallClock)
  }
}
