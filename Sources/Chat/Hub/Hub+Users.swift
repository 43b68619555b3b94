import Base
import Broker
import ChatProtocol

/// A user who is connected to this instance, as operators see them.
package struct ConnectedUser: Equatable, Sendable {
  package let user: User
  /// When the oldest of the connected sessions was made: milliseconds since 1970.
  package let signedIn: Int64
  /// WebSockets, and polls that are waiting.
  package let connections: Int
  package let isSuspended: Bool
}

extension Hub {
  /// Users of one page, at most.
  package static let mostListedUsers = 1_000

  /// Who is connected to this instance, ascending by id.
  /// - Parameters:
  ///   - after: the last one of the page before; empty for the first page.
  ///   - limit: 1 to `mostListedUsers`.
  package func connectedUsers(after: User.ID, limit: Int) -> (users: [ConnectedUser], hasMore: Bool) {
    let limit = min(max(limit, 1), Self.mostListedUsers)
    let ids = users(after: after)
    return (ids.prefix(limit).compactMap { connectedUser($0) }, ids.count > limit)
  }

  private func connectedUser(_ id: User.ID) -> ConnectedUser? {
    let clients = clients(of: id)
    guard let user = clients.first?.user else { return nil }
    return ConnectedUser(
      user: user, signedIn: clients.compactMap { $0.identity?.record.created }.min() ?? 0, connections: clients.count,
      isSuspended: clients.contains { $0.suspension != nil })
  }

  /// Clients whose sessions are still to be looked up again, after an interruption or a notice.
  package var sessionsToCheck: Int { checks.count }
}
