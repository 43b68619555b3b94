import Broker
import JSON
import RedisClient

extension AddHook: ScriptedCall {
  static let script = RedisScript("add_hook", PackageResources.add_hook_lua)

  func write(to command: inout CommandWriter, _ context: CallContext) {
    command.key(context.keys.hooks)
    command.add(token.text)
    command.add(hook.id)
    command.add(hook.rate)
    command.add(hook.json)
    command.add(Hook.maximum)
  }

  func read(_ reply: inout ReplyCursor) -> Bool? { reply.integer().map { $0 == 1 } }
}

extension Hook {
  /// A record as it is kept.
  init?(_ reply: inout ReplyCursor) {
    guard let bytes = reply.bytes(), let object = try? JSONParser.parseObject(bytes) else { return nil }
    self.init(object)
  }
}
