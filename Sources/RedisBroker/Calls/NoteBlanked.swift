import Broker
import RedisClient

extension NoteBlanked: ScriptedCall {
  static let script = RedisScript("note_blanked", PackageResources.note_blanked_lua)

  func write(to command: inout CommandWriter, _ context: CallContext) {
    command.key(context.keys.erased)
    command.key(context.keys.cleaning)
    command.add(room.text)
    command.add(Int(clamping: erasures))
  }

  func read(_ reply: inout ReplyCursor) -> Void? { reply.done() }
}
