import Chat
import ChatServer
import EventLoop

/// Where the fleet's state is kept.
enum Store {
  /// The broker that the configuration asks for, and what to call it.
  static func open(
    _ configuration: Configuration, _ reactor: Reactor
  ) throws(InstanceFailure) -> (broker: any Broker, kind: String) {
    let limits = BacklogLimits(messages: configuration.backlog, seconds: configuration.backlogSeconds)
    guard configuration.redisURL == nil else { throw InstanceFailure("Redis is not spoken yet") }
    let entropy = KernelEntropy()
    let store = MemoryStore(limits: limits, clock: { reactor.wallClock }, makeEpoch: { entropy.word(12) })
    return (MemoryBroker(store: store, instance: configuration.instance), "memory")
  }
}
