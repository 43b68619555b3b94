import Broker
import RedisClient

extension RemoveRoom: ScriptedCall {
  static let script = RedisScript("remove_room", PackageResources.remove_room_lua)

  func write(to command: inout CommandWriter, _ context: CallContext) {
    let channel = RedisKeys.channel(room)
    command.key(channel, RoomKey.meta)
    command.key(channel, RoomKey.stream)
    command.key(channel, RoomKey.erased)
    command.key(channel, RoomKey.edits)
    command.key(channel, RoomKey.users)
    command.key(RedisKeys.rooms)
    command.add(room.text)
    command.add(channel)
    command.add(unusedFor)
  }

  func read(_ reply: inout ReplyCursor) -> Bool? { reply.integer().map { $0 == 1 } }
}
