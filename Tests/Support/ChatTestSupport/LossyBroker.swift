import Broker
import Chat
import ChatProtocol
import MemoryBroker

/// A broker that loses, delays and refuses on demand what the one behind it does.
///
/// What it hands over waits for `drain`.
final class LossyBroker: Broker {
  private var inner: MemoryBroker
  private var followed: Set<RoomName> = []
  weak var events: (any BrokerEvents)?
  /// Broadcasts are lost while it is set.
  var losesBroadcasts = false
  /// Reads and publications fail while it is set.
  var fails = false
  /// Whether it says that what others tell arrives.
  var isListening = true
  /// Rooms whose part of the store it says is silent.
  var silentRooms: Set<RoomName> = []
  /// Sessions are looked up, but the answers wait for `release`.
  var holdsSessions = false
  /// Sessions can't be looked up while it is set.
  var failsSessions = false
  /// Read marks can't be moved, nor mentions be noted, while it is set.
  var failsMoves = false
  /// Direct rooms can't be listed while it is set.
  var failsDirects = false
  /// Policies can't be read while it is set.
  var failsPolicies = false
  /// Policies that are read wait for `release`.
  var holdsPolicies = false
  /// Policies are read, but the answers wait for `release`.
  var holdsPolicyAnswers = false
  /// How often one was read.
  private(set) var policyReads = 0
  /// How often one was looked up.
  private(set) var sessionReads = 0
  /// Reads are answered only by `release`.
  var holdsReads = false
  /// Reads are made, but their answers wait for `release`.
  var holdsAnswers = false
  private(set) var reads = 0
  /// History is read, or the reading fails, only on `release`.
  var holdsHistory = false
  private(set) var historyReads = 0
  /// How many more reads of history succeed, where not all do.
  var historyReadsLeft: Int?
  /// Members are read, but the answers wait for `release`.
  var holdsMembers = false
  /// How often members were asked for.
  private(set) var memberReads = 0
  private var queued: [() -> Void] = []
  private var heldReads: [() -> Void] = []

  init(_ inner: MemoryBroker) {
    self.inner = inner
    inner.events = self
  }

  var condition: BrokerCondition { inner.condition }
  var space: StoreSpace? { inner.space }
  func isAnswering(in room: RoomName) -> Bool { !silentRooms.contains(room) }
  func space(of room: RoomName) -> StoreSpace? { inner.space(of: room) }

  /// Goes on with another store, as if this one had come back empty.
  /// - Parameter isNoticed: whether a connection broke, so that the instance looks at once.
  func replaceStore(_ other: MemoryBroker, isNoticed: Bool = true) {
    drain()
    inner.events = nil
    inner = other
    inner.events = self
    for room in followed { inner.perform(Subscribe(to: room)) { _ in } }
    if isNoticed { events?.brokerMayHaveMissedMessages() }
  }

  func release() {
    holdsReads = false
    holdsAnswers = false
    holdsPolicies = false
    holdsPolicyAnswers = false
    holdsHistory = false
    holdsMembers = false
    queued += heldReads
    heldReads = []
  }

  /// Hands over all that waits, and what that leads to.
  /// - Returns: whether there was something.
  @discardableResult
  func drain() -> Bool {
    var rounds = 0
    while !queued.isEmpty || inner.hasQueued {
      let waiting = queued
      queued = []
      for body in waiting { body() }
      inner.deliverQueued()
      rounds += 1
    }
    return rounds > 0
  }

  func perform<Call: BrokerCall>(_ call: Call, reply: @escaping Call.Completion) { call.run(on: self, reply: reply) }

  func unsubscribe(from room: RoomName) {
    followed.remove(room)
    inner.unsubscribe(from: room)
  }

  func announce(_ typing: Typing, in room: RoomName) { inner.announce(typing, in: room) }
  func announce(_ report: UsageReport) { inner.announce(report) }
  func announce(_ report: InstanceReport) { inner.announce(report) }
}

