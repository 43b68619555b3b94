import Broker
import RedisClient

extension KeepInvitationKey: ScriptedCall {
  static let script = RedisScript("keep_invitation_key", PackageResources.keep_invitation_key_lua)

  var place: Place { .room(room) }

  func write(to command: inout CommandWriter, _ context: CallContext) {
    command.key(RedisKeys.channel(room), RoomKey.policy)
    command.add(key)
    command.add(replaces ? "1" : "0")
  }

  func read(_ reply: inout ReplyCursor) -> String?? {
    reply.text().map { $0.isEmpty ? nil : $0 }
  }
}
