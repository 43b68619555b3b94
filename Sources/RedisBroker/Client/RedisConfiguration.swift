import Base
import Broker

/// Where the fleet's Redis is and how it is used.
package struct RedisConfiguration: Sendable {
  package var server: RedisServer
  /// This instance's name, unlike any other's in the fleet.
  package var instance: String
  /// How many replicas must have a message before it is acknowledged; 0 to ask none.
  package var replicas = 0
  /// How long they get for it.
  package var replicaTimeout = TimeSpan.milliseconds(1_000)
  /// How much of each room's history is kept.
  package var limits = BacklogLimits()
  /// How long a presence hold lasts unless it is asserted again: seconds.
  package var presenceLifetime = PresenceHold.lifetime
  /// How long a room is kept in which nobody has written yet: seconds.
  package var emptyRoomSeconds = 86_400

  /// How long connecting may take, and how long any answer. Longer than the pauses that an operator's
  /// `CLIENT PAUSE` or a slow disk make.
  package var connectTimeout = TimeSpan.seconds(2)
  package var answerTimeout = TimeSpan.seconds(4)
  /// How long a sentinel may take to be reached and to answer, before the next one is asked.
  package var sentinelTimeout = TimeSpan.milliseconds(500)
  /// The pauses between attempts to connect are random up to a limit that doubles from the first to the last.
  package var firstPause = TimeSpan.milliseconds(25)
  package var lastPause = TimeSpan.milliseconds(500)
  /// How often a probe is sent through the command connection to the subscriber connection. Two that are not
  /// seen rebuild the latter.
  package var probeInterval = TimeSpan.seconds(1)
  /// How many commands may wait for their answers, and how many bytes of them for the kernel; beyond, they are refused.
  package var waitingCommands = 100_000
  package var waitingBytes = 64 << 20

  package init(server: RedisServer, instance: String) {
    self.server = server
    self.instance = instance
  }
}
