import Broker
import RedisClient

extension ListHooks: ScriptedCall {
  static let script = RedisScript("list_hooks", PackageResources.list_hooks_lua)

  func write(to command: inout CommandWriter, _ context: CallContext) {
    command.key(context.keys.hooks)
  }

  func read(_ reply: inout ReplyCursor) -> [ListedHook]? {
    guard let count = reply.array() else { return nil }
    var hooks: [ListedHook] = []
    for _ in 0..<max(count, 0) / 3 {
      guard let hook = Hook(&reply), let refused = reply.text(), let used = reply.text() else { return nil }
      let refusals = HookRefusals(refused)
      hooks.append(ListedHook(hook, refusals: refusals, lastUse: Self.lastUse(used, refusals, of: hook)))
    }
    // In the order in which they were made.
    return hooks.sorted { ($0.hook.created, $0.hook.id) < ($1.hook.created, $1.hook.id) }
  }

  private static func lastUse(_ noted: String, _ refusals: HookRefusals?, of hook: Hook) -> ListedHook.LastUse {
    // Whatever was refused: remove_hook.lua goes by the same.
    if noted.isEmpty && hook.rate == 0 { return .unknown }
    let last = max(Int64(noted) ?? 0, refusals?.time ?? 0)
    return last > 0 ? .at(last) : .never
  }
}
