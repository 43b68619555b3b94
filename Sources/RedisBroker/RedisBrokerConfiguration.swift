import Base
import Broker
import RedisClient

/// Where the fleet's Redis is and how it is used.
package struct RedisBrokerConfiguration: Sendable {
  package var redis: RedisConfiguration
  /// This instance's name, unlike any other's in the fleet.
  package var instance: String
  /// How many replicas must have a message before it is acknowledged; 0 to ask none.
  package var replicas = 0
  /// How long they get for it.
  package var replicaTimeout = TimeSpan.milliseconds(1_000)
  /// How long a call may be on its way through a cluster, and how long whoever wants to follow a room there waits for it.
  package var callTimeout = TimeSpan.seconds(4)
  /// How much of each room's history is kept.
  package var limits = BacklogLimits()
  /// How long a presence hold lasts unless it is asserted again: seconds.
  package var presenceLifetime = PresenceHold.lifetime
  /// How long a room is kept in which nobody has written yet: seconds.
  package var emptyRoomSeconds = 3_600
  /// How often a probe is sent through the command connection to the subscriber connection. Two that are not
  /// seen rebuild the latter.
  package var probeInterval = TimeSpan.seconds(1)

  package init(server: RedisServer, instance: String) {
    redis = RedisConfiguration(server: server)
    self.instance = instance
  }
}
