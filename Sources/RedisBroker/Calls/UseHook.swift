import Broker
import RedisClient

extension UseHook: ScriptedCall {
  static let script = RedisScript("use_hook", PackageResources.use_hook_lua)

  func write(to command: inout CommandWriter, _ context: CallContext) {
    command.key(context.keys.hooks)
    command.add(token.text)
    command.add(ListedHook.noteInterval)
  }

  func read(_ reply: inout ReplyCursor) -> HookUse? {
    guard let count = reply.array() else { return nil }
    guard count == 2 else { return .unknown }
    guard let wait = reply.integer(), let hook = Hook(&reply) else { return nil }
    return wait > 0 ? .tooSoon(hook, wait: Int(clamping: wait)) : .admitted(hook)
  }
}
