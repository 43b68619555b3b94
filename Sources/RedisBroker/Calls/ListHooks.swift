import Broker
import RedisClient

extension ListHooks: ScriptedCall {
  static let script = RedisScript("list_hooks", PackageResources.list_hooks_lua)

  func write(to command: inout CommandWriter, _ context: CallContext) {
    command.key(RedisKeys.hooks)
  }

  func read(_ reply: inout ReplyCursor) -> [Hook]? {
    guard let count = reply.array() else { return nil }
    var hooks: [Hook] = []
    for _ in 0..<max(count, 0) {
      guard let hook = Hook(&reply) else { return nil }
      hooks.append(hook)
    }
    // In the order in which they were made.
    return hooks.sorted { ($0.created, $0.id) < ($1.created, $1.id) }
  }
}
