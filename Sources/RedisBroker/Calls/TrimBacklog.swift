import Base
import Broker
import RedisClient

extension TrimBacklog: ScriptedCall {
  static let script = RedisScript("trim_backlog", PackageResources.trim_backlog_lua)

  var place: Place { .room(room) }

  func write(to command: inout CommandWriter, _ context: CallContext) {
    let channel = RedisKeys.channel(room)
    command.key(channel, RoomKey.meta)
    command.key(channel, RoomKey.stream)
    command.key(channel, RoomKey.erased)
    command.key(channel, RoomKey.edits)
    command.key(channel, RoomKey.policy)
    command.add(context.retention.seconds)
    command.add(Self.step)
    command.add(context.retention.backlogSeconds)
  }

  func read(_ reply: inout ReplyCursor) -> Trimmed?? {
    if reply.nothing() { return .some(nil) }
    guard reply.array() == 3, let epoch = reply.text(), let first: UInt64 = reply.bytes().flatMap({ decimal($0) }),
      let more = reply.integer()
    else { return nil }
    return Trimmed(epoch: epoch, first: first, hasMore: more == 1)
  }
}
