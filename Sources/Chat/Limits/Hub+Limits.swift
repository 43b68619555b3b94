import Base
import Broker
import ChatProtocol

// What clients may take: of their connection, of their user's quota and of their address's.
extension Hub {
  /// Takes one of its connection's requests, or of its messages and changes; what it exceeds, otherwise.
  func takeTurn(isMessage: Bool, for client: Client) -> Exceeded? {
    client.isOperator ? nil : client.rates.take(isMessage: isMessage, configuration, now: time.now)
  }

  /// Takes what a request costs, of its user's quota and its address's; what it exceeds, otherwise.
  func take(_ price: Price, for client: Client) -> Exceeded? {
    guard !client.isOperator, client.isWelcomed else { return nil }
    return limits.take(
      price, by: client.user.id, from: client.address, space: price.bytes > 0 ? broker.space : nil, now: time.now)
  }

  /// Why nobody's token is looked up who comes from an address now; `nil` when it is, which is counted.
  package func refusalOfAuthentication(from address: String) -> Refusal? {
    limits.take(.authentication, from: limits.holder(of: address), now: time.now).map { counted($0) }
  }

  /// Why a webhook's post from an address is not looked into now; `nil` when it is, which is counted.
  package func refusalOfHookPost(from address: String) -> Refusal? {
    limits.take(.hookPost, from: limits.holder(of: address), now: time.now).map { counted($0) }
  }

  /// Why no file of another version of the page is looked for on behalf of an address now; `nil` when it is, which is
  /// counted.
  package func refusalOfPageFile(from address: String) -> Refusal? {
    limits.take(.pageFile, from: limits.holder(of: address), now: time.now).map { counted($0) }
  }

  /// Charges store time that was spent for a client.
  func charge(_ time: TimeSpan, to client: Client) {
    guard !client.isOperator else { return }
    limits.charge(time, to: client.user.id, from: client.address, now: self.time.now)
  }

  /// Takes what a client has told to so many; what it exceeds by that, otherwise.
  func take(deliveries count: Int, for client: Client) -> Exceeded? {
    guard !client.isOperator else { return nil }
    return limits.take(deliveries: count, by: client.user.id, from: client.address, now: time.now)
  }

  /// Why a room takes no messages; `nil` while it does. What is left then is kept for signing in and presence.
  package func refusalOfMessages(in room: RoomName) -> BrokerFailure? {
    broker.space(of: room)?.isFull == true ? .full : nil
  }

  /// What a client exceeds by joining one more room.
  func exceeded(byJoining room: RoomName, _ client: Client) -> Exceeded? {
    guard !client.isOperator else { return nil }
    let (user, address) = (limits.user.rooms, limits.address.rooms)
    if let holder = client.address, address > 0, holder.rooms >= address {
      return Exceeded(.rooms, of: .address, wait: nil)
    }
    if user > 0, roomCount(of: client.user.id) >= user { return Exceeded(.rooms, of: .user, wait: nil) }
    return exceeded(byArrivingIn: room, client) ?? exceeded(byOpening: room, client)
  }

  /// What a client exceeds by having it told that they came. They pay once they have.
  private func exceeded(byArrivingIn room: RoomName, _ client: Client) -> Exceeded? {
    guard let room = followedRoom(room), !room.counts(client.user) else { return nil }
    return limits.exceeded(
      byDeliveries: room.presenceAudience, by: client.user.id, from: client.address, now: time.now)
  }

  /// Charges that somebody has come to a room.
  func charge(arrivalOf client: Client, in room: Room) {
    guard !client.isOperator else { return }
    let (id, address) = (client.user.id, client.address)
    limits.charge(Price.presence, to: id, from: address, now: time.now)
    limits.charge(deliveries: room.takePresenceAudience(), to: id, from: address, now: time.now)
  }

  /// Charges that somebody has gone, which may have been a while ago.
  func charge(departureOf id: User.ID, from room: Room) {
    limits.charge(Price.presence, to: id, from: nil, now: time.now)
    limits.charge(deliveries: room.takePresenceAudience(), to: id, from: nil, now: time.now)
  }

  /// What a client exceeds by being the first here to need a room. It may be a new one, and is counted as one until it turns
  /// out that somebody has written there.
  func exceeded(byOpening room: RoomName, _ client: Client) -> Exceeded? {
    guard !client.isOperator, followedRoom(room) == nil else { return nil }
    return limits.reserve(.newRooms, by: client.user.id, from: client.address, now: time.now)
  }

  /// What a client exceeds by writing to somebody. Whoever has not written to them through this instance lately may do so for
  /// the first time, and is counted as if, until the store tells.
  func exceeded(byWritingTo address: Address, _ client: Client) -> Exceeded? {
    guard !client.isOperator, address.partner != nil,
      followedRoom(address.room)?.writers[client.user.id] == nil
    else { return nil }
    return limits.reserve(.contacts, by: client.user.id, from: client.address, now: time.now)
  }

