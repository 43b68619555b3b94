import Broker
import ChatProtocol
import RedisClient

extension RemoveReports: ScriptedCall {
  static let script = RedisScript("remove_reports", PackageResources.remove_reports_lua)

  var place: Place { .room(room) }

  func write(to command: inout CommandWriter, _ context: CallContext) {
    let channel = RedisKeys.channel(room)
    command.key(channel, RoomKey.reports)
    command.add(channel)
    command.add(position.text)
    command.add(user ?? "")
    command.add(context.words.publish)
  }

  func read(_ reply: inout ReplyCursor) -> Int? { reply.integer().map { Int($0) } }
}
