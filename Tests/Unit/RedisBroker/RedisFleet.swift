import Broker
import RedisBroker
import RedisClient
import RedisProcess

/// Instances on one Redis of their own, all on one loop.
final class RedisFleet: LoopFleet {
  let redis: RedisProcess

  init(_ limits: BacklogLimits = BacklogLimits(), redis: RedisProcess? = nil) throws {
    let redis = try redis ?? RedisProcess()
    self.redis = redis
    try super.init(RedisServer(host: "127.0.0.1", port: redis.port), limits)
  }
}
