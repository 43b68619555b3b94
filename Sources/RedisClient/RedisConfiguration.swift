import Base
import EventLoop

/// Where a Redis is and how connections to it behave.
package struct RedisConfiguration: Sendable {
  package var server: RedisServer

  /// How long connecting may take, and how long Redis may say nothing while it owes an answer. Longer than the pauses that an
  /// operator's `CLIENT PAUSE` or a slow disk make.
  package var connectTimeout = TimeSpan.seconds(2)
  package var answerTimeout = TimeSpan.seconds(4)
  /// How long an answer may take while others come in before it.
  package var queueTimeout = TimeSpan.seconds(20)
  /// How long a sentinel may take to be reached and to answer, before the next one is asked.
  package var sentinelTimeout = TimeSpan.milliseconds(500)
  /// The pauses between attempts to connect are random up to a bound that grows from the first to the last (`Backoff`).
  package var firstPause = TimeSpan.milliseconds(25)
  package var lastPause = TimeSpan.milliseconds(250)
  /// How many commands may wait for their answers, and how many bytes of them for the kernel; beyond, they are refused.
  package var waitingCommands = 100_000
  package var waitingBytes = 64 << 20

  /// Looks a host's addresses up; it may block.
  package typealias Resolver = @Sendable (_ host: String, _ port: UInt16) throws(SystemError) -> [SocketAddress]
  package var resolve: Resolver = SocketAddress.resolveAll

  package init(server: RedisServer) { self.server = server }
}
