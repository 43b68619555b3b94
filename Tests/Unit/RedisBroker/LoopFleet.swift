import Base
import Broker
import BrokerContract
import EventLoop
import TestTimeout
import RedisBroker
import RedisClient

/// Instances on real servers, all on one loop.
class LoopFleet: ContractFleet {
  let reactor: Reactor
  /// No case that does not wait for the end of holds takes so long.
  private(set) var presenceLifetime = 3_600
  /// Changes what the next brokers are made with.
  var configure: (inout RedisBrokerConfiguration) -> Void = { _ in }
  private let server: RedisServer
  private let limits: BacklogLimits
  private let probeInterval: TimeSpan?
  private var brokers: [RedisBroker] = []

  init(_ server: RedisServer, _ limits: BacklogLimits, probeInterval: TimeSpan? = nil) throws {
    (self.server, self.limits, self.probeInterval) = (server, limits, probeInterval)
    reactor = try Reactor()
  }

  deinit { for broker in brokers { broker.end() } }

  func makeBroker(_ instance: String) -> any Broker {
    var configuration = RedisBrokerConfiguration(server: server, instance: instance)
    configuration.limits = limits
    if let probeInterval { configuration.probeInterval = probeInterval }
    // A server that is well stands still now and then, on a busy machine: whoever tests what a silent one leads to says so.
    configuration.redis.answerTimeout = .seconds(testTimeout)
    configuration.redis.queueTimeout = .seconds(testTimeout)
    configuration.replicaTimeout = .seconds(testTimeout / 2)
    configuration.callTimeout = .seconds(testTimeout / 2)
    configuration.presenceLifetime = presenceLifetime
    configure(&configuration)
    let broker = RedisBroker(reactor, configuration)
    brokers.append(broker)
    return broker
  }

  func shortenHolds() { presenceLifetime = 5 }

  func turn() { reactor.turn(timeout: .milliseconds(20)) }

  var wallClock: Int64 { reactor.wallClock }

  func pass(seconds: Int) { turn(for: .seconds(seconds)) }

  /// Turns for a while, where it is the time itself that matters.
  func turn(for duration: Duration) {
    let end = ContinuousClock.now + duration
    while ContinuousClock.now < end { turn() }
  }

  /// Turns until `condition` holds, at most for `testTimeout`.
  func wait(until condition: () -> Bool) {
    let end = ContinuousClock.now + .seconds(testTimeout)
    while !condition(), ContinuousClock.now < end { turn() }
  }
}
