import Broker
import RedisClient

extension RemoveBot: ScriptedCall {
  static let script = RedisScript("remove_bot", PackageResources.remove_bot_lua)

  func write(to command: inout CommandWriter, _ context: CallContext) {
    command.key(context.keys.bots)
    command.key(context.keys.standing(of: id))
    command.key(context.keys.sessions(of: id))
    command.add(id)
    command.add(SessionRecord.longestLife)
    command.add(context.keys.sessionPrefix)
    command.add(RedisKeys.fleet)
    command.add(unusedFor.map { String($0) } ?? "")
    command.add(ListedBot.noteInterval)
  }

  func read(_ reply: inout ReplyCursor) -> Int?? {
    if reply.nothing() { return .some(nil) }
    return reply.integer().map { .some(Int($0)) }
  }
}
