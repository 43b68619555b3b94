import Broker
import RedisClient

extension ListBots: ScriptedCall {
  static let script = RedisScript("list_bots", PackageResources.list_bots_lua)

  func write(to command: inout CommandWriter, _ context: CallContext) {
    command.key(context.keys.bots)
  }

  func read(_ reply: inout ReplyCursor) -> [ListedBot]? {
    guard let count = reply.array() else { return nil }
    var bots: [ListedBot] = []
    for _ in 0..<max(count, 0) / 2 {
      guard let bot = Bot(&reply), let used = reply.text() else { return nil }
      bots.append(ListedBot(bot, lastSignIn: Int64(used)))
    }
    // In the order in which they were made.
    return bots.sorted { ($0.bot.created, $0.bot.id) < ($1.bot.created, $1.bot.id) }
  }
}
