import Broker
import ChatProtocol

// Changing what may be done in a room: stored like a message, once it is known who is meant.
extension Client {
  func govern(_ governing: Governing, in room: String, id: String) {
    let refusal = governing.refusal(at: hub.time.wallClock, keeping: hub.configuration.backlogSeconds)
    beginPublication(to: room, id: id, refusal: refusal) { address in
      guard address.partner == nil else {
        return self.refusePublication(Self.directRoom, id: id, wasInFlight: true)
      }
      if let exceeded = self.hub.exceeded(byOpening: address.room, self) {
        return self.refusePublication(self.counted(exceeded), id: id, wasInFlight: true)
      }
      self.resolve(governing.pin, in: address, id: id) { pinning in
        self.govern(governing, pinning, at: address, id: id)
      }
    }
  }

  private func govern(_ governing: Governing, _ pinning: PolicyChange.Pinning?, at address: Address, id: String) {
    hub.resolve(governing, pinning, in: address.room) { result in
      guard case .success(let change) = result else {
        return self.finishGoverning(result.map { _ in nil }, at: address, id: id)
      }
      _ = self.hub.room(address.room, for: self)
      self.hub.govern(change, by: self.user, in: address.room, id: id) {
        self.finishGoverning($0.map { $0 }, at: address, id: id)
      }
    }
  }

  /// Finds the message that is to be pinned.
  private func resolve(
    _ pinning: Governing.Pinning?, in address: Address, id: String,
    completion: @escaping (PolicyChange.Pinning?) -> Void
  ) {
    guard case .up(let message) = pinning else { return completion(pinning.map { _ in .down }) }
    find(message, in: address.room) { result in
      switch result {
      case .success(let (original, _)) where !original.isDeleted:
        completion(.up(Policy.Pin(original.position, author: original.author, id: original.id)))
      case .success: self.missed(Self.deleted, at: address, id: id)
      case .failure(let refusal) where refusal.code == .notFound: self.missed(refusal, at: address, id: id)
      case .failure(let refusal): self.refusePublication(refusal, id: id, wasInFlight: true)
      }
    }
  }

  private func finishGoverning(_ result: Result<Receipt?, Refusal>, at address: Address, id: String) {
    switch result {
    case .success(let receipt?): finishPublication(.success(receipt), to: address, id: id)
    case .success(nil): break
    case .failure(let refusal): refusePublication(refusal, id: id, wasInFlight: true)
    }
  }

  private static let directRoom = Refusal(.badRequest, "What two people write to each other has no policy.")
}

extension Hub {
  /// Finds out whom a change is about.
  /// - Parameter pinning: what it pins, once that was found.
  package func resolve(
    _ governing: Governing, _ pinning: PolicyChange.Pinning? = nil, in room: RoomName,
    completion: @escaping (Result<PolicyChange, Refusal>) -> Void
  ) {
    var settings = governing.settings
    settings.pin = pinning
    func found(_ person: PolicyChange.Person?) {
      completion(
        .success(PolicyChange(settings: settings, person: person, role: governing.role, until: governing.until)))
    }
    guard let text = governing.user else { return found(nil) }
    if User.isID(text) { return whenNamed(text, in: room) { found(PolicyChange.Person(id: text, name: $0)) } }
    guard text.first == "@", let name = try? UserName(String(text.dropFirst())) else {
      return completion(.failure(Refusal(.badRequest, "A user is an id, or @ and the name of somebody signed in.")))
    }
    broker.perform(FindUser(named: name.skeleton)) { result in
      switch result {
      case .success(let user?): found(PolicyChange.Person(id: user.id, name: user.name))
      case .success(nil): completion(.failure(Refusal(.notFound, "Nobody has this name.")))
      case .failure(let failure): completion(.failure(Refusal(failure)))
      }
    }
  }

  /// Goes on with what somebody is called; who is known to another instance is looked for among those who are in the room.
  private func whenNamed(_ id: User.ID, in room: RoomName, _ proceed: @escaping (String) -> Void) {
    let known = name(of: id, in: room)
    guard known.isEmpty else { return proceed(known) }
    broker.perform(ListMembers(of: room, limit: MemberLists.limit)) { result in
      let members = try? result.get()
      proceed(members?.users.first { $0.id == id }?.name ?? "")
    }
  }

  /// What somebody is called, as far as it is known here.
  private func name(of id: User.ID, in room: RoomName) -> String {
    clients(of: id).first?.user.name ?? followedRoom(room)?.policy.people[id]?.name ?? ""
  }
}
