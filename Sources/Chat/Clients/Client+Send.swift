import Broker
import ChatProtocol

// Sending a message: checked, stored with its place in the room's order, then acknowledged.
extension Client {
  /// - Parameter mentioned: by the text.
  func send(
    _ text: String, mentioning mentioned: Mentioned, replyingTo reply: MessageReference?, data: MessageData?,
    to room: String, id: String
  ) {
    let refusal = MessageText.refusal(of: text, limit: hub.configuration.textLimit) ?? data?.refusal
    beginPublication(to: room, id: id, refusal: refusal) { address in
      self.unlessGone(address, id: id) {
        guard let reply else {
          return self.publish(MessageContent(text, data: data), mentioning: mentioned, to: address, id: id)
        }
        self.find(reply, in: address.room) { result in
          switch result {
          case .success(let (original, _)):
            let content = MessageContent(text, reply: original.target, data: data)
            self.publish(content, mentioning: mentioned, to: address, id: id)
          case .failure(let refusal) where refusal.code == .notFound:
            let gone = Refusal(.notFound, "The message that this answers is not there any more.")
            self.missed(gone, at: address, id: id)
          case .failure(let refusal): self.refusePublication(refusal, id: id, wasInFlight: true)
          }
        }
      }
    }
  }

  /// A guest whose sessions have all ended never comes back: nobody would read what is written to them, and who has the
  /// name by then is another one.
  private func unlessGone(_ address: Address, id: String, next: @escaping () -> Void) {
    guard let partner = address.partner, partner.isGuest, !hub.isThere(partner, in: address.room) else { return next() }
    // Of a store that does not answer the message itself tells.
    sessions(of: partner.id) { result in
      guard case .success(let sessions) = result, sessions.isEmpty else { return next() }
      // A store that has lost the author's as well has ended nobody: the other one may be connected all the same.
      self.sessions(of: self.user.id) { result in
        guard case .success(let own) = result, own.contains(where: { $0.hash == self.identity?.hash }) else {
          return next()
        }
        self.missed(Self.isGone, at: address, id: id)
      }
    }
  }

  private static let isGone = Refusal(
    .notFound, "This person has left for good and would never read it. Who has the name now is somebody else.")

  private func publish(_ content: MessageContent, mentioning mentioned: Mentioned, to address: Address, id: String) {
    let exceeded = hub.exceeded(byWritingTo: address, self) ?? hub.exceeded(byOpening: address.room, self)
    if let exceeded { return refusePublication(counted(exceeded), id: id, wasInFlight: true) }
    let room = hub.room(address.room, for: self)
    if address.partner != nil { room.writers[user.id] = room.writers[user.id] ?? false }
    hub.publish(content, mentioning: mentioned, by: user, in: address.room, id: id) {
      self.finishPublication($0, to: address, id: id)
    }
  }

  /// What is answered, or pinned, is not there any more. It may have been when the author asked for the first time; and it may
  /// be about to be put back.
  func missed(_ refusal: Refusal, at address: Address, id: String) {
    hub.broker.perform(FindReceipt(of: id, by: user.id, in: address.room)) { result in
      switch result {
      case .success(let receipt?): self.finishPublication(.success(receipt), to: address, id: id)
      case .success(nil) where self.hub.followedRoom(address.room)?.mayRestore(for: self.user.id) == true:
        self.finishPublication(.failure(.stale), to: address, id: id)
      case .success(nil): self.refusePublication(refusal, id: id, wasInFlight: true)
      case .failure(let failure): self.finishPublication(.failure(failure), to: address, id: id)
      }
    }
  }

  /// Takes in what is to be stored, and finds out where. From `next` on it ends with `finishPublication`
  /// or `refusePublication`.
  /// - Parameter refusal: why it can't be stored whatever the room is.
  func beginPublication(
    to room: String, id: String, refusal: Refusal?, next: @escaping (Address) -> Void
  ) {
    hub.counters.publicationsReceived += 1
    if let refusal { return refusePublication(refusal, id: id) }
    guard publicationsInFlight < hub.configuration.publicationsInFlight else {
      return refusePublication(
        Refusal(.rateLimited, "Too many messages wait to be stored.", retryAfter: 1_000), id: id)
    }
    publicationsInFlight += 1
    // Held strongly from here on: a publication is counted to its end, whether or not its author waits for it.
    whenSure { refusal in
      if let refusal { return self.refusePublication(refusal, id: id, wasInFlight: true) }
      self.address(room, for: .send) { result in
        switch result {
        case .success(let address):
          if !self.isOperator, let failure = self.hub.refusalOfMessages(in: address.room) {
            return self.refusePublication(Refusal(failure), id: id, wasInFlight: true)
          }
          next(address)
        case .failure(let refusal): self.refusePublication(refusal, id: id, wasInFlight: true)
        }
      }
    }
  }

  func finishPublication(_ result: Result<Receipt, BrokerFailure>, to address: Address, id: String) {
    switch result {
    case .success(let receipt): acknowledge(receipt, to: address, id: id)
    case .failure(let failure): refusePublication(Refusal(failure), id: id, wasInFlight: true)
    }
  }

  private func acknowledge(_ receipt: Receipt, to address: Address, id: String) {
    publicationsInFlight -= 1
    if receipt.isDuplicate {
      hub.counters.publicationsDuplicate += 1
    } else {
      hub.counters.publicationsAcknowledged += 1
    }
    if let partner = address.partner {
      hub.charge(Price.directNote, to: self)
      // Best effort: the message is stored, and the next one tries again.
      hub.broker.perform(RecordDirect(address.room, from: user, to: partner)) { result in
        if case .success(let isFirst) = result { self.hub.noteContact(address, by: self, isFirst: isFirst) }
      }
    }
    answer("sent", id: id) { writer in
      writer.member("room", address.room.text)
      writer.member("position", receipt.position.text)
      writer.member("seq", receipt.position.seq)
      writer.member("time", receipt.time)
      if receipt.isDuplicate { writer.member("duplicate", true) }
      if receipt.isDurable { writer.member("durable", true) }
    }
  }

  func refusePublication(_ refusal: Refusal, id: String, wasInFlight: Bool = false) {
    if wasInFlight { publicationsInFlight -= 1 }
    hub.counters.refusePublication(for: refusal.code)
    refuse(refusal, id: id)
  }
}
