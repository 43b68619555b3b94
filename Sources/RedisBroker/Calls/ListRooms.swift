import Base
import Broker
import ChatProtocol
import RedisClient

extension RedisBackend {
  func run(_ call: ListRooms, reply completion: @escaping ListRooms.Completion) {
    let start = min(max(call.start, 0), ListedRoom.kept)
    let limit = min(max(call.limit, 1), 100)
    send(to: .people) { command in
      command.add("ZREVRANGE" as StaticString)
      command.add(keys.rooms)
      command.add(start)
      command.add(start + limit)
      command.add("WITHSCORES" as StaticString)
    } completion: { [self] result in
      count(result.reading { [(RoomName, Int64)](&$0) }, limit: limit, completion)
    }
  }

  /// Each room's users, which lie where the room does.
  private func count(
    _ found: Result<[(RoomName, Int64)], BrokerFailure>, limit: Int,
    _ completion: @escaping (Result<RoomListing, BrokerFailure>) -> Void
  ) {
    guard case .success(let found) = found else {
      return completion(found.map { _ in RoomListing(rooms: [], hasMore: false) })
    }
    var counts: [RoomName: Int] = [:]
    let rooms = found.prefix(limit)
    guard !rooms.isEmpty else { return completion(.success(RoomListing(rooms: [], hasMore: false))) }
    var answers = 0
    var failure: BrokerFailure?
    for (room, _) in rooms {
      send(to: .room(room)) { command in
        command.add("HLEN" as StaticString)
        command.add(RedisKeys.channel(room), RoomKey.users)
      } completion: { result in
        answers += 1
        switch result.reading({ $0.integer() }) {
        case .success(let count): counts[room] = Int(clamping: count)
        case .failure(let reason): failure = failure ?? reason
        }
        guard answers == rooms.count else { return }
        let listed = rooms.compactMap { room, time in
          counts[room].map { ListedRoom(room: room, count: $0, time: time) }
        }
        // Those of a shard that is away are left out.
        if listed.isEmpty, let failure { return completion(.failure(failure)) }
        completion(.success(RoomListing(rooms: listed, hasMore: found.count > limit)))
      }
    }
  }
}

extension [(RoomName, Int64)] {
  /// Rooms and times in turns.
  fileprivate init?(_ reply: inout ReplyCursor) {
    guard let elements = reply.array() else { return nil }
    self = []
    for _ in 0..<elements / 2 {
      guard let room = reply.text().flatMap({ RoomName($0) }), let score = reply.bytes(),
        let time: Int64 = decimal(score)
      else { return nil }
      append((room, time))
    }
  }
}
