import Broker
import RedisClient

extension RenewSession: ScriptedCall {
  static let script = RedisScript("renew_session", PackageResources.renew_session_lua)

  func write(to command: inout CommandWriter, _ context: CallContext) {
    command.key(context.keys.session(hash))
    command.add(expires)
    command.add(scope?.stored ?? "")
    command.add(RedisKeys.fleet)
  }

  func read(_ reply: inout ReplyCursor) -> Bool? { reply.integer().map { $0 == 1 } }
}
