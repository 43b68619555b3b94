import Broker
import ChatProtocol
import RedisClient

extension CreateUserSession: ScriptedCall {
  static let script = RedisScript("create_user_session", PackageResources.create_user_session_lua)

  func write(to command: inout CommandWriter, _ context: CallContext) {
    command.key(context.keys.session(hash))
    command.key(context.keys.sessions(of: user))
    command.key(context.keys.standing(of: user))
    command.add(hash.text)
    command.add(created)
    command.add(RedisKeys.seconds(lifetime))
    command.add(expires)
    command.add(signed.map { String($0) } ?? "")
    command.add(SessionRecord.longestLife)
    command.add(Standing.mostSessions)
    command.add(RedisKeys.fleet)
    command.add(scope?.stored ?? "")
    for name in names {
      command.add(context.keys.name(name.skeleton))
      command.add(User(id: user, name: name.text, kind: .user).stored)
    }
  }

  func read(_ reply: inout ReplyCursor) -> CreateUserSession.Reply? {
    if reply.nothing() { return .namesTaken }
    guard let count = reply.array(), let tag = reply.text() else { return nil }
    switch tag {
    case "e": return .ended
    case "b": return reply.bytes().flatMap { Restriction(stored: $0) }.map { .banned($0) }
    default:
      guard let user = reply.bytes().flatMap({ User(stored: $0) }) else { return nil }
      guard count > 2 else { return .made(user, suspension: nil) }
      return reply.bytes().flatMap { Restriction(stored: $0) }.map { .made(user, suspension: $0) }
    }
  }
}
