import Base
import Broker
import ChatProtocol

/// The first of a long list, as operators see them.
package struct Largest<Figures> {
  /// Largest first.
  package let figures: [Figures]
  /// How many were looked at, of how many. All where there are not very many; else a share at a time.
  package let seen: Int
  package let all: Int
}

/// A room in which much is said.
package struct RoomFigures: Equatable, Sendable {
  package let room: RoomName
  /// A minute each, as a mean of the last seconds.
  package let messages: Int
  package let deliveries: Int
  /// Of this instance.
  package let members: Int
}

/// A client for whom much waits.
package struct ClientFigures: Equatable, Sendable {
  package let user: User
  /// Whether it is a WebSocket, rather than a poll.
  package let isWebSocket: Bool
  /// Bytes.
  package let outbox: Int
  package let rooms: Int
}

/// Where operators look on when there is too much to be looked at in one turn of the loop.
struct OperatorLook {
  /// Rooms, or clients, that are looked at in one turn: some milliseconds.
  static let most = 50_000

  private var roundRobin = RoundRobin()

  /// All of a list, or the next share of one that is too long.
  mutating func take<Element>(of list: [Element]) -> ArraySlice<Element> {
    guard list.count > Self.most else { return list[...] }
    return roundRobin.nextShare(of: list, turns: (list.count + Self.most - 1) / Self.most)
  }
}

// What operators ask at three in the morning. To be called once a second at most.
extension Hub {
  /// The rooms in which most is delivered.
  package func busiestRooms(_ count: Int) -> Largest<RoomFigures> {
    let all = followedRooms
    let seen = roomLook.take(of: all)
    let figures = seen.largest(count) {
      Self.perMinute($0.traffic.deliveryRate) + Self.perMinute($0.traffic.messageRate)
    }
    return Largest(figures: figures.map { Self.figures(of: $0.element) }, seen: seen.count, all: all.count)
  }

  private static func figures(of room: Room) -> RoomFigures {
    RoomFigures(
      room: room.name, messages: perMinute(room.traffic.messageRate), deliveries: perMinute(room.traffic.deliveryRate),
      members: room.members.count)
  }

  private static func perMinute(_ rate: Float) -> Int { Int((rate * 60).rounded()) }

  /// The clients for whom most waits.
  package func fullestOutboxes(_ count: Int) -> Largest<ClientFigures> {
    let all = clients
    let seen = clientLook.take(of: all)
    let figures = seen.largest(count) { $0.transport.waitingBytes }.map { client, bytes in
      ClientFigures(
        user: client.user, isWebSocket: client.transport.lasts, outbox: bytes, rooms: client.memberships.count)
    }
    return Largest(figures: figures, seen: seen.count, all: all.count)
  }
}
