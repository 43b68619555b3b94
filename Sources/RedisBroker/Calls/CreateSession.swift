import Broker
import ChatProtocol
import RedisClient

extension CreateSession: ScriptedCall {
  static let script = RedisScript("create_session", PackageResources.create_session_lua)

  func write(to command: inout CommandWriter, _ context: CallContext) {
    command.key(context.keys.session(hash))
    command.key(context.keys.name(skeleton))
    // Without a request nothing is kept under it; the script has as many keys either way.
    command.key(context.keys.signIn(request?.hash ?? hash))
    command.key(context.keys.standing(of: record.user.id))
    command.key(context.keys.sessions(of: record.user.id))
    command.add(hash.text)
    command.add(record.user.stored)
    command.add(record.created)
    command.add(RedisKeys.seconds(lifetime))
    command.add(request?.sealedToken ?? "")
    command.add(SignInRequest.seconds)
    command.add(SessionRecord.longestLife)
    command.add(Standing.mostSessions)
    command.add(context.keys.sessionPrefix)
    command.add(RedisKeys.fleet)
  }

  func read(_ reply: inout ReplyCursor) -> CreateSession.Reply? {
    guard let count = reply.array() else { return reply.integer().map { $0 == 1 ? .made : .nameTaken } }
    guard let tag = reply.text() else { return nil }
    if tag != "r" {
      return reply.bytes().flatMap { Restriction(stored: $0) }.map { tag == "b" ? .banned($0) : .suspended($0) }
    }
    guard count == 4, let sealed = reply.text(), let user = reply.bytes().flatMap({ User(stored: $0) }),
      let created = reply.text().flatMap({ Int64($0) })
    else { return nil }
    return .repeated(SessionRecord(user: user, created: created), sealedToken: sealed)
  }
}
