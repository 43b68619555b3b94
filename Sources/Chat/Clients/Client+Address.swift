import Broker
import ChatProtocol

/// Where a request is directed: a room, and in a direct one, who else is in it.
package struct Address {
  package let room: RoomName
  package let partner: User?

  package init(room: RoomName, partner: User?) {
    self.room = room
    self.partner = partner
  }
}

extension Client {
  /// Finds out what room a client means: `room`, `@name`, or a direct room's own name.
  /// - Parameters:
  ///   - act: what is to be done there, which may lie outside of what its session is for.
  ///   - completion: called at once for a public room, so that requests keep their order; later, in order as
  ///     well, for direct ones, which have to be looked up.
  func address(
    _ text: String, for act: RoomAct = .enter, completion: @escaping (Result<Address, Refusal>) -> Void
  ) {
    // Who may be in no direct room does not learn there either who has a name, or writes to whom.
    if text.utf8.first == UInt8(ascii: "@"), !mayMeet(act) { return completion(.failure(Room.notOpen)) }
    locate(text) { result in
      completion(result.flatMap { self.may(act, in: $0.room) ? .success($0) : .failure(Room.notOpen) })
    }
  }

  /// Whether the client's session is for this, too.
  func may(_ act: RoomAct, in room: RoomName) -> Bool { allows(identity?.record.scope, act, in: room) }

  /// The same of all direct rooms, whoever the other one is.
  private func mayMeet(_ act: RoomAct) -> Bool {
    allows(identity?.record.scope, act, in: RoomName(between: user.id, and: user.id))
  }

  private func locate(_ text: String, completion: @escaping (Result<Address, Refusal>) -> Void) {
    if let room = RoomName(text) { return completion(.success(Address(room: room, partner: nil))) }
    if let room = RoomName(stored: text), let pair = room.participants {
      return direct(room, between: pair, completion: completion)
    }
    guard text.utf8.first == UInt8(ascii: "@"), let name = try? UserName(String(text.dropFirst())) else {
      return completion(.failure(Self.badRoomName))
    }
    direct(with: name, completion: completion)
  }

  /// The same for a request that can be refused on the spot and need not be finished for a client that has gone.
  /// - Parameter room: the room of a poll that is meant, which has no id.
  func address(
    _ text: String, for act: RoomAct = .enter, id: String?, about room: String? = nil,
    completion: @escaping (Address) -> Void
  ) {
    address(text, for: act) { result in
      guard self.isConnected else { return }
      switch result {
      case .success(let address): completion(address)
      case .failure(let refusal): self.refuse(refusal, id: id, about: room)
      }
    }
  }

  private static let badRoomName = Refusal(
    .badRequest, "A room's name is 1 to 64 of the characters a-z, 0-9, _ and -, or @ and a user's name.")

  private func direct(with name: UserName, completion: @escaping (Result<Address, Refusal>) -> Void) {
    let own = user.id
    hub.broker.perform(FindUser(named: name.skeleton)) { result in
      switch result {
      case .success(let user?) where user.id != own:
        completion(.success(Address(room: RoomName(between: own, and: user.id), partner: user)))
      case .success(.some): completion(.failure(Refusal(.badRequest, "That is you.")))
      case .success(nil): completion(.failure(Refusal(.notFound, "Nobody has this name.")))
      case .failure(let failure): completion(.failure(Refusal(failure)))
      }
    }
  }

  /// One that nobody has written in yet: whoever opened it comes back by its own name, maybe through another instance.
  private func direct(
    _ room: RoomName, with partner: User.ID, completion: @escaping (Result<Address, Refusal>) -> Void
  ) {
    sessions(of: partner) { result in
      switch result {
      case .success(let sessions):
        completion(
          sessions.last.map { .success(Address(room: room, partner: $0.user)) }
            ?? .failure(Refusal(.notFound, "No such direct room.")))
      case .failure(let failure): completion(.failure(Refusal(failure)))
      }
    }
  }

  /// The sessions of somebody who is not here, which is charged.
  func sessions(of user: User.ID, completion: @escaping ListSessions.Completion) {
    hub.charge(Price.partnerLook, to: self)
    hub.broker.perform(ListSessions(of: user, lifetime: hub.configuration.sessionLifetime), reply: completion)
  }

  /// A direct room by its own name is for its two participants.
  private func direct(
    _ room: RoomName, between pair: (User.ID, User.ID), completion: @escaping (Result<Address, Refusal>) -> Void
  ) {
    guard pair.0 == user.id || pair.1 == user.id else {
      return completion(.failure(Refusal(.forbidden, "These are other people's messages.")))
    }
    if let partner = hub.followedRoom(room)?.pair?.first(where: { $0.id != user.id }) {
      return completion(.success(Address(room: room, partner: partner)))
    }
    hub.broker.perform(ListDirectRooms(of: user.id)) { result in
      switch result {
      case .success(let rooms):
        if let direct = rooms.first(where: { $0.room == room }) {
          return completion(.success(Address(room: room, partner: direct.other)))
        }
        self.direct(room, with: pair.0 == self.user.id ? pair.1 : pair.0, completion: completion)
      case .failure(let failure): completion(.failure(Refusal(failure)))
      }
    }
  }
}
