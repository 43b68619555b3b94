import Broker
import RedisClient

extension RemoveHook: ScriptedCall {
  static let script = RedisScript("remove_hook", PackageResources.remove_hook_lua)

  func write(to command: inout CommandWriter, _ context: CallContext) {
    command.key(context.keys.hooks)
    command.add(id)
    command.add(unusedFor.map { String($0) } ?? "")
    command.add(ListedHook.noteInterval)
  }

  func read(_ reply: inout ReplyCursor) -> Bool? { reply.integer().map { $0 == 1 } }
}