extension LossyBroker: PartialBackend {
  func run(_ call: Publish, reply: @escaping Publish.Completion) { unlessFailing(call, reply) }
  func run(_ call: Erase, reply: @escaping Erase.Completion) { unlessFailing(call, reply) }

  func run(_ call: Subscribe, reply: @escaping Subscribe.Completion) {
    if !fails { followed.insert(call.room) }
    unlessFailing(call, reply)
  }

  func run(_ call: Synchronize, reply: @escaping Synchronize.Completion) {
    reads += 1
    if holdsAnswers, !fails {
      inner.perform(call) { page in self.heldReads.append { reply(page) } }
    } else if holdsReads, !fails {
      heldReads.append { [inner] in inner.perform(call, reply: reply) }
    } else {
      unlessFailing(call, reply)
    }
  }

  func run(_ call: FindSession, reply: @escaping FindSession.Completion) {
    sessionReads += 1
    if failsSessions {
      queued.append { reply(.failure(.unavailable(reason: "on demand"))) }
    } else if holdsSessions {
      inner.perform(call) { result in self.heldReads.append { reply(result) } }
    } else {
      inner.perform(call, reply: reply)
    }
  }

  func run(_ call: MoveReadMarks, reply: @escaping MoveReadMarks.Completion) {
    guard failsMoves else { return inner.perform(call, reply: reply) }
    queued.append { reply(.failure(.unavailable(reason: "on demand"))) }
  }

  func run(_ call: ListDirectRooms, reply: @escaping ListDirectRooms.Completion) {
    guard failsDirects else { return inner.perform(call, reply: reply) }
    queued.append { reply(.failure(.unavailable(reason: "on demand"))) }
  }

  func run(_ call: NoteMentions, reply: @escaping NoteMentions.Completion) {
    guard failsMoves else { return inner.perform(call, reply: reply) }
    queued.append { reply(.failure(.unavailable(reason: "on demand"))) }
  }

  func run(_ call: ReadPolicy, reply: @escaping ReadPolicy.Completion) {
    policyReads += 1
    if failsPolicies {
      queued.append { reply(.failure(.unavailable(reason: "on demand"))) }
    } else if holdsPolicies {
      heldReads.append { [inner] in inner.perform(call, reply: reply) }
    } else if holdsPolicyAnswers {
      inner.perform(call) { result in self.heldReads.append { reply(result) } }
    } else {
      inner.perform(call, reply: reply)
    }
  }

  func run(_ call: ReadHistory, reply: @escaping ReadHistory.Completion) {
    historyReads += 1
    if let left = historyReadsLeft {
      historyReadsLeft = max(0, left - 1)
      if left == 0 { return queued.append { reply(.failure(.unavailable(reason: "on demand"))) } }
    }
    guard holdsHistory else { return unlessFailing(call, reply) }
    heldReads.append { self.unlessFailing(call, reply) }
  }

  func run(_ call: ListMembers, reply: @escaping ListMembers.Completion) {
    memberReads += 1
    guard holdsMembers else { return inner.perform(call, reply: reply) }
    inner.perform(call) { result in self.heldReads.append { reply(result) } }
  }

  func otherwise<Call: BrokerCall>(_ call: Call, reply: @escaping Call.Completion) { inner.perform(call, reply: reply) }

  private func unlessFailing<Call: BrokerCall>(_ call: Call, _ reply: @escaping Call.Completion) {
    guard fails else { return inner.perform(call, reply: reply) }
    queued.append { reply(.failure(.unavailable(reason: "on demand"))) }
  }
}

extension LossyBroker: BrokerEvents {
  func broker(received message: BroadcastMessage, in room: RoomName) {
    if !losesBroadcasts { events?.broker(received: message, in: room) }
  }
  func broker(received ephemeral: Ephemeral, in room: RoomName) {
    if !losesBroadcasts { events?.broker(received: ephemeral, in: room) }
  }
  func broker(received event: FleetEvent) { if !losesBroadcasts { events?.broker(received: event) } }
  func brokerMayHaveMissedMessages() { events?.brokerMayHaveMissedMessages() }
}
