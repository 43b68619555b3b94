import Base
import Broker
import ChatProtocol
import RedisClient

extension AddReport: ScriptedCall {
  static let script = RedisScript("add_report", PackageResources.add_report_lua)

  var place: Place { .room(room) }

  func write(to command: inout CommandWriter, _ context: CallContext) {
    let channel = RedisKeys.channel(room)
    command.key(channel, RoomKey.reports)
    command.add(channel)
    command.add(position.text)
    command.add(user.id)
    command.add("\(PlainWord.encode(user.name)) \(PlainWord.encode(reason))")
    command.add(Report.kept)
    command.add(Report.keptOfOne)
    command.add(Report.lifetime)
    command.add(context.words.publish)
  }

  func read(_ reply: inout ReplyCursor) -> Bool? { reply.integer().map { $0 == 1 } }
}
