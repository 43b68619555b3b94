import Base
import Broker
import ChatProtocol
import RedisBroker
import RedisClient
import RedisProcess

/// Instances on a Redis Cluster, all on one loop.
final class ClusterFleet: LoopFleet {
  let cluster: RedisClusterProcess

  init(_ cluster: RedisClusterProcess, _ limits: BacklogLimits = BacklogLimits()) throws {
    self.cluster = cluster
    let seeds = cluster.primaries.prefix(2).map { RedisAddress(host: "127.0.0.1", port: $0.port) }
    try super.init(RedisServer(.cluster(seeds: seeds)), limits, probeInterval: .milliseconds(200))
  }
}

extension RoomName {
  /// The slot of everything that the room has.
  var slot: Int { HashSlot(ofKey: "tc:{\(text)}").number }
}
