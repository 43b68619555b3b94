import Base
import Broker
import BrokerContract
import EventLoop
import TestTimeout
import RedisBroker
import RedisClient
import RedisProcess

/// Instances on one Redis of their own, all on one loop.
final class RedisFleet: ContractFleet {
  let redis: RedisProcess
  let reactor: Reactor
  let presenceLifetime = 5
  private let limits: BacklogLimits
  private var brokers: [RedisBroker] = []
  /// Changes what the next brokers are made with.
  var configure: (inout RedisBrokerConfiguration) -> Void = { _ in }

  init(_ limits: BacklogLimits = BacklogLimits(), redis: RedisProcess? = nil) throws {
    self.limits = limits
    self.redis = try redis ?? RedisProcess()
    reactor = try Reactor()
  }

  deinit { for broker in brokers { broker.end() } }

  func makeBroker(_ instance: String) -> any Broker {
    var configuration = RedisBrokerConfiguration(
      server: RedisServer(host: "127.0.0.1", port: redis.port), instance: instance)
    configuration.limits = limits
    configuration.presenceLifetime = presenceLifetime
    configure(&configuration)
    let broker = RedisBroker(reactor, configuration)
    brokers.append(broker)
    return broker
  }

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
