import Broker
import ChatProtocol
import RedisClient

extension CreateUserSession: ScriptedCall {
  static let script = RedisScript("create_user_session", PackageResources.create_user_session_lua)

  func write(to command: inout CommandWriter, _ context: CallContext) {
    command.key(RedisKeys.session(hash))
    command.key(RedisKeys.sessions(of: user))
    command.add(hash.text)
    command.add(created)
    command.add(RedisKeys.seconds(lifetime))
    command.add(expires)
    command.add(Self.mostSessions)
    command.add(RedisKeys.fleet)
    for name in names {
      command.add(RedisKeys.name(name.skeleton))
      command.add(User(id: user, name: name.text, kind: .user).stored)
    }
  }

  func read(_ reply: inout ReplyCursor) -> User?? {
    if reply.nothing() { return .some(nil) }
    return reply.bytes().flatMap { User(stored: $0) }.map { .some($0) }
  }
}
