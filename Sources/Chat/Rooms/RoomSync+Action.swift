import Base
import Broker
import ChatProtocol

extension RoomSync {
  /// What a room is to do.
  package enum Action: Sendable {
    case subscribe
    /// Read the page that follows a position, or the latest messages; ends with `pageRead` or `pageFailed`.
    case fetch(after: Position?, limit: Int)
    /// The last read brought nothing; the next one comes later.
    case retryLater
    /// Append the message that follows to the log.
    case append(StoredMessage, from: Source)
    /// Leave aside a broadcast that was there already, or what the store has and is being read for.
    case dropDuplicate, leaveToStore
    /// Start the log anew behind a position.
    /// - Parameter isOldest: whether the store has nothing before it.
    case restart(after: Position, isOldest: Bool)
    /// Take back what lies behind a position.
    case rewind(to: Position)
    /// Tell the members that nothing between two places can be had any more, or that the store goes on at a position.
    case tellGap(after: UInt64, next: UInt64, reason: String)
    case tellRewind(to: Position)
    /// The room is followed, again or for the first time, and whoever waited for that can be answered.
    case goLive
    /// Give the room up.
    case abandon(BrokerFailure)
    /// Store a message in the lineage that is expected; ends with `published`.
    case publish(PendingPublish, expecting: Position?)
    /// Put a forgotten message back in the same way; ends with `restored`.
    case restore(Publication, expecting: Position?)
    /// Read the room's policy; ends with `policyRead`, or is asked for again.
    case readPolicy
    /// Call `tick(at:)` at that time, too: something waits for it.
    case wake(at: Instant)
    /// Tell whoever handed over the message with this number what became of it.
    case answer(Int, Result<Receipt, BrokerFailure>)
  }

  /// Where a message came from.
  package enum Source: Sendable { case firstPage, page, broadcast }

  /// What is to be done about a broadcast message.
  enum Reception {
    /// Append it, and nothing else: the ordinary case, which costs no array.
    case append
    case perform([Action])
  }
}
