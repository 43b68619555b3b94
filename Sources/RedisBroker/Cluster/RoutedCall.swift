import Base
import RedisClient

/// A call on its way to the shard that has its slot, and to another one where it is sent on.
struct RoutedCall {
  /// Its place among those of its slot, in the order in which they were handed over.
  var number: UInt64 = 0
  /// After which it goes nowhere any more.
  let deadline: Instant
  /// Sends it to a shard, for what is on its way there (`asks`) or not. What became of it is told to `settle` first, which
  /// answers whether the call goes out again: then nobody else is told.
  let send: (_ shard: Shard, _ asks: Bool, _ settle: @escaping (RedisFailure?) -> Bool) -> Void
  let fail: (RedisFailure) -> Void
}
