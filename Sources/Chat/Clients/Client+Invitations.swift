import Base
import Broker
import ChatProtocol

// Invitations to closed rooms: made by those who lead them, and shown by whoever comes.
extension Client {
  func invite(to text: String, until: Int64?, renews: Bool, id: String?) {
    permitted(.invite, in: text, id: id) { room in
      let now = self.hub.time.wallClock
      let invitation = Invitation(to: room, until: until, at: now)
      if let refusal = invitation.refusal(at: now) { return self.refuse(refusal, id: id) }
      let key = Invitation.makeKey(self.hub.entropy)
      self.hub.broker.perform(KeepInvitationKey(of: room, key: key, replaces: renews)) { result in
        switch result {
        case .success(let key?): self.tell(invitation, by: key, to: room, id: id)
        case .success(nil): self.refuse(Room.notOpen, id: id)
        case .failure(let failure): self.refuse(Refusal(failure), id: id)
        }
      }
    }
  }

  private func tell(_ invitation: Invitation, by key: String, to room: RoomName, id: String?) {
    answer("invited", id: id) { writer in
      writer.member("room", room.text)
      writer.member("invitation", invitation.word(by: key))
      writer.member("until", invitation.until)
    }
  }

  /// Makes a member of who shows an invitation, unless they are let in as it is.
  /// It counts as a message, and as a new room where this instance does not follow the room: who guesses runs out of both.
  /// - Parameter completion: with why they are not let in. Whatever is wrong with it they are told what all strangers are.
  func accept(_ word: String, to room: RoomName, completion: @escaping (Refusal?) -> Void) {
    hub.policy(of: room) { result in
      switch result {
      case .success(let policy) where self.mayEnter(policy): completion(nil)
      case .success(let policy) where policy.role(of: self.user.id, at: self.hub.time.wallClock) != nil:
        completion(Room.notOpen)
      case .success:
        self.whenSure { refusal in
          if let refusal { return completion(refusal) }
          self.become(memberBy: word, of: room, completion: completion)
        }
      case .failure(let refusal): completion(refusal)
      }
    }
  }

  /// Charges what only who has a valid invitation may learn from the limits: how many are told that they have come.
  private func refusal(ofBeingToldIn room: RoomName) -> Refusal? {
    guard let room = hub.followedRoom(room) else { return nil }
    hub.charge(Price.person * room.policy.people.count, to: self)
    return hub.take(deliveries: room.audience, for: self).map { counted($0) }
  }

  private func become(memberBy word: String, of room: RoomName, completion: @escaping (Refusal?) -> Void) {
    if let suspension { return completion(suspension.refusalOfSuspended) }
    hub.broker.perform(FindInvitationKey(of: room)) { result in
      switch result {
      case .success(let key?) where Invitation.isValid(word, to: room, by: key, at: self.hub.time.wallClock):
        if let refusal = self.refusal(ofBeingToldIn: room) { return completion(refusal) }
        self.hub.admit(self.user, to: room, for: self, completion: completion)
      case .success: completion(Room.notOpen)
      case .failure(let failure): completion(Refusal(failure))
      }
    }
  }
}
