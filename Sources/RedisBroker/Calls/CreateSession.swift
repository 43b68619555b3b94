import Broker
import RedisClient

extension CreateSession: ScriptedCall {
  static let script = RedisScript("create_session", PackageResources.create_session_lua)

  func write(to command: inout CommandWriter, _ context: CallContext) {
    command.key(RedisKeys.session(hash))
    command.key(RedisKeys.name(skeleton))
    command.add(hash.text)
    command.add(record.user.stored)
    command.add(record.created)
    command.add(RedisKeys.seconds(lifetime))
  }

  func read(_ reply: inout ReplyCursor) -> Bool? { reply.integer().map { $0 == 1 } }
}
