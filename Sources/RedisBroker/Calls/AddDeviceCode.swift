import Broker
import RedisClient

extension AddDeviceCode: ScriptedCall {
  static let script = RedisScript("add_device_code", PackageResources.add_device_code_lua)

  func write(to command: inout CommandWriter, _ context: CallContext) {
    command.key(context.keys.deviceCode(code))
    command.key(context.keys.newestCode(of: user))
    command.add(session.text)
    command.add(RedisKeys.seconds(lifetime))
  }

  func read(_ reply: inout ReplyCursor) -> Void? { reply.done() }
}
