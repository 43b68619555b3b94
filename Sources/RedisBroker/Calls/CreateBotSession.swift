import Broker
import ChatProtocol
import RedisClient

extension CreateBotSession: ScriptedCall {
  static let script = RedisScript("create_bot_session", PackageResources.create_bot_session_lua)

  func write(to command: inout CommandWriter, _ context: CallContext) {
    command.key(context.keys.bots)
    command.key(context.keys.session(hash))
    command.add(key.text)
    command.add(hash.text)
    command.add(created)
    command.add(RedisKeys.seconds(lifetime))
    command.add(context.keys.userPrefix)
    command.add(RedisKeys.standingSuffix)
    command.add(RedisKeys.sessionsSuffix)
    command.add(SessionRecord.longestLife)
    command.add(Standing.mostSessions)
    command.add(RedisKeys.fleet)
    command.add(ListedBot.noteInterval)
  }

  func read(_ reply: inout ReplyCursor) -> CreateBotSession.Reply? {
    if reply.nothing() { return .unknown }
    guard let count = reply.array(), let tag = reply.text() else { return nil }
    guard tag == "m" else { return reply.bytes().flatMap { Restriction(stored: $0) }.map { .banned($0) } }
    guard let user = reply.bytes().flatMap({ User(stored: $0) }) else { return nil }
    guard count > 2 else { return .made(user, suspension: nil) }
    return reply.bytes().flatMap { Restriction(stored: $0) }.map { .made(user, suspension: $0) }
  }
}
