import Broker
import ChatProtocol
import RedisClient

extension ReadStanding: ScriptedCall {
  static let script = RedisScript("read_standing", PackageResources.read_standing_lua)

  func write(to command: inout CommandWriter, _ context: CallContext) {
    command.key(context.keys.standing(of: user))
    command.key(context.keys.sessions(of: user))
    command.add(context.keys.sessionPrefix)
  }

  func read(_ reply: inout ReplyCursor) -> Standing? {
    guard let count = reply.array(), count >= 3, let ended = reply.text(), let ban = reply.bytes(),
      let suspension = reply.bytes()
    else { return nil }
    var standing = Standing(
      ended: Int64(ended), ban: Restriction(stored: ban), suspension: Restriction(stored: suspension))
    for _ in 0..<(count - 3) / 2 {
      guard let user = reply.bytes().flatMap({ User(stored: $0) }), let created = reply.text().flatMap({ Int64($0) })
      else { return nil }
      standing.sessions.append(SessionRecord(user: user, created: created))
    }
    return standing
  }
}
