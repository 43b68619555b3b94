import Broker
import JSON
import RedisClient

extension AddBot: ScriptedCall {
  static let script = RedisScript("add_bot", PackageResources.add_bot_lua)

  func write(to command: inout CommandWriter, _ context: CallContext) {
    command.key(context.keys.bots)
    command.key(context.keys.name(skeleton))
    command.add(key.text)
    command.add(bot.id)
    command.add(bot.user.stored)
    command.add(bot.json)
    command.add(Bot.maximum)
  }

  func read(_ reply: inout ReplyCursor) -> AddBot.Reply? {
    switch reply.integer() {
    case 1: .added
    case 0: .nameTaken
    case -1: .tooMany
    default: nil
    }
  }
}

extension Bot {
  /// A record as it is kept.
  init?(_ reply: inout ReplyCursor) {
    guard let bytes = reply.bytes(), let object = try? JSONParser.parseObject(bytes) else { return nil }
    self.init(object)
  }
}
