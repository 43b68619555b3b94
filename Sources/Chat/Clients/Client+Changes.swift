import Broker
import ChatProtocol

// Editing, deleting, reacting: like sending, once the message has been found and may be changed.
extension Client {
  func change(_ message: MessageReference, by change: Change, in room: String, id: String) {
    let refusal = change.refusal(limit: hub.configuration.textLimit)
    beginPublication(to: room, id: id, refusal: refusal) { address in
      self.permitted(change, of: message, in: address.room) { result in
        switch result {
        case .success(let original) where original.isDeleted: self.deleteAgain(original, at: address, id: id)
        case .success(let original):
          self.hub.publish(change, of: original, by: self.user, in: address.room, id: id) {
            self.finishPublication($0, to: address, id: id)
          }
        case .failure(let refusal): self.refusePublication(refusal, id: id, wasInFlight: true)
        }
      }
    }
  }

  /// Finds the message for who may read it, and may change it so.
  private func permitted(
    _ change: Change, of message: MessageReference, in room: RoomName,
    completion: @escaping (Result<Original, Refusal>) -> Void
  ) {
    let judge = { (result: Result<(Original, Policy), Refusal>) in
      completion(
        result.flatMap { original, policy in
          self.permit(change, of: original, isModerator: self.may(.delete(ofOthers: true), by: policy))
        })
    }
    find(message, in: room) { result in
      guard change == .delete, case .failure(Self.noMessage) = result else { return judge(result) }
      self.findArchived(message, in: room, completion: judge)
    }
  }

  /// Finds a message for who may read it, with the policy of its room.
  func find(
    _ message: MessageReference, in room: RoomName,
    completion: @escaping (Result<(Original, Policy), Refusal>) -> Void
  ) {
    hub.policy(of: room) { result in
      guard case .success(let policy) = result, self.may(.enter, by: policy) else {
        return completion(result.flatMap { _ in .failure(Room.notOpen) })
      }
      self.original(of: message, in: room, policy) { completion($0.map { ($0, policy) }) }
    }
  }

  /// Finds a message that an archive alone has any more, of the present order of a room that is followed here. Its deletion takes
  /// a place in that order like any other, and the archive, which hears of it, tells no text from then on.
  private func findArchived(
    _ message: MessageReference, in room: RoomName,
    completion: @escaping (Result<(Original, Policy), Refusal>) -> Void
  ) {
    hub.policy(of: room) { result in
      guard case .success(let policy) = result, let archive = self.hub.archive(of: room, policy), message.seq > 0,
        let epoch = self.hub.followedRoom(room)?.log.position.epoch, message.position?.epoch ?? epoch == epoch
      else { return completion(.failure(Self.noMessage)) }
      let isTaken = self.read { ended in
        archive.read(room, of: epoch, before: message.seq + 1, limit: 1, bytes: self.transport.spareBytes) { result in
          ended(Price.history(messages: 1, bytes: (try? result.get().byteCount) ?? 0))
          let found = result.mapError { Refusal($0) }.flatMap { Self.original($0.events.last, is: message) }
          completion(found.map { ($0, policy) })
        }
      }
      if !isTaken { completion(.failure(Self.tooManyReads)) }
    }
  }

  /// Only a deletion may be asked for again, by an author who was not answered.
  private func permit(_ change: Change, of original: Original, isModerator: Bool) -> Result<Original, Refusal> {
    let isTheirs = original.author == user.id || change == .delete && isModerator
    guard !change.isAuthorsAlone || isTheirs else {
      return .failure(Refusal(.forbidden, "Only its author may change a message."))
    }
    guard !original.isDeleted || change == .delete else {
      return .failure(Self.deleted)
    }
    return .success(original)
  }

  static let deleted = Refusal(.notFound, "This message has been deleted.")

  /// A deletion that is asked for again by its id is answered like the first time; by another one there is nothing left to
  /// delete. Nothing is stored either way.
  private func deleteAgain(_ original: Original, at address: Address, id: String) {
    hub.repeatDeletion(of: original, by: user, in: address.room, id: id) { result in
      switch result {
      case .success(let receipt?): self.finishPublication(.success(receipt), to: address, id: id)
      case .success(nil): self.refusePublication(Self.deleted, id: id, wasInFlight: true)
      case .failure(let failure): self.finishPublication(.failure(failure), to: address, id: id)
      }
    }
  }

  private func original(
    of message: MessageReference, in room: RoomName, _ policy: Policy,
    completion: @escaping (Result<Original, Refusal>) -> Void
  ) {
    event(of: message, in: room, policy) { completion($0.flatMap { Self.original($0, is: message) }) }
  }

  /// Finds what is stored at a message's place, if anything is: among what is held here, else in the store.
  func event(
    of message: MessageReference, in room: RoomName, _ policy: Policy,
    completion: @escaping (Result<[UInt8]?, Refusal>) -> Void
  ) {
    if let event = hub.followedRoom(room)?.event(of: message) { return completion(.success(event)) }
    guard message.seq > 0 else { return completion(.success(nil)) }
    let isTaken = read { ended in
      self.hub.readHistory(ReadHistory(of: room, .after(seq: message.seq - 1), limit: 1), policy) { result in
        ended(Price.history(messages: 1, bytes: (try? result.get().byteCount) ?? 0))
        completion(result.mapError { Refusal($0) }.map { $0.events(in: room).first })
      }
    }
    if !isTaken { completion(.failure(Self.tooManyReads)) }
  }

  private static func original(_ event: [UInt8]?, is message: MessageReference) -> Result<Original, Refusal> {
    guard let original = event.flatMap({ Original(event: $0) }), original.isMeant(by: message) else {
      return .failure(noMessage)
    }
    return .success(original)
  }

  static let noMessage = Refusal(.notFound, "There is no such message any more.")
}
