import Broker
import RedisClient

extension ForgetUser: ScriptedCall {
  static let script = RedisScript("forget_user", PackageResources.forget_user_lua)

  func write(to command: inout CommandWriter, _ context: CallContext) {
    command.key(context.keys.readMarks(of: user))
    command.key(context.keys.mentions(of: user))
    command.key(context.keys.knownName(of: user))
  }

  func read(_ reply: inout ReplyCursor) -> Void? { reply.done() }
}
