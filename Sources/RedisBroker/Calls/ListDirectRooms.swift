import Broker
import ChatProtocol
import RedisClient

extension ListDirectRooms: ScriptedCall {
  static let script = RedisScript("list_direct_rooms", PackageResources.list_direct_rooms_lua)

  func write(to command: inout CommandWriter, _ context: CallContext) {
    command.key(context.keys.directRooms(of: user))
    command.key(context.keys.directOthers(of: user))
    command.add(context.retention.seconds)
  }

  /// Rooms and others in turns.
  func read(_ reply: inout ReplyCursor) -> [DirectRoom]? {
    guard let elements = reply.array() else { return nil }
    var rooms: [DirectRoom] = []
    for _ in 0..<elements / 2 {
      guard let room = reply.text().flatMap({ RoomName(stored: $0) }),
        let other = reply.bytes().flatMap({ User(stored: $0) })
      else { return nil }
      rooms.append(DirectRoom(room: room, other: other))
    }
    return rooms
  }
}
