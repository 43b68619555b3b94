import Base
import Broker
import ChatProtocol
import RedisClient

/// What is done where the room lies.
struct RoomRemoval: ScriptedCall {
  typealias Reply = Bool

  static let script = RedisScript("remove_room", PackageResources.remove_room_lua)

  let call: RemoveRoom
  /// When something happened there by the directory: milliseconds since 1970; 0 for a room that is not in it.
  let listed: Int64

  var place: Place { .room(call.room) }

  func write(to command: inout CommandWriter, _ context: CallContext) {
    let channel = RedisKeys.channel(call.room)
    command.key(channel, RoomKey.meta)
    command.key(channel, RoomKey.stream)
    command.key(channel, RoomKey.erased)
    command.key(channel, RoomKey.edits)
    command.key(channel, RoomKey.users)
    command.key(channel, RoomKey.reports)
    command.add(channel)
    command.add(call.unusedFor)
    command.add(listed)
    command.add(context.words.countFollowers)
  }

  func read(_ reply: inout ReplyCursor) -> Bool? { reply.integer().map { $0 == 1 } }
}

/// What is done where the directory lies, once that was.
struct RemovedRoomUnlisting: ScriptedCall {
  static let script = RedisScript("unlist_removed", PackageResources.unlist_removed_lua)

  let room: RoomName
  /// As `RoomRemoval` was told.
  let listed: Int64

  func write(to command: inout CommandWriter, _ context: CallContext) {
    command.key(context.keys.rooms)
    command.add(room.text)
    command.add(listed)
  }

  func read(_ reply: inout ReplyCursor) -> Void? { reply.done() }
}

extension RedisBackend {
  /// The directory is asked first, and told last: see the script for what lies between.
  func run(_ call: RemoveRoom, reply: @escaping RemoveRoom.Completion) {
    askListed([call.room]) { listed in
      guard case .success(let times) = listed else { return reply(listed.map { _ in false }) }
      run(RoomRemoval(call: call, listed: times.first ?? 0)) { result in
        guard case .success(true) = result else { return reply(result) }
        run(RemovedRoomUnlisting(room: call.room, listed: times.first ?? 0)) { reply($0.map { true }) }
      }
    }
  }

  /// When something happened in each room by the directory; 0 for one that is not in it.
  func askListed(_ rooms: [RoomName], completion: @escaping (Result<[Int64], BrokerFailure>) -> Void) {
    let key = keys.rooms
    send(to: .people) { command in
      command.add("ZMSCORE" as StaticString)
      command.add(key)
      for room in rooms { command.add(room.text) }
    } completion: { result in
      completion(
        result.reading { (reply: inout ReplyCursor) -> [Int64]? in
          guard reply.array() == rooms.count else { return nil }
          var times: [Int64] = []
          for _ in rooms {
            guard !reply.nothing() else { times.append(0); continue }
            guard let score = reply.bytes() else { return nil }
            times.append(decimal(score) ?? 0)
          }
          return times
        })
    }
  }
}