  /// A direct message was stored and noted.
  /// - Parameter isFirst: whether it is the first to this person.
  func noteContact(_ address: Address, by client: Client, isFirst: Bool) {
    guard !client.isOperator, let room = followedRoom(address.room), room.writers[client.user.id] == false else {
      return
    }
    room.writers[client.user.id] = true
    settle(.contacts, isOne: isFirst, of: client)
  }

  /// It has turned out whether what was reserved for a client was one.
  func settle(_ count: HourlyCount, isOne: Bool, of client: Client) {
    guard !client.isOperator else { return }
    let (id, address) = (client.user.id, client.address)
    if isOne {
      limits.spend(count, of: id, from: address, now: time.now)
    } else {
      limits.giveBack(count, to: id, from: address)
    }
  }

  /// Why nobody can sign in from an address now; `nil` when somebody can, which is counted.
  package func refusalOfSignIn(from address: String) -> Refusal? {
    let holder = limits.holder(of: address)
    if let exceeded = limits.take(.hello, from: holder, now: time.now) { return counted(exceeded) }
    return refusalOfSignIn(from: holder)
  }

  /// The same for a `hello`, which has been paid for.
  func refusalOfSignIn(from address: AddressHolder?) -> Refusal? {
    limits.take(.signIns, from: address, now: time.now).map { counted($0) }
  }

  /// Signs in whoever shows a guest's code, if nothing stands against codes from where they come. A wrong one is counted there.
  package func signIn(
    withCode code: String, secret: String?, from address: String,
    completion: @escaping (Result<SignIn, Refusal>) -> Void
  ) {
    signIn(withCode: code, secret: secret, from: limits.holder(of: address), completion: completion)
  }

  func signIn(
    withCode code: String, secret: String?, from address: AddressHolder?,
    completion: @escaping (Result<SignIn, Refusal>) -> Void
  ) {
    // Before it is known whether it is wrong: many at once are as many guesses.
    if let exceeded = limits.reserve(.codes, from: address, now: time.now) {
      return completion(.failure(counted(exceeded)))
    }
    accounts.signIn(withCode: code, secret: secret, wallClock: time.wallClock) { result in
      var isWrong = false
      switch result {
      case .success(let signIn):
        let user = signIn.identity.record.user.id
        self.limits.charge(Price.deviceSession, to: user, from: address, now: self.time.now)
      case .failure(let refusal):
        isWrong = refusal == Accounts.wrongCode
        if isWrong { self.counters.codesWrong += 1 }
        if refusal.message == Accounts.tooManyWrong(wait: 0).message { self.counters.codesNotLookedAt += 1 }
      }
      self.limits.settle(.codes, isOne: isWrong, of: address, now: self.time.now)
      completion(result)
    }
  }

  /// What whoever exceeds a limit is told.
  func counted(_ exceeded: Exceeded) -> Refusal {
    counters.limited[exceeded.kind, default: 0] += 1
    return exceeded.refusal
  }

  /// The store's time that was charged to clients so far.
  package var chargedStoreTime: TimeSpan { limits.storeTime }

  /// How many users and addresses have used something of their quotas.
  package var limitedCount: Int { limits.count }
}

extension Client {
  func counted(_ exceeded: Exceeded) -> Refusal { hub.counted(exceeded) }

  /// Has something read from the store when it is this client's turn. Operators do not wait.
  /// - Parameter room: of which it is, if it is one room's.
  /// - Returns: whether it will be.
  func read(of room: RoomName? = nil, _ read: @escaping StoreReads.Read) -> Bool {
    guard !isOperator else {
      read { _ in }
      return true
    }
    return hub.storeReads.perform(for: self, of: room, read)
  }

  /// The same of a room, for who may read there when it is their turn.
  /// - Parameter reads: among which even operators wait.
  func read(
    of room: RoomName, among reads: StoreReads? = nil, id: String?,
    _ read: @escaping (Policy, _ ended: @escaping (TimeSpan) -> Void) -> Void
  ) {
    let permitted: StoreReads.Read = { ended in
      guard self.isConnected else { return ended(.zero) }
      self.hub.policy(of: room) { result in
        switch result {
        case .success(let policy) where self.mayEnter(policy) && self.may(.enter, in: room): read(policy, ended)
        case .success:
          ended(.zero)
          self.refuse(Room.notOpen, id: id)
        case .failure(let refusal):
          ended(.zero)
          self.refuse(refusal, id: id)
        }
      }
    }
    let isTaken = reads?.perform(for: self, of: room, permitted) ?? self.read(of: room, permitted)
    if !isTaken { refuse(Self.tooManyReads, id: id) }
  }

  /// The answer to a request that can't wait any more.
  static let tooManyReads = Refusal(.rateLimited, "Too many of your requests wait to be read.", retryAfter: 1_000)
}
