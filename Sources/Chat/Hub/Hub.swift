import Base
import Broker
import ChatProtocol
import JSON

/// All that one instance knows: its rooms, its connected clients, its counters.
///
/// Confined to the loop's thread. It reads no clock and draws no randomness of its own: `time` is set at each turn's
/// beginning and `entropy` given, so that a whole cluster of hubs can run in one process, the same way every time.
package final class Hub {
  package let configuration: HubConfiguration
  package let broker: any Broker
  package let accounts: Accounts
  package let entropy: any Entropy
  let limits: Limits
  private(set) lazy var storeReads = reads(atOnce: 16)
  /// Apart from the others: each folds texts for some tenths of a millisecond, and who chats waits in a turn of the loop for no
  /// more than these.
  private(set) lazy var searches = reads(atOnce: 2)
  private(set) lazy var checks = SessionChecks(hub: self)
  private(set) lazy var memberLists = MemberLists(hub: self)
  private(set) lazy var readMarks = ReadMarks(hub: self)

  /// The time of the current loop turn.
  package var time = HubTime()
  package var counters = Counters()
  /// Whether the fleet is closed to the public.
  package private(set) var maintenance = Maintenance(isOn: false, message: "")

  /// How the others are, as they told.
  package private(set) var knownInstances = KnownInstances()
  /// Operators who follow somebody's traffic.
  var followers: [Follower] = []
  var roomLook = OperatorLook()
  var clientLook = OperatorLook()
  private var rooms = RoomTable()
  private var dirtyRooms: [Room] = []
  var wakingRooms = WakingRooms()
  private var clientTable = ClientTable()
  private var missedHints = MissedHints()
  var owedDirectRooms = OwedDirectRooms()
  private var newDevices = NewDevices()
  var deadlines = SessionDeadlines()
  private var replies = ReplyArena()
  private var ticks = 0
  /// Where messages are that the store does not have any more.
  package var archive: (any MessageArchive)?
  /// How tests plant bugs.
  package var tampering: (any RoomTampering)?
  /// How often the directory learns where something happens. Seconds.
  private static let activitySpan = 3

  package init(configuration: HubConfiguration, broker: any Broker, entropy: any Entropy) {
    self.configuration = configuration
    self.broker = broker
    self.entropy = entropy
    limits =
      configuration.quotas == .on
      ? Limits(user: configuration.userQuota, address: configuration.addressQuota)
      : Limits(user: .unlimited, address: .unlimited)
    accounts = Accounts(configuration: configuration, broker: broker, entropy: entropy)
    broker.events = self
  }

  /// How many clients are connected, rooms are followed.
  package var clientCount: Int { clientTable.count }
  package var roomCount: Int { rooms.count }
  /// Broadcast messages that wait until what comes before them is read.
  package var heldCount: Int { rooms.all.reduce(0) { $0 + $1.sync.pendingBroadcasts.count } }

  private func reads(atOnce limit: Int) -> StoreReads {
    StoreReads(limits: limits, limit: limit) { [broker] in
      broker.isAnswering(in: $0)
    } now: { [unowned self] in
      time.now
    }
  }

  // MARK: - The turn

  /// Delivers what the turn's messages came to. To be called at the end of each loop turn, before the transports write.
  package func endTurn() {
    let dirty = dirtyRooms
    dirtyRooms.removeAll(keepingCapacity: true)
    for room in dirty { room.flush() }
    for room in dirty where room.presence.isNewsDue(time.now) { room.tellPresence() }
    tellUsage()
  }

  /// How often a second `tick` is to be called.
  package static let ticksPerSecond = 20

  /// Looks after what is due: after each room once a second, a share of them at a time.
  package func tick() {
    ticks += 1
    storeReads.tick()
    searches.tick()
    checks.tick()
    readMarks.tick()
    for room in wakingRooms.takeDue(at: time.now) { room.wake() }
    tellOwedDirectRooms()
    for room in rooms.nextShare(ofTurns: Self.ticksPerSecond) where !room.tick() { forget(room) }
    if ticks % Self.ticksPerSecond == 0 { tick(second: ticks / Self.ticksPerSecond) }
  }

  private func tick(second: Int) {
    renewSessions()
    lookAtDeadlines()
    limits.forget(now: time.now)
    memberLists.forget()
    knownInstances.forget(at: time.now)
    forgetFollowers()
    // The event that tells of maintenance may be lost.
    if second % 5 == 1 { readMaintenance() }
    if second % Self.activitySpan == 0 { noteActivity() }
  }

  func dirty(_ room: Room) { dirtyRooms.append(room) }

  // MARK: - Clients

  /// Takes in a client that has just connected.
  /// - Parameters:
  ///   - identity: who it is, when the connection itself says so (a cookie); else `hello` does.
  ///   - address: where it comes from, in any words that are the same for the same place; empty for nowhere.
  ///   - isOperator: whether it gets through during maintenance, and nothing limits it.
  package func connect(
    _ transport: any ClientTransport, identity: Identity?, from address: String = "", isOperator: Bool
  ) -> Client {
    Client(
      hub: self, transport: transport, identity: identity, address: isOperator ? nil : limits.holder(of: address),
      isOperator: isOperator)
  }

  /// Takes in a client that says no hello, because its transport knows for sure who it is: it may ask at once. Its
  /// connection is a short one: its rates go on from those of the one before.
  package func connect(
    _ transport: any ClientTransport, as identity: Identity, from address: String = "", isOperator: Bool
  ) -> Client {
    let client = connect(transport, identity: identity, from: address, isOperator: isOperator)
    client.admit(identity)
    client.rates = limits.pollRates(of: client.user.id)
    limits.charge(Price.authentication.storeTime, toUser: client.user.id, now: time.now)
    return client
  }

  /// Remembers the rates of a client whose connection is a short one.
  package func keepRates(of client: Client) { limits.keep(client.rates, ofPollsBy: client.user.id) }

  /// Why clients are asked to open another connection.
  package enum ReconnectReason: String, Sendable {
    case restart, rebalance

    fileprivate func json(window: Int) -> [UInt8] {
      JSONWriter.object { writer in
        writer.member("type", "reconnect")
        writer.member("reason", rawValue)
        writer.member("window", window)
      }
    }
  }

  /// Asks clients to open another connection within `window` milliseconds, resume there, and close this one.
  /// - Parameter count: how many at most; those who came last, who have the least to lose. All, if left out.
  /// - Returns: how many were asked.
  @discardableResult
  package func askToReconnect(_ reason: ReconnectReason, window: Int, count: Int = .max) -> Int {
    let clients = clientTable.all.filter(\.transport.lasts).suffix(max(count, 0))
    guard !clients.isEmpty else { return 0 }
    let frame = frame(reason.json(window: window))
    for client in clients { client.transport.deliver(frame) }
    counters.movesAsked += clients.count
    return clients.count
  }

  /// Whether a client of the user's is in the room here.
  func isPresent(_ user: User, in room: Room) -> Bool {
    clientTable.hasClient(of: user.id) { $0.memberships[room] != nil }
  }

  /// In how many rooms a user's clients are here, or about to be; a room counts for each.
  func roomCount(of user: User.ID) -> Int { clientTable.clients(of: user).reduce(0) { $0 + $1.roomCount } }

  func welcomed(_ client: Client) {
    clientTable.add(client)
    watchDeadline(of: client)
    checks.admit(client)
    for follower in followers { follower.came(client, at: time) }
  }

  var clients: [Client] { clientTable.all }
  func clients(of user: User.ID) -> [Client] { clientTable.clients(of: user) }
  func users(after id: User.ID) -> [User.ID] { clientTable.users(after: id) }

  func disconnected(_ client: Client) {
    clientTable.remove(client)
    deadlines.forget(client)
    for follower in followers { follower.went(client, at: time) }
  }

  /// Tells somebody who was away for a moment who wrote to them meanwhile.
  package func tellMissedHints(to client: Client) {
    for hint in missedHints.take(for: client.user.id, at: time.now) { client.hint(at: hint.room, from: hint.sender) }
  }

  /// Tells whoever has come which devices have come in by their user's code while they were not here.
  package func tellNewDevices(to client: Client) {
    guard let identity = client.identity else { return }
    for device in newDevices.take(for: identity.hash, identity.record, at: time.now) { client.tell(device) }
  }

  private func heard(_ device: NewDevice) {
    let others = clientTable.clients(of: device.user).filter { $0.sessionHash != device.session }
    for client in others { client.tell(device) }
    newDevices.add(device, told: Set(others.compactMap(\.sessionHash)), at: time.now)
  }

  /// Sessions live on while their clients are connected: each is renewed four times within its lifetime.
  private func renewSessions() {
    for client in clientTable.nextShare(ofTurns: configuration.sessionLifetime / 4) {
      checks.look(at: client, isRenewal: true)
    }
  }

  // MARK: - Rooms

  /// The room, followed from here on.
  /// - Parameter client: who pays if it was not.
  func room(_ name: RoomName, for client: Client? = nil) -> Room {
    if let room = rooms[name] { return room }
    let room = Room(name, hub: self, for: client)
    rooms.add(room)
    room.start()
    return room
  }

  func followedRoom(_ name: RoomName) -> Room? { rooms[name] }
  var followedRooms: [Room] { rooms.all }

  private func noteActivity() {
    let active = rooms.all.filter { $0.takeActivity() && $0.isListed }.map(\.name)
    for start in stride(from: 0, to: active.count, by: 1_000) {
      broker.perform(NoteActivity(in: Array(active[start..<min(start + 1_000, active.count)]))) { _ in }
    }
  }

  func forget(_ room: Room) {
    broker.unsubscribe(from: room.name)
    room.end()
    rooms.remove(room)
  }

  // MARK: - Frames

  /// A single object, framed. Small ones of a turn share one buffer.
  func frame(_ json: [UInt8]) -> ByteSlice { replies.frame(json) }

  // MARK: - Maintenance

  /// Reads the fleet's switch.
  package func readMaintenance() {
    broker.perform(ReadMaintenance()) { result in
      if case .success(let maintenance) = result { self.heard(maintenance) }
    }
  }

  private func heard(_ maintenance: Maintenance) {
    guard maintenance != self.maintenance else { return }
    self.maintenance = maintenance
    let json = JSONWriter.object { writer in
      writer.member("type", "maintenance")
      writer.member("on", maintenance.isOn)
      writer.member("message", maintenance.message)
    }
    let frame = frame(json)
    for client in clientTable.all { client.transport.deliver(frame) }
  }
}

