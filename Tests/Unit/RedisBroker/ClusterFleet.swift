import Base
import Broker
import BrokerContract
import ChatProtocol
import EventLoop
import TestTimeout
import RedisBroker
import RedisClient
import RedisProcess

/// Instances on a Redis Cluster, all on one loop.
final class ClusterFleet: ContractFleet {
  let cluster: RedisClusterProcess
  let reactor: Reactor
  let presenceLifetime = 5
  private let limits: BacklogLimits
  private var brokers: [RedisBroker] = []
  /// Changes what the next brokers are made with.
  var configure: (inout RedisBrokerConfiguration) -> Void = { _ in }

  init(_ cluster: RedisClusterProcess, _ limits: BacklogLimits = BacklogLimits()) throws {
    self.cluster = cluster
    self.limits = limits
    reactor = try Reactor()
  }

  deinit { for broker in brokers { broker.end() } }

  func makeBroker(_ instance: String) -> any Broker {
    let seeds = cluster.primaries.prefix(2).map { RedisAddress(host: "127.0.0.1", port: $0.port) }
    var configuration = RedisBrokerConfiguration(server: RedisServer(.cluster(seeds: seeds)), instance: instance)
    configuration.limits = limits
    configuration.presenceLifetime = presenceLifetime
    configuration.probeInterval = .milliseconds(200)
    configure(&configuration)
    let broker = RedisBroker(reactor, configuration)
    brokers.append(broker)
    return broker
  }

  func turn() { reactor.turn(timeout: .milliseconds(20)) }

  var wallClock: Int64 { reactor.wallClock }

  func pass(seconds: Int) {
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end { turn() }
  }

  /// Turns until `condition` holds, at most for `testTimeout`.
  func wait(until condition: () -> Bool) {
    let end = ContinuousClock.now + .seconds(testTimeout)
    while !condition(), ContinuousClock.now < end { turn() }
  }
}

extension RoomName {
  /// The slot of everything that the room has.
  var slot: Int { HashSlot(ofKey: "tc:{\(text)}").number }
}
