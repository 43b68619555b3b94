import Broker
import ChatProtocol
import RedisClient

extension RevokeSessions: ScriptedCall {
  static let script = RedisScript("revoke_sessions", PackageResources.revoke_sessions_lua)

  func write(to command: inout CommandWriter, _ context: CallContext) {
    command.key(context.keys.session(session))
    command.add(session.text)
    switch which {
    case .others: command.add("")
    case .one(let device): command.add(device.text)
    }
    command.add(context.keys.userPrefix)
    command.add(RedisKeys.standingSuffix)
    command.add(RedisKeys.sessionsSuffix)
    command.add(RedisKeys.fleet)
  }

  func read(_ reply: inout ReplyCursor) -> RevokeSessions.Reply? {
    reply.integer().map { $0 < 0 ? .none : .some(Int($0)) }
  }
}
