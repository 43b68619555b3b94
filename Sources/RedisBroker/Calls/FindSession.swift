import Broker
import ChatProtocol
import RedisClient

extension FindSession: ScriptedCall {
  static let script = RedisScript("find_session", PackageResources.find_session_lua)

  func write(to command: inout CommandWriter, _ context: CallContext) {
    command.key(context.keys.session(hash))
    command.add(hash.text)
    command.add(RedisKeys.seconds(lifetime))
    command.add(context.keys.userPrefix)
    command.add(RedisKeys.standingSuffix)
    command.add(RedisKeys.sessionsSuffix)
    command.add(SessionRecord.longestLife)
  }

  func read(_ reply: inout ReplyCursor) -> FindSession.Reply? {
    guard let count = reply.array() else { return reply.integer().map { _ in .ended } }
    if count == 0 { return .unknown }
    if count == 1 { return reply.bytes().flatMap { Restriction(stored: $0) }.map { .banned($0) } }
    guard let user = reply.bytes().flatMap({ User(stored: $0) }), let created = reply.text().flatMap({ Int64($0) }),
      let expires = reply.text(), let scope = reply.text()
    else { return nil }
    let suspension = count > 4 ? reply.bytes().flatMap { Restriction(stored: $0) } : nil
    let record = SessionRecord(
      user: user, created: created, expires: Int64(expires), scope: scope.isEmpty ? nil : RoomScope(stored: scope))
    return .found(record, suspension: suspension)
  }
}
