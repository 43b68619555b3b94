import Broker
import RedisClient

extension ListHooks: ScriptedCall {
  static let script = RedisScript("list_hooks", PackageResources.list_hooks_lua)

  func write(to command: inout CommandWriter, _ context: CallContext) {
    command.key(RedisKeys.hooks)
  }

  func read(_ reply: inout ReplyCursor) -> [ListedHook]? {
    guard let count = reply.array() else { return nil }
    var hooks: [ListedHook] = []
    for _ in 0..<max(count, 0) / 2 {
      guard let hook = Hook(&reply), let refused = reply.text() else { return nil }
      hooks.append(ListedHook(hook, refusals: HookRefusals(refused)))
    }
    // In the order in which they were made.
    return hooks.sorted { ($0.hook.created, $0.hook.id) < ($1.hook.created, $1.hook.id) }
  }
}
