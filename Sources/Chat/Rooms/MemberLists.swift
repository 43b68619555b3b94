import Base
import Broker
import ChatProtocol

/// Who is in which room, for those who ask: a list is a second old at most, and serves all who ask meanwhile.
final class MemberLists {
  typealias Completion = (Result<Members, Refusal>) -> Void

  private static let lifetime = TimeSpan.seconds(1)
  /// How many users are listed.
  static let limit = 200

  private struct List {
    var members: Members?
    var readAt: Instant = .distantPast
    var waiting: [Completion] = []
  }

  private unowned let hub: Hub
  private var lists: [RoomName: List] = [:]

  init(hub: Hub) { self.hub = hub }

  func ask(for client: Client, of room: RoomName, completion: @escaping Completion) {
    // Who came this very second is to be among them.
    if let followed = hub.followedRoom(room), followed.presence.hasNews(hub.time.now) {
      followed.tellPresence()
      expire(room)
    }
    if let members = known(in: room) { return completion(.success(members)) }
    lists[room, default: List()].waiting.append(completion)
    guard !client.read({ self.read(room, $0) }) else { return }
    _ = lists[room]?.waiting.popLast()
    completion(.failure(Client.tooManyReads))
  }

  /// Somebody has come or gone.
  func expire(_ room: RoomName) { lists[room]?.members = nil }

  private func known(in room: RoomName) -> Members? {
    guard let list = lists[room], hub.time.now < list.readAt + Self.lifetime else { return nil }
    return list.members
  }

  /// Reads for all who wait by now, unless somebody else's turn has served them.
  private func read(_ room: RoomName, _ ended: @escaping (TimeSpan) -> Void) {
    let waiting = lists[room]?.waiting ?? []
    lists[room]?.waiting = []
    if waiting.isEmpty { return ended(.zero) }
    if let members = known(in: room) {
      for completion in waiting { completion(.success(members)) }
      return ended(.zero)
    }
    hub.broker.perform(ListMembers(of: room, limit: Self.limit)) { result in
      if case .success(let members) = result {
        self.lists[room, default: List()].members = members
        self.lists[room]?.readAt = self.hub.time.now
      }
      ended(Price.members((try? result.get().count) ?? 0))
      for completion in waiting { completion(result.mapError { Refusal($0) }) }
    }
  }

  /// Lets go of lists that are old. To be called once a second.
  func forget() {
    let oldest = hub.time.now - Self.lifetime
    lists = lists.filter { !$0.value.waiting.isEmpty || $0.value.readAt > oldest }
  }
}
