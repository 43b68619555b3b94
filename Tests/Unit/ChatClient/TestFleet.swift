import Base
import Broker
import EventLoop
import MemoryBroker
import NetServer
import TestTimeout
import Testing

@testable import ChatClient
@testable import ChatServer

/// Real instances of the server on one memory, behind a relay, all in the test's thread: what a participant meets.
final class TestFleet {
  let reactor: Reactor
  let relay: Relay
  private(set) var instances: [Instance] = []
  private let store: MemoryStore
  /// The way that its participants take; `nil` for the one that they find.
  private let kind: TransportKind?

  init(over kind: TransportKind?, instances count: Int = 2, change: (inout Configuration) -> Void = { _ in }) throws {
    let reactor = try Reactor()
    self.reactor = reactor
    self.kind = kind
    let entropy = KernelEntropy()
    store = MemoryStore(
      limits: BacklogLimits(messages: 10_000), clock: { reactor.wallClock }, makeEpoch: { entropy.word(12) },
      soon: { reactor.soon($0) })
    relay = try Relay(reactor)
    for number in 1...count { try start("instance-\(number)", change) }
  }

  private func start(_ name: String, _ change: (inout Configuration) -> Void) throws {
    var configuration = Configuration()
    configuration.listen = Endpoint(host: "127.0.0.1", port: 0)
    configuration.adminListen = Endpoint(host: "127.0.0.1", port: 0)
    configuration.instance = name
    configuration.hub.messageRate = 0
    configuration.hub.quotas = .off
    change(&configuration)
    let log = Log(format: .text, level: .error, clock: { 0 }, write: { _ in })
    let instance = try Instance(
      configuration, files: StaticFiles(), reactor: reactor, broker: MemoryBroker(store: store, instance: name),
      store: "memory", log: log)
    instances.append(instance)
    let address = try #require(SocketAddress(instance.publicAddress))
    relay.targets.append(address)
  }

  /// Turns the loop until the condition holds.
  /// - Returns: whether it came to hold in time.
  func wait(seconds: Double = testTimeout, until condition: () -> Bool) -> Bool {
    // Not by the reactor, which has the time of its last turn.
    let deadline = Clock.monotonic + .seconds(seconds)
    while !condition() {
      guard Clock.monotonic < deadline else { return false }
      reactor.turn(timeout: .milliseconds(5))
    }
    return true
  }

  /// Lets the loop turn for a while.
  func pass(milliseconds: UInt64) {
    let deadline = Clock.monotonic + .milliseconds(milliseconds)
    while Clock.monotonic < deadline { reactor.turn(timeout: .milliseconds(5)) }
  }

  /// A participant by way of the relay, not started.
  func participant(
    _ name: String?, entropy: any Entropy = FixedEntropy(), change: (inout ParticipantConfiguration) -> Void = { _ in }
  ) throws -> Recorder {
    var configuration = ParticipantConfiguration(address: try ChatAddress("ws://\(relay.address)/ws"), name: name)
    configuration.transport = kind
    change(&configuration)
    return Recorder(Participant(configuration, reactor: reactor, entropy: entropy))
  }

  /// A participant that is online and in the room.
  func joined(
    _ name: String, room: String = "lobby", change: (inout ParticipantConfiguration) -> Void = { _ in }
  ) throws -> Recorder {
    let recorder = try participant(name, change: change)
    recorder.participant.join(room)
    recorder.participant.start()
    try #require(wait { recorder.isIn(room) })
    return recorder
  }
}

/// A participant and all that it has told.
final class Recorder {
  let participant: Participant
  private(set) var events: [ParticipantEvent] = []

  init(_ participant: Participant) {
    self.participant = participant
    participant.onEvent = { [unowned self] event in events.append(event) }
  }

  var messages: [RoomMessage] { events.compactMap { if case .message(let message) = $0 { message } else { nil } } }
  var texts: [String] { messages.map(\.text) }
  var sent: [SentMessage] { events.compactMap { if case .sent(let sent) = $0 { sent } else { nil } } }
  var policies: [RoomPolicyChange] { events.compactMap { if case .policy(let policy) = $0 { policy } else { nil } } }
  /// The seqs of what was told as a message or as a change of the policy.
  var places: [UInt64] {
    events.compactMap {
      switch $0 {
      case .message(let message): message.seq
      case .policy(let policy): policy.seq
      default: nil
      }
    }
  }
  var stored: [StoredEvent] { events.compactMap { if case .stored(let stored) = $0 { stored } else { nil } } }
  var removals: [String] { events.compactMap { if case .removed(let room) = $0 { room } else { nil } } }
  /// What was refused for good, by its id.
  var refusals: [String: ServerRefusal] {
    events.reduce(into: [:]) { if case .refused(let id, _, let refusal) = $1 { $0[id] = refusal } }
  }
  var states: [ParticipantState] { events.compactMap { if case .state(let state) = $0 { state } else { nil } } }
  /// What others of the user's connections have read.
  var marks: [RoomReadMark] { events.compactMap { if case .read(let mark) = $0 { mark } else { nil } } }
  var gaps: [Gap] { events.compactMap { if case .gap(let gap) = $0 { gap } else { nil } } }

  func has(_ kind: (ParticipantEvent) -> Bool) -> Bool { events.contains(where: kind) }

  func isIn(_ room: String) -> Bool {
    events.contains { if case .joined(room, _, _, _) = $0 { true } else { false } }
  }
}

/// Small waits, and a different word each time.
final class FixedEntropy: Entropy {
  private var state: UInt64 = UInt64.random(in: 0...(.max))

  func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    // The high bits decide how long is waited: at most a 64th of every bound.
    return (state ^ (state >> 27)) >> 6
  }
}
