import Base
import Broker
import ChatProtocol
import EventLoop
import RedisClient

/// One instance's access to what its fleet shares in Redis: see `Broker` for what it guarantees, `Scripts` for how.
///
/// One Redis, wherever sentinels say that it is, is one `Shard`; of a Redis Cluster each primary is one (`Cluster`).
package final class RedisBroker: Broker {
  package weak var events: (any BrokerEvents)?

  let reactor: Reactor
  let configuration: RedisBrokerConfiguration
  let context: CallContext
  let store: StoreAccess
  /// Payloads that could not be read: another version's, or not ours.
  private(set) var unreadablePayloads = 0

  /// What the store is.
  enum StoreAccess {
    case one(Shard)
    case cluster(Cluster)
  }

  package init(_ reactor: Reactor, _ configuration: RedisBrokerConfiguration) {
    self.reactor = reactor
    self.configuration = configuration
    context = CallContext(configuration)
    if case .cluster(let seeds) = configuration.redis.server.place {
      store = .cluster(Cluster(reactor, configuration, seeds: seeds))
    } else {
      store = .one(Shard(reactor, configuration))
    }
    listen()
    if configuration.replicas > 0 { reactor.onTurnEnd { [weak self] in self?.turnEnded() } }
  }

  deinit { end() }

  package func perform<Call: BrokerCall>(_ call: Call, reply: @escaping Call.Completion) {
    call.run(on: RedisBackend(broker: self), reply: reply)
  }

  package func unsubscribe(from room: RoomName) {
    switch store {
    case .one(let shard): shard.subscriber.unfollow(RedisKeys.channel(room))
    case .cluster(let cluster): cluster.subscriptions.end(room)
    }
  }

  package func announce(_ typing: Typing, in room: RoomName) {
    let word = context.words.publish
    RedisBackend(broker: self).send(to: .room(room)) { command in
      command.add(word)
      command.add(RedisKeys.channel(room))
      command.add("t\(typing.user)\n", typing.json)
    } completion: { _ in
    }
  }

  /// By the server that has the people: what it publishes on the fleet's channel is heard of it alone.
  package func announce(_ report: UsageReport) { tellFleet(report.payload) }
  package func announce(_ report: InstanceReport) { tellFleet(report.payload) }

  private func tellFleet(_ payload: String) {
    RedisBackend(broker: self).send(to: .people) { command in
      command.add("PUBLISH")
      command.add(RedisKeys.fleet)
      command.add(payload)
    } completion: { _ in
    }
  }

  static let publicationScripts = [Publish.script, PlainPublications.script]
  static let scripts = [
    Synchronize.script, TextErasure.script, CreateSession.script, FindSession.script, EndSession.script,
    ChangeStanding.script, ReadStanding.script,
    FindUser.script, UpdatePresence.script, NoteActivity.script, SetMaintenance.script, RecordDirect.script,
    ListDirectRooms.script, MoveReadMarks.script, NoteMentions.script,
    ForgetUser.script, AddHook.script, ListHooks.script, RemoveHook.script, UseHook.script,
    NoteHookRefusal.script, StorePage.script, CreateUserSession.script, RenewSession.script,
    AddBot.script, ListBots.script, RemoveBot.script, CreateBotSession.script,
    AddDeviceCode.script, CreateDeviceSession.script, ListSessions.script, RevokeSessions.script,
    ServerSurvey.script, RoomRemoval.script, RemovedRoomUnlisting.script, TrimBacklog.script, BlankTexts.script,
    ClaimCleaning.script, NoteBlanked.script, NoteStoreFiles.script,
    KeepInvitationKey.script, AddReport.script, ListReports.script, RemoveReports.script,
  ]

  /// Messages of a page, whatever was asked for.
  static func pageSize(_ limit: Int) -> Int { min(max(limit, 1), 1_000) }

  private func listen() {
    switch store {
    case .one(let shard):
      shard.onFleet = { [weak self] in self?.receivedFleet($0) }
      shard.onStanding = { [weak self] in self?.events?.brokerMayHaveMissedMessages() }
    case .cluster(let cluster):
      cluster.onFleet = { [weak self] in self?.receivedFleet($0) }
      cluster.onInterrupted = { [weak self] in self?.events?.brokerMayHaveMissedMessages() }
      cluster.subscriptions.onMessage = { [weak self] payload, room in self?.received(payload, in: room) }
      cluster.subscriptions.onInterrupted = { [weak self] in self?.events?.brokerMayHaveMissedMessages(in: $0) }
      cluster.start()
    }
  }

  /// Closes all connections for good.
  package func end() {
    switch store {
    case .one(let shard): shard.end()
    case .cluster(let cluster): cluster.end()
    }
  }

  private func turnEnded() {
    switch store {
    case .one(let shard): shard.gate?.turnEnded()
    case .cluster(let cluster): cluster.turnEnded()
    }
  }

  /// One, or those that a cluster is known to have.
  var shards: [Shard] {
    switch store {
    case .one(let shard): [shard]
    case .cluster(let cluster): cluster.shards
    }
  }

  package var condition: BrokerCondition {
    switch store {
    case .one(let shard): shard.condition
    case .cluster(let cluster): cluster.condition
    }
  }

  package var isListening: Bool {
    switch store {
    case .one(let shard): shard.subscriber.stands
    case .cluster(let cluster): cluster.isListening
    }
  }

  package func isAnswering(in room: RoomName) -> Bool {
    switch store {
    case .one: true
    case .cluster(let cluster): cluster.shard(of: Place.room(room).slot)?.isAnswering ?? false
    }
  }

  package var writeRefusal: String? {
    switch store {
    case .one(let shard): shard.writeProbe.refusal
    case .cluster(let cluster): cluster.writeRefusal
    }
  }

  /// The slowest way, and what was missed on all.
  package var deliveryProof: DeliveryProof? {
    let probes = shards.map(\.probe)
    return DeliveryProof(
      roundTrip: probes.compactMap(\.roundTrip).max(), missed: probes.reduce(0) { $0 + $1.missed })
  }

  /// Of the fullest.
  package var space: StoreSpace? {
    shards.compactMap(\.writeProbe.space).max { $0.share < $1.share }
  }

  package func space(of room: RoomName) -> StoreSpace? {
    switch store {
    case .one(let shard): shard.writeProbe.space
    case .cluster(let cluster): cluster.shard(of: Place.room(room).slot)?.writeProbe.space
    }
  }

  // MARK: - What arrives

  func received(_ payload: UnsafeRawBufferPointer, in room: RoomName) {
    switch RoomPayload(payload) {
    case .message(let message): events?.broker(received: message, in: room)
    case .ephemeral(let ephemeral): events?.broker(received: ephemeral, in: room)
    case nil: unreadablePayloads += 1
    }
  }

  private func receivedFleet(_ payload: UnsafeRawBufferPointer) {
    if let event = FleetEvent(payload: payload) {
      events?.broker(received: event)
    } else {
      unreadablePayloads += 1
    }
  }
}
