import Base
import Broker
import ChatProtocol
import ChatServer
import EventLoop
import MemoryBroker
import RedisBroker
import RedisClient

/// Where the fleet's state is kept.
enum Store {
  /// The broker that the configuration asks for, and what to call it.
  static func open(
    _ configuration: Configuration, _ reactor: Reactor
  ) throws(InstanceFailure) -> (broker: any Broker, kind: String) {
    if configuration.redisReplicas > 0, configuration.redisURL == nil {
      throw InstanceFailure("redis-replicas means nothing without redis-url", .misconfigured)
    }
    if let url = configuration.redisURL { return (try redis(url, configuration, reactor), "redis") }
    var capacities = MemoryStore.Capacities()
    capacities.bytes = configuration.storeBytes
    let entropy = KernelEntropy()
    let store = MemoryStore(
      limits: configuration.backlog, capacities: capacities, clock: { reactor.wallClock },
      makeEpoch: { entropy.word(12) },
      soon: { reactor.soon($0) })
    return (MemoryBroker(store: store, instance: configuration.instance), "memory")
  }

  private static func redis(
    _ url: String, _ configuration: Configuration, _ reactor: Reactor
  ) throws(InstanceFailure) -> any Broker {
    do throws(RedisServer.Refusal) {
      var redis = RedisBrokerConfiguration(server: try RedisServer(url: url), instance: configuration.instance)
      redis.limits = configuration.backlog
      redis.replicas = configuration.redisReplicas
      redis.replicaTimeout = .milliseconds(configuration.redisReplicaTimeout)
      return RedisBroker(reactor, redis)
    } catch {
      throw InstanceFailure("redis-url: \(error.description)", .misconfigured)
    }
  }
}
