import Broker
import RedisClient

extension SetMaintenance: ScriptedCall {
  static let script = RedisScript("set_maintenance", PackageResources.set_maintenance_lua)

  func write(to command: inout CommandWriter, _ context: CallContext) {
    command.key(context.keys.maintenance)
    command.add(maintenance.stored)
    command.add(RedisKeys.fleet)
  }

  func read(_ reply: inout ReplyCursor) -> Void? { reply.done() }
}
