import Broker
import RedisClient

extension EndSession: ScriptedCall {
  static let script = RedisScript("end_session", PackageResources.end_session_lua)

  func write(to command: inout CommandWriter, _ context: CallContext) {
    command.key(context.keys.session(hash))
    command.add(hash.text)
    command.add(RedisKeys.fleet)
    command.add(context.keys.userPrefix)
    command.add(RedisKeys.sessionsSuffix)
  }

  func read(_ reply: inout ReplyCursor) -> Void? { reply.done() }
}
