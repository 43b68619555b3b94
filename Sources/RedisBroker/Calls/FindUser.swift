import Broker
import ChatProtocol
import RedisClient

extension FindUser: ScriptedCall {
  static let script = RedisScript("find_user", PackageResources.find_user_lua)

  func write(to command: inout CommandWriter, _ context: CallContext) {
    command.key(context.keys.name(skeleton))
    command.key(context.keys.bots)
    command.add(context.keys.sessionPrefix)
  }

  func read(_ reply: inout ReplyCursor) -> User?? {
    if reply.nothing() { return .some(nil) }
    return reply.bytes().flatMap { User(stored: $0) }.map { .some($0) }
  }
}
