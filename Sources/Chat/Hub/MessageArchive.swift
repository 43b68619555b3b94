import Base
import Broker
import ChatProtocol

/// What keeps messages for longer than the store: it is asked for what lies before the oldest that the store has.
package protocol MessageArchive: AnyObject {
  /// - Parameters:
  ///   - epoch: of the room's present order, in which `seq` counts.
  ///   - seq: behind the page.
  ///   - completion: told once, never from within this.
  func read(
    _ room: RoomName, of epoch: String, before seq: UInt64, limit: Int, bytes: Int,
    completion: @escaping (Result<ArchivedPage, BrokerFailure>) -> Void)
}

/// A page of what the store does not have any more.
package struct ArchivedPage: Equatable, Sendable {
  /// Messages and changes as clients see them, ascending.
  package let events: [[UInt8]]
  /// Whether there are earlier ones.
  package let hasMore: Bool

  package init(events: [[UInt8]], hasMore: Bool) {
    self.events = events
    self.hasMore = hasMore
  }

  package var byteCount: Int { events.reduce(0) { $0 + $1.count } }
}

extension Hub {
  /// Who is asked for what the store does not have any more of a room: nobody for one between two people, which no archive
  /// follows, nor where the room's owners have its messages forgotten.
  func archive(of room: RoomName, _ policy: Policy) -> (any MessageArchive)? {
    room.participants == nil && policy.retain == 0 ? archive : nil
  }
}

extension HistoryPage {
  /// Behind which seq the store has nothing, where that is before the page, or before what was asked for; `nil` where there is no
  /// earlier message, or the page does not reach to there.
  func edge(before range: HistoryRange) -> UInt64? {
    guard case .before(let seq) = range, !hasMore, !epoch.isEmpty else { return nil }
    let edge = messages.first?.seq ?? seq
    return edge > 1 ? edge : nil
  }
}