extension Hub: BrokerEvents {
  package func broker(received message: BroadcastMessage, in room: RoomName) { rooms[room]?.receive(message) }

  package func broker(received ephemeral: Ephemeral, in room: RoomName) { rooms[room]?.receive(ephemeral) }

  package func broker(received event: FleetEvent) {
    switch event {
    case .maintenance(let maintenance): heard(maintenance)
    case .sessionEnded(let hash):
      accounts.heard(of: .session(hash), at: time.now)
      for client in clientTable.all where client.sessionHash == hash { checks.doubt(client) }
    case .standingChanged(let user):
      accounts.heard(of: .user(user), at: time.now)
      for client in clientTable.clients(of: user) { checks.doubt(client) }
    case .deviceAdded(let device): heard(device)
    case .direct(let room, let sender, let recipient):
      let clients = clientTable.clients(of: recipient)
      for client in clients { client.hint(at: room, from: sender) }
      if clients.isEmpty { missedHints.add(room, from: sender, for: recipient, at: time.now) }
    case .usage(let report): heard(report)
    case .instance(let report):
      if report.instance != configuration.instance { knownInstances.heard(report, at: time.now) }
    case .read(let user, let marks, let instance):
      if instance != configuration.instance { heardRead(marks, of: user) }
    }
  }

  package func brokerMayHaveMissedMessages() {
    for room in rooms.all { room.mayHaveMissedMessages() }
    checks.begin()
    readMaintenance()
  }

  package func brokerMayHaveMissedMessages(in room: RoomName) { rooms[room]?.mayHaveMissedMessages() }
}

extension Client {
  /// Asks this one client to open another connection within `window` milliseconds.
  package func askToReconnect(_ reason: Hub.ReconnectReason, window: Int) {
    hub.counters.movesAsked += 1
    tell(reason.json(window: window))
  }
}
