import Broker
import RedisClient

extension RecordDirect: ScriptedCall {
  static let script = RedisScript("record_direct", PackageResources.record_direct_lua)

  func write(to command: inout CommandWriter, _ context: CallContext) {
    for user in [sender, recipient] {
      command.key(context.keys.directRooms(of: user.id))
      command.key(context.keys.directOthers(of: user.id))
      command.key(context.keys.directUnanswered(of: user.id))
    }
    command.add(room.text)
    command.add(sender.stored)
    command.add(recipient.stored)
    command.add(context.retention.seconds)
    command.add(DirectRoom.kept)
    command.add(RedisKeys.fleet)
    command.add(FleetEvent.directPayload(room, from: sender, to: recipient.id))
  }

  func read(_ reply: inout ReplyCursor) -> Bool? { reply.integer().map { $0 == 1 } }
}
